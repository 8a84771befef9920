// What a mailing says: a message of its own made after a model, with its own subject, preheader and text; one that is in
// a programme already may send a message of that as it is.
import { Checkbox, Radio, Select, Textarea, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useRef } from "react";
import { programmeQuery } from "../../api/queries";
import type { MessageRow, Problem, Programme } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Broken, Loading } from "../../ui/states";
import { readDraft } from "../programmes/draft";
import { withPlaceholders } from "../content/placeholders";
import { blockName, useNames } from "../names";
import { useProblemText } from "./form-judged";
import { type Copied, type Dropped, idOf, leftBehind, type Letter, lettersOf, messageIn, modelOf, type Piece, piecesOf, type Plan, renamed, speaking, type Spoken, spokenOf } from "./plan";

interface Fields {
  plan: Plan;
  messages: MessageRow[];
  /** The programme that it is in already: its message is one of that. */
  home: string | null;
  /** Its message is its own, made after a model. */
  isAlone: boolean;
  problems: Problem[];
  change(next: Partial<Plan>): void;
}

export function MessageFields({ plan, messages, home, isAlone, problems, change }: Fields) {
  const { t, say, code, language } = useWords();
  const client = useQueryClient();
  const names = useNames();
  const error = useProblemText(problems);
  const chosen = plan.copy?.of.id ?? plan.message;
  const latest = useRef(chosen);
  const row = messages.find(({ id }) => id === chosen) ?? null;
  const programme = useQuery({ ...programmeQuery(row?.programme ?? ""), enabled: row !== null });
  const groups = [...new Set(messages.map((one) => one.programme))].map((id) => ({
    group: names.programme(id),
    items: messages.filter((one) => one.programme === id && isOffered(one, home, chosen)).map((one) => ({ value: one.id, label: one.class === "advertising" ? say(one.name) : `${say(one.name)} (${code("class", one.class)})` })),
  })).filter(({ items }) => items.length > 0);
  const copyOf = (whole: Programme, id: string) => {
    // As its author wrote it: what is left out there stays left out in the copy.
    const read = readDraft(whole.yaml);
    const found = "definition" in read ? messageIn(read.definition, id) : null;
    if (found === null) return;
    const { of, dropped } = modelOf(found);
    const name = t("plan.copy_name_of", { name: plan.name[language === "de" ? "de" : "en"] || say(of.name) });
    change({ message: idOf(name, (known) => messages.some((one) => one.id === known)), copy: { of, name: { de: name, en: name }, letters: lettersOf(of), without: [], speaks: {}, dropped } });
  };
  const choose = async (id: string) => {
    latest.current = id;
    change({ message: id, copy: null });
    const of = messages.find((one) => one.id === id);
    if (!isAlone || !of) return;
    const whole = await client.fetchQuery(programmeQuery(of.programme));
    // Meanwhile another one may have been chosen.
    if (latest.current === id) copyOf(whole, id);
  };
  const own = isAlone && home !== null;
  return (
    <>
      {own ? null : <Select label={t(isAlone || plan.copy ? "plan.copy_of" : "plan.message")} description={t(isAlone ? "plan.model_help" : "plan.message_help")} placeholder={t("plan.choose_message")} data={groups} value={chosen || null} allowDeselect={false} searchable disabled={!isAlone && plan.copy !== null} onChange={(id) => void choose(id ?? "")} error={plan.copy ? undefined : error} />}
      {row === null ? null : (
        <>
          <p className="muted small" style={{ margin: 0 }}><strong>{code("class", row.class)}:</strong> {t(row.class === "advertising" ? "plan.class_advertising" : "plan.class_contract")}</p>
          {isAlone ? null : (
            <Radio.Group label={t("plan.copy_or_not")} value={plan.copy ? "copy" : "same"} onChange={(next) => (next === "copy" ? programme.data && copyOf(programme.data, chosen) : change({ message: chosen, copy: null }))}>
              <div className="choices">
                <Radio value="same" label={t("plan.as_it_is")} />
                <Radio value="copy" label={t("plan.make_copy")} disabled={!programme.data} />
              </div>
            </Radio.Group>
          )}
          {programme.isFetching && !programme.data ? <Loading lines={2} /> : null}
          {programme.isError ? <Broken error={programme.error} /> : null}
        </>
      )}
      {plan.copy ? <Copy copy={plan.copy} isNamed={!isAlone} error={error} change={(copy) => change({ copy })} /> : null}
    </>
  );
}

/** Messages of a contract ask nobody for consent: for a mailing to many they are not offered, unless it has one already. */
function isOffered(one: MessageRow, home: string | null, chosen: string): boolean {
  return one.id === chosen || (one.class === "advertising" && one.channels.includes("email") && (home === null || one.programme === home));
}

