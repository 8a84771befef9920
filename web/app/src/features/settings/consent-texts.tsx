// Words that people agreed to on paper or in a former system, by the names that their proofs give: seen, added, changed and
// taken away, at once and with the way back.
import { Button, Textarea, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useBlocker } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Failure } from "../../api/client";
import type { Localised } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Answer, Empty, failureWords } from "../../ui/states";
import { Note } from "../files/note";
import { problemWords } from "../programmes/problem-words";
import { both } from "../schema/draft";
import { idOf, nextVersion, proposedId, type TextDraft, type Texts, textsOf, textTroubles, withText, WORDS_MAX } from "./consent-texts-draft";
import { RULES_TOUCH } from "./rules";
import { documentQuery, putDocument, readDocument } from "./whole";

const NAME_MAX = 64;
/** One that stands for both languages is written once. */
const written = (words: Localised = NEW.words): Localised => (words.de === words.en ? { de: words.de, en: "" } : words);
const NEW: TextDraft = { id: "", words: { de: "", en: "" } };

export function ConsentTextsPage() {
  const { t } = useWords();
  const { allowed } = useMay("people");
  const query = useQuery(documentQuery);
  const lead = <><Link to={paths.settings}>{t("settings.title")}</Link> · {t("consent_texts.lead")}</>;
  // Who may not see the settings as a whole is told so at once.
  if (!allowed) return <><PageHead title={t("consent_texts.title")} lead={lead} /><section className="panel"><Empty title={t("error.forbidden")} help={t("consent_texts.may_not")} /></section></>;
  return <Answer query={query} lines={8} page>{({ text }) => <Listed texts={textsOf(text)} lead={lead} />}</Answer>;
}

/** `id`: of the text that is changed; null: it is a new one. */
interface Open { id: string | null; draft: TextDraft }
interface Act { id: string; to: Localised | null; before: Localised | null; isBack: boolean }

function Listed({ texts, lead }: { texts: Texts; lead: ReactNode }) {
  const { t } = useWords();
  const [{ query }] = useUrlState();
  const ids = Object.keys(texts).sort();
  // Whoever comes for a text that nobody knows writes it.
  const [open, setOpen] = useState<Open | null>(() => (query && texts[query] === undefined ? { id: null, draft: { ...NEW, id: query } } : null));
  const opener = useRef<HTMLElement | null>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const close = () => { setOpen(null); requestAnimationFrame(() => (opener.current?.isConnected ? opener.current : adder.current)?.focus()); };
  const show = (next: Open) => { opener.current = document.activeElement as HTMLElement | null; deed.reset(); setOpen(next); };
  const deed = useDeed<Act>({
    // Only this text is put among the settings as they are by then.
    act: async ({ id, to }) => putDocument(withText((await readDocument()).text, id, to), false),
    touches: RULES_TOUCH,
    said: (_, { id, to, before, isBack }) => t(isBack ? "consent_texts.back" : to === null ? "consent_texts.removed" : before === null ? "consent_texts.added" : "consent_texts.changed", { name: id }),
    undo: ({ id, to, before, isBack }) => (isBack ? null : { id, to: before, before: to, isBack: true }),
    onDone: (_, { isBack }) => { if (!isBack) close(); },
    quiet: true,
  });
  const act = (id: string, to: Localised | null) => deed.mutate({ id, to, before: texts[id] ?? null, isBack: false });
  return (
    <>
      <PageHead title={t("consent_texts.title")} lead={lead}>
        {open === null ? <Button ref={adder} leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show({ id: null, draft: NEW })}>{t("consent_texts.add")}</Button> : null}
      </PageHead>
      <div className="stack consent-texts">
        {open === null ? (deed.error === null ? null : <Trouble error={deed.error} />) : <Edit key={open.id ?? `new ${open.draft.id}`} open={open} taken={ids} deed={deed} act={act} close={close} />}
        <section className="panel flush" aria-labelledby="consent-texts">
          <div className="panel-head"><h2 className="section-title" id="consent-texts">{t("consent_texts.known")}</h2><span className="muted small">{t("consent_texts.forms")} <Link to={paths.forms}>{t("forms.title")}</Link></span></div>
          {ids.length === 0 ? <Empty title={t("consent_texts.none")} help={t("consent_texts.none_help")} /> : (
            <ul className="text-rows">
              {ids.map((id) => <Row key={id} id={id} words={texts[id] ?? NEW.words} busy={deed.isPending} change={() => show({ id, draft: { id, words: written(texts[id]) } })} version={() => show({ id: null, draft: { id: nextVersion(id, ids), words: written(texts[id]) } })} away={() => act(id, null)} />)}
            </ul>
          )}
        </section>
      </div>
    </>
  );
}

interface OfRow { id: string; words: Localised; busy: boolean; change(): void; version(): void; away(): void }

