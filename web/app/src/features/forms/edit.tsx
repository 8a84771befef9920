// A form, written beside the page that comes of it; published it is live at once, and one press takes that back.
import { Button, ColorInput, NativeSelect, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useBlocker, useNavigate, useParams } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { put, remove } from "../../api/client";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { usePurposes } from "../consents/known";
import { Embed } from "./embed";
import { Fields } from "./fields";
import { PagePreview, Trouble } from "./preview";
import { formsQuery } from "./queries";
import type { Forms, FormShown, FormWritten, Texts } from "./types";
import { type Draft, draftOf, emptyDraft, formName, isSame, missingOf, onlyOne, writtenOf } from "./written";

const TEXT_MAX = 2_000;
const LINE_MAX = 120;

export function NewFormPage() {
  const query = useQuery(formsQuery);
  return <Answer query={query} lines={10} page>{(forms) => <Edit forms={forms} form={null} />}</Answer>;
}

export function EditFormPage() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(formsQuery);
  return (
    <Answer query={query} lines={10} page>
      {(forms) => {
        const form = forms.forms.find((one) => one.id === id);
        if (form) return <Edit key={JSON.stringify(form)} forms={forms} form={form} />;
        return <><PageHead title={t("forms.gone_title")} lead={<Link to={paths.forms}>{t("forms.title")}</Link>} /><section className="panel"><Empty title={t("forms.gone_title")} help={t("forms.gone_help")} /></section></>;
      }}
    </Answer>
  );
}

/** Where there is no room beside the form, its page stands below. */
function toPreview() {
  const title = document.getElementById("form-preview");
  title?.focus({ preventScroll: true });
  title?.scrollIntoView({ block: "start" });
}

/** What becomes live; null: it goes away. */
interface Act { id: string; written: FormWritten | null; before: FormWritten | null; isBack: boolean }

function Edit({ forms, form }: { forms: Forms; form: FormShown | null }) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const { allowed, why } = useMay("publish");
  const live = form === null ? emptyDraft(forms.sources[0] ?? "") : draftOf(form);
  const [draft, setDraft] = useState(live);
  const change = (next: Partial<Draft>) => setDraft((before) => ({ ...before, ...next }));
  const missing = missingOf(draft, form === null ? forms.forms.map(({ id }) => id) : null);
  const isChanged = !isSame(draft, live) || draft.id !== live.id;
  const deed = useDeed<Act, unknown>({
    quiet: ({ isBack }) => !isBack,
    act: ({ id, written }) => (written === null ? remove(`/forms/${encodeURIComponent(id)}`) : put(`/forms/${encodeURIComponent(id)}`, written)),
    touches: ["forms", "names"],
    said: (_, { id, written, isBack }) => t(isBack ? "forms.back" : written === null ? "forms.removed" : "forms.published", { name: formName(id) }),
    undo: ({ id, written, before, isBack }) => (isBack ? null : { id, written: before, before: written, isBack: true }),
    onDone: (_, { isBack, written, id }) => {
      if (isBack) return;
      void navigate(written === null ? { to: paths.forms, ignoreBlocker: true } : { to: paths.form, params: { id }, ignoreBlocker: true });
    },
  });
  useBlocker({ shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !window.confirm(t("forms.leave")), enableBeforeUnload: isChanged && allowed, disabled: !isChanged || !allowed || deed.isPending });
  const problem = missing === null ? (isChanged ? undefined : t("forms.unchanged")) : t(`forms.missing.${missing}`);
  return (
    <>
      <PageHead title={form === null ? t("forms.new") : say(form.title) || formName(form.id)} lead={<><Link to={paths.forms}>{t("forms.title")}</Link> · {t("forms.edit_lead")}</>}>
        {form === null ? null : <Button variant="default" disabled={!allowed} title={why} loading={deed.isPending && deed.variables.written === null} onClick={() => deed.mutate({ id: form.id, written: null, before: writtenOf(live), isBack: false })}>{t("forms.remove")}</Button>}
      </PageHead>
      <div className="split">
        <form className="stack" onSubmit={(event) => event.preventDefault()}>
          {form === null ? <Part title={t("forms.name")}><TextInput label={t("forms.id")} description={t("forms.id_help")} value={draft.id} maxLength={48} spellCheck={false} autoCapitalize="none" error={missing === "id_bad" || missing === "id_taken" ? t(`forms.missing.${missing}`) : undefined} onChange={(event) => change({ id: event.currentTarget.value })} /></Part> : null}
          <Part title={t("forms.asks")}><Fields fields={draft.fields} known={forms.fields} change={(fields) => change({ fields })} /></Part>
          <Agreed forms={forms} draft={draft} change={change} />
          <Looks draft={draft} change={change} bad={missing} />
          {deed.error ? <Trouble error={deed.error} /> : null}
          <div className="panel actions form-publish">
            <Button type="button" disabled={!allowed || problem !== undefined} title={why ?? problem} loading={deed.isPending && deed.variables.written !== null} onClick={() => deed.mutate({ id: draft.id, written: writtenOf(draft), before: form === null ? null : writtenOf(live), isBack: false })}>{t("forms.publish")}</Button>
            <span className="muted small">{why ?? problem ?? t("forms.publish_help")}</span>
            <a className="small narrow-only" href="#form-preview" onClick={(event) => { event.preventDefault(); toPreview(); }}>{t("forms.to_preview")}</a>
          </div>
        </form>
        <div className="stack plan-side">
          <PagePreview draft={draft} missing={missing} />
          {form === null ? null : <section className="panel"><Embed form={form} /></section>}
        </div>
      </div>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return <section className="panel stack" aria-label={title} style={{ gap: 14 }}><h2 className="section-title">{title}</h2>{children}</section>;
}