/** What goes out beside the text, each with the choice to leave it out. */
function Pieces({ copy, change }: { copy: Copied; change(copy: Copied): void }) {
  const words = useWords();
  const { t, say } = words;
  const pieces = piecesOf(copy.of);
  if (pieces.length === 0) return null;
  const kept = pieces.map(({ key }) => key).filter((key) => !copy.without.includes(key));
  const said = ({ block, texts }: Piece) => withPlaceholders(words, say({ de: texts.de ?? "", en: texts.en ?? "" })) || blockName(words, block);
  return (
    <Checkbox.Group label={t("plan.pieces")} description={t("plan.pieces_help")} value={kept} onChange={(next) => change({ ...copy, without: pieces.map(({ key }) => key).filter((key) => !next.includes(key)) })}>
      <div className="choices" style={{ marginTop: 8 }}>{pieces.map((piece) => <Checkbox key={piece.key} value={piece.key} label={said(piece)} />)}</div>
    </Checkbox.Group>
  );
}

export function Copy({ copy, isNamed, error, change }: { copy: Copied; isNamed: boolean; error: ReturnType<typeof useProblemText>; change(copy: Copied): void }) {
  const { t, format, language: ofScreen } = useWords();
  const own = ofScreen === "de" ? "de" : "en";
  const spoken = spokenOf(copy);
  const unsaid = (["de", "en"] as const).filter((language) => copy.letters[language] === undefined);
  const same = (language: string, field: keyof Letter) => (leftBehind(copy.of, copy.letters, language as Spoken).includes(field) ? <span className="chip warn">{t("plan.left_behind")}</span> : undefined);
  const set = (language: Spoken, letter: Letter) => change({ ...copy, letters: { ...copy.letters, [language]: letter } });
  return (
    <div className="stack" style={{ gap: 14 }}>
      {isNamed ? <TextInput label={t("plan.copy_name")} value={copy.name[own]} maxLength={80} required withAsterisk={false} onChange={(event) => change({ ...copy, name: renamed(copy.name, own, event.currentTarget.value) })} /> : null}
      <p className="muted small" style={{ margin: 0 }}>{t("plan.copy_help")}</p>
      {copy.dropped.length > 0 ? <DroppedParts dropped={copy.dropped} /> : null}
      {(Object.entries(copy.letters) as [Spoken, Letter][]).map(([language, letter]) => (
        <fieldset key={language} className="letter">
          <legend>{format.language(language)}</legend>
          <Speaks copy={copy} language={language} change={change} />
          {spoken.includes(language) ? <LetterFields letter={letter} same={(field) => same(language, field)} change={(next) => set(language, next)} /> : null}
        </fieldset>
      ))}
      {unsaid.length > 0 && spoken[0] ? <p className="muted small" style={{ margin: 0 }}>{t("plan.unsaid", { language: format.list(unsaid.map(format.language)), other: format.language(spoken[0]) })}</p> : null}
      <Pieces copy={copy} change={change} />
      {error ? <div className="step-problem small" role="alert">{error}</div> : null}
    </div>
  );
}

function LetterFields({ letter, same, change }: { letter: Letter; same(field: keyof Letter): ReactNode; change(letter: Letter): void }) {
  const { t } = useWords();
  return (
    <>
      <TextInput label={t("plan.subject")} description={same("subject")} value={letter.subject} required withAsterisk={false} onChange={(event) => change({ ...letter, subject: event.currentTarget.value })} />
      <TextInput label={t("plan.preheader")} description={same("preheader") ?? t("plan.preheader_help")} value={letter.preheader} onChange={(event) => change({ ...letter, preheader: event.currentTarget.value })} />
      <Textarea label={t("plan.text")} description={same("text")} value={letter.text} autosize minRows={5} maxRows={16} onChange={(event) => change({ ...letter, text: event.currentTarget.value })} />
    </>
  );
}

/** Whether it says something in a language at all: asked once another one was written anew, or if somebody chose. */
function Speaks({ copy, language, change }: { copy: Copied; language: Spoken; change(copy: Copied): void }) {
  const { t, format } = useWords();
  const spoken = spokenOf(copy);
  const others = spoken.filter((one) => one !== language);
  const isLeft = leftBehind(copy.of, copy.letters, language).length > 0;
  if (others.length === 0 || !(isLeft || copy.speaks[language] !== undefined || !spoken.includes(language))) return null;
  const other = format.language(others[0] ?? language);
  return (
    <Radio.Group label={t("plan.speaks", { language: format.language(language) })} value={spoken.includes(language) ? "own" : "none"} onChange={(next) => change(speaking(copy, language, next === "own"))}>
      <div className="choices">
        <Radio value="none" label={t("plan.speaks_none", { language: other })} />
        <Radio value="own" label={t("plan.speaks_own")} />
      </div>
    </Radio.Group>
  );
}

/** What the model's journey asks for, and a mailing does not. */
function DroppedParts({ dropped }: { dropped: Dropped[] }) {
  const { t, rule, format } = useWords();
  const said = dropped.map(({ kind, rule: own }) => t(`plan.dropped.${kind}`, { rule: own ? rule(own) : "" }));
  return <p className="muted small" style={{ margin: 0 }}>{t("plan.dropped", { what: format.list(said) })}</p>;
}