function Row({ id, words, busy, change, version, away }: OfRow) {
  const { t, format } = useWords();
  const said = words.de === words.en ? [["", words.de] as const] : (["de", "en"] as const).map((language) => [language, words[language]] as const);
  return (
    <li>
      <div className="refused-head">
        <strong className="mono" translate="no">{id}</strong>
        <span className="actions">
          <Button size="compact-sm" variant="default" aria-label={t("consent_texts.version_of", { name: id })} onClick={version}>{t("consent_texts.version")}</Button>
          <Button size="compact-sm" variant="subtle" aria-label={t("consent_texts.change_of", { name: id })} onClick={change}>{t("consent_texts.change")}</Button>
          <Button size="compact-sm" variant="subtle" disabled={busy} aria-label={t("consent_texts.remove_of", { name: id })} onClick={away}>{t("consent_texts.remove")}</Button>
        </span>
      </div>
      <div className="in-both">
        {said.map(([language, text]) => (
          <div key={language}>
            <span className="eyebrow">{language === "" ? t("consent_texts.both") : format.language(language)}</span>
            <blockquote className="wording" {...(language === "" ? {} : { lang: language })}>{text}</blockquote>
          </div>
        ))}
      </div>
    </li>
  );
}

interface OfEdit { open: Open; taken: string[]; deed: { isPending: boolean; error: Error | null; reset(): void }; act(id: string, to: Localised): void; close(): void }

function Edit({ open, taken, deed, act, close }: OfEdit) {
  const { t, format } = useWords();
  const [draft, setDraft] = useState(open.draft);
  const [tried, tryIt] = useState(false);
  const change = (next: Partial<TextDraft>) => { deed.reset(); setDraft((before) => ({ ...before, ...next })); };
  const troubles = textTroubles(draft, open.id === null ? taken : []);
  const wrong = (at: "id" | "words") => troubles.filter((one) => one.at === at && (tried || one.why === "name_taken" || (one.why === "name_bad" && draft.id !== ""))).map((one) => t(`consent_texts.why.${one.why}`))[0];
  const isChanged = JSON.stringify(draft) !== JSON.stringify(open.draft);
  const title = open.id === null ? t("consent_texts.add") : t("consent_texts.change_of", { name: open.id });
  useBlocker({ shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !window.confirm(t("forms.leave")), enableBeforeUnload: isChanged, disabled: !isChanged || deed.isPending });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    const words = both(draft.words);
    if (troubles.length === 0 && words !== null) act(idOf(draft), words);
  };
  const field = (language: "de" | "en") => (
    <Textarea
      key={language} label={`${t("consent_texts.words")} (${format.language(language)})`} lang={language} autosize minRows={4} maxRows={14} maxLength={WORDS_MAX} data-autofocus={language === "de" || undefined} autoFocus={language === "de"}
      value={draft.words[language]} error={language === "de" ? wrong("words") : wrong("words") !== undefined} placeholder={draft.words[language === "de" ? "en" : "de"] ? t("forms.other_language") : ""}
      onChange={(event) => change({ words: { ...draft.words, [language]: event.currentTarget.value } })}
    />
  );
  return (
    <section className="panel" aria-label={title}>
      <form className="stack rules-form" onSubmit={submit} noValidate>
        <h2 className="section-title">{title}</h2>
        {open.id === null ? null : <Note tone="warn" title={t("consent_texts.reworded")}>{t("consent_texts.reworded_help")}</Note>}
        <div className="in-both">{field("de")}{field("en")}</div>
        {open.id === null ? <TextInput label={t("ledger.words")} description={t("consent_texts.name_help")} value={draft.id} placeholder={proposedId(draft.words)} maxLength={NAME_MAX} autoComplete="off" autoCapitalize="none" spellCheck={false} translate="no" error={wrong("id")} onChange={(event) => change({ id: event.currentTarget.value })} /> : null}
        {deed.error === null ? null : <Trouble error={deed.error} />}
        <div className="actions">
          <Button type="submit" loading={deed.isPending} disabled={open.id !== null && !isChanged} title={open.id !== null && !isChanged ? t("forms.unchanged") : undefined}>{t(open.id === null ? "consent_texts.add_do" : "catalogue.save")}</Button>
          <Button variant="subtle" onClick={close}>{t("action.cancel")}</Button>
          <span className="muted small" role="status">{tried && troubles.length > 0 ? t("schema.edit.incomplete", { count: troubles.length }) : t("catalogue.save_help")}</span>
        </div>
      </form>
    </section>
  );
}

function Trouble({ error }: { error: Error }) {
  const words = useWords();
  if (error instanceof Failure && error.problems.length > 0) {
    return <Note tone="bad" title={words.t("schema.edit.trouble")}><ul className="plain-list">{error.problems.map((problem, index) => { const { cause, cure } = problemWords(words, problem); return <li key={index}>{cause}{cure ? ` ${words.t("files.cure", { cure })}` : ""}</li>; })}</ul></Note>;
  }
  const { title, help } = failureWords(words, error);
  return <Note tone="bad" title={title}>{help}</Note>;
}