interface OfPart { draft: Draft; change(next: Partial<Draft>): void }

function Agreed({ forms, draft, change }: OfPart & { forms: Forms }) {
  const { t, code } = useWords();
  // Also those that the settings name and nothing speaks of yet: by their words, so that no second one comes up beside them.
  const known = usePurposes(forms.purposes);
  const purposes = [...new Set([...known, ...(draft.purpose ? [draft.purpose] : [])])];
  const words = new Map(purposes.map((id) => [code("purpose", id), id]));
  return (
    <Part title={t("forms.agree")}>
      <p className="muted small" style={{ margin: 0 }}>{t("forms.agree_help")}</p>
      <InBoth label={t("forms.text")} value={draft.text} max={TEXT_MAX} long change={(text) => change({ text })} />
      <TagsInput
        label={t("forms.purpose")} description={t("forms.purpose_help")} maxTags={1} data={[...words.keys()]} acceptValueOnBlur
        value={draft.purpose ? [code("purpose", draft.purpose)] : []} onChange={([first = ""]) => change({ purpose: words.get(first) ?? first })}
      />
      <NativeSelect label={t("data.source")} description={t("forms.source_help")} value={draft.source} data={forms.sources.map((id) => ({ value: id, label: code("source", id) }))} onChange={(event) => change({ source: event.currentTarget.value })} />
    </Part>
  );
}

const SWATCHES = ["#0d5c63", "#1d4ed8", "#24693f", "#8a5100", "#a4282d", "#6b4d92", "#22201d", "#ffffff"];

function Looks({ draft, change, bad }: OfPart & { bad: string | null }) {
  const { t } = useWords();
  return (
    <Part title={t("forms.looks")}>
      <InBoth label={t("forms.headline")} value={draft.title} max={LINE_MAX} change={(title) => change({ title })} />
      <InBoth label={t("forms.button")} value={draft.button} max={LINE_MAX} change={(button) => change({ button })} />
      <div className="form-colours">
        {(["accent", "paper", "ink"] as const).map((name) => (
          <ColorInput key={name} label={t(`forms.colour.${name}`)} placeholder={t("forms.colour_usual")} value={draft.colours[name]} swatches={SWATCHES} swatchesPerRow={8} eyeDropperButtonProps={{ "aria-label": t("forms.colour_pick") }} format="hex" onChange={(value) => change({ colours: { ...draft.colours, [name]: value } })} />
        ))}
      </div>
      <TextInput label={t("forms.redirect")} description={t("forms.redirect_help")} value={draft.redirect} maxLength={500} error={bad === "redirect" ? t("forms.missing.redirect") : undefined} onChange={(event) => change({ redirect: event.currentTarget.value })} />
    </Part>
  );
}

interface Both { label: string; value: Texts; max: number; long?: boolean; change(value: Texts): void }

/** A text in both languages, beside one another; one alone stands for both. */
function InBoth({ label, value, max, long = false, change }: Both) {
  const { t, format } = useWords();
  const one = (language: "de" | "en") => {
    const given = { label: `${label} (${format.language(language)})`, value: value[language], maxLength: max, lang: language, placeholder: value[language === "de" ? "en" : "de"] ? t("forms.other_language") : "", onChange: (event: { currentTarget: { value: string } }) => change({ ...value, [language]: event.currentTarget.value }) };
    return long ? <Textarea key={language} autosize minRows={3} maxRows={8} {...given} /> : <TextInput key={language} {...given} />;
  };
  const alone = onlyOne(value);
  return <div className="in-both">{one("de")}{one("en")}{alone === null ? null : <p className="muted small one-language">{t("forms.one_language", { language: format.language(alone) })}</p>}</div>;
}
