// Fields of the profile, of an event or of an entity: each with its names, its type and its id, and whether it may go.
import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Localised, PartTold, Problem } from "../../api/schema";
import { paths } from "../../app/paths";
import { useState } from "react";
import { isKey, translate } from "../../i18n/catalogue";
import { useWords } from "../../i18n/context";
import { readable } from "../../i18n/unslug";
import { problemWords } from "../programmes/problem-words";
import { useNames } from "../names";
import { both, type FieldDraft, fieldId, newField } from "./draft";
import { type FieldType, TYPES } from "./own";
import { at, askersOf, type Askers, type Why } from "./troubles";

/** What every row needs of the whole. `fresh`: the row that was added last. */
export interface Around {
  parts: PartTold[];
  why: Map<string, Why>;
  problems: Map<string, Problem[]>;
  fresh: string;
  nextKey(): string;
  /** A live field is called the same everywhere. */
  rename(id: string, name: Localised): void;
  /** Whether the person's own outlet is found by this profile field. */
  finds(id: string): boolean;
}

const NAME_MAX = 120;
const ID_MAX = 64;
/** From so many rows on one can also be added above them. */
const LONG = 8;

/** In the words somebody gave, else in those of the app. */
export function useDraftName(): (name: Localised, area: "field" | "event" | "entity", id: string) => string {
  const { say, code } = useWords();
  return (name, area, id) => {
    const known = say(both(name)) || code(area, id);
    return known === id ? readable(id) : known;
  };
}

interface Rows { fields: FieldDraft[]; parent: string; part: "field" | "event_field" | "entity_field"; /** The event or entity that is live. */ whole: string; around: Around; change(fields: FieldDraft[]): void }

export function FieldRows({ fields, parent, part, whole, around, change }: Rows) {
  const { t } = useWords();
  const isLong = fields.length >= LONG;
  // What is added above stands above, so that it is seen.
  const add = (above: boolean) => { const field = newField(around.nextKey()); change(above ? [field, ...fields] : [...fields, field]); };
  const adding = (above: boolean) => <div><Button size="xs" variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => add(above)}>{t("schema.edit.add_field")}</Button></div>;
  const of = (key: string, next: Partial<FieldDraft>) => change(fields.map((field) => (field.key === key ? { ...field, ...next } : field)));
  return (
    <div className="stack own-part">
      {isLong ? adding(true) : null}
      {fields.length === 0 ? null : <Head />}
      {fields.length === 0 ? <p className="muted small after">{t("schema.edit.no_fields")}</p> : (
        <ul className="own-rows" aria-label={t("schema.edit.fields")}>
          {fields.map((field) => {
            const id = whole === "" ? field.id : `${whole}.${field.id}`;
            const askers = askersOf(around.parts, part, id);
            return (
              <li key={field.key}>
                <FieldRow
                  field={field} where={at(parent, field.key)} around={around} askers={part === "field" && around.finds(fieldId(field)) ? { ...askers, settings: true } : askers}
                  change={(next) => (field.isLive && next.name !== undefined ? around.rename(field.id, next.name) : of(field.key, next))}
                  away={() => change(field.isLive ? fields.map((one) => (one.key === field.key ? { ...one, gone: true } : one)) : fields.filter(({ key }) => key !== field.key))}
                />
              </li>
            );
          })}
        </ul>
      )}
      {adding(false)}
    </div>
  );
}

/** Above the rows where there is room for it; the inputs have these labels anyway. */
function Head() {
  const { t, format } = useWords();
  return (
    <div className="own-row own-head" aria-hidden>
      {(["de", "en"] as const).map((language) => <span key={language}>{`${t("schema.edit.name")} (${format.language(language)})`}</span>)}
      <span>{t("schema.edit.type")}</span>
      <span>{t("schema.edit.id")}</span>
    </div>
  );
}

interface OfRow { field: FieldDraft; where: string; around: Around; askers: Askers; change(next: Partial<FieldDraft>): void; away(): void }

function FieldRow({ field, where, around, askers, change, away }: OfRow) {
  const { t, code } = useWords();
  const id = fieldId(field);
  const name = useDraftName()(field.name, "field", id) || t("schema.edit.nameless");
  if (field.gone) return <Gone name={name} keep={() => change({ gone: false })} />;
  return (
    <fieldset className="own-row of-field">
      <legend className="visually-hidden">{name}</legend>
      <Names label={t("schema.edit.name")} area="field" id={field.isLive ? field.id : ""} name={field.name} why={around.why.get(where)} focus={around.fresh === field.key} change={(next) => change({ name: next })} />
      {field.isLive ? <><span className="own-fixed">{code("schema_type", field.type)}</span><span className="own-fixed mono muted small" translate="no">{field.id}</span></> : (
        <>
          <NativeSelect label={t("schema.edit.type")} value={field.type} data={TYPES.map((type) => ({ value: type, label: code("schema_type", type) }))} onChange={(event) => change({ type: event.currentTarget.value as FieldType })} />
          <IdInput id={id} why={around.why.get(where)} change={(next) => change({ id: next })} />
        </>
      )}
      <Away name={name} askers={field.isLive ? askers : null} away={away} />
      {field.isLive ? <Asked askers={askers} /> : null}
    </fieldset>
  );
}

interface OfNames { label: string; area: "field" | "event" | "entity"; /** Of what is live: its usual name stands behind what is written. */ id: string; name: Localised; why: Why | undefined; focus: boolean; change(name: Localised): void }

/** A name in both languages; where one is empty, the other stands in. */
export function Names({ label, area, id, name, why, focus, change }: OfNames) {
  const { t, format } = useWords();
  // Whoever has just added a row is told that it has no name once they have left it.
  const [isLeft, setLeft] = useState(!focus);
  const error = (why === "name" && isLeft) || why === "named_twice" || why === "name_taken" ? t(`schema.edit.why.${why}`) : undefined;
  const key = `${area}.${id}`;
  const usual = (language: "de" | "en") => (isKey(key) ? translate(language, key) : id === "" ? "" : readable(id));
  return (
    <>
      {(["de", "en"] as const).map((language) => (
        <TextInput
          key={language} label={`${label} (${format.language(language)})`} value={name[language]} maxLength={NAME_MAX} lang={language} autoComplete="off"
          translate="no" placeholder={name[language === "de" ? "en" : "de"] || usual(language)} onBlur={() => setLeft(true)} error={language === "de" ? error : undefined} autoFocus={focus && language === "de"}
          onChange={(event) => change({ ...name, [language]: event.currentTarget.value })}
        />
      ))}
    </>
  );
}

/** Proposed from the name until somebody writes another one; once published it stays. */
export function IdInput({ id, why, change }: { id: string; why: Why | undefined; change(id: string): void }) {
  const { t } = useWords();
  const isOfId = why === "id" || why === "id_bad" || why === "id_long" || why === "id_taken" || why === "id_shipped";
  return <TextInput label={t("schema.edit.id")} value={id} maxLength={ID_MAX} spellCheck={false} autoCapitalize="none" autoComplete="off" classNames={{ input: "mono" }} error={isOfId ? t(`schema.edit.why.${why}`) : undefined} onChange={(event) => change(event.currentTarget.value.trim())} />;
}

/** `askers`: null of what nobody can ask for yet. */
export function Away({ name, askers, away }: { name: string; askers: Askers | null; away(): void }) {
  const { t } = useWords();
  // What is asked for stays; who asks for it stands below.
  if (askers !== null && (askers.programmes.length > 0 || askers.settings)) return null;
  return (
    <ActionIcon className="own-away" variant="subtle" color="gray" aria-label={t("schema.edit.away", { name })} title={t("schema.edit.away", { name })} onClick={away}>
      <IconX size={16} aria-hidden />
    </ActionIcon>
  );
}

/** Who asks for it, so that it stays. */
export function Asked({ askers }: { askers: Askers }) {
  const { t } = useWords();
  const names = useNames();
  if (askers.programmes.length === 0 && !askers.settings) return null;
  return (
    <p className="muted small own-asked">
      {t("schema.asked")}:{" "}
      {askers.programmes.map((id, index) => <span key={id}>{index > 0 ? ", " : ""}<Link to={paths.programme} params={{ id }}>{names.programme(id)}</Link></span>)}
      {askers.settings ? `${askers.programmes.length > 0 ? ", " : ""}${t("schema.asked_settings")}` : ""}
      {`. ${t("schema.edit.stays")}`}
    </p>
  );
}

export function Gone({ name, keep }: { name: string; keep(): void }) {
  const { t } = useWords();
  return <div className="own-gone"><span><del>{name}</del> <span className="muted small">{t("schema.edit.goes")}</span><span className="muted small own-kept">{t("schema.edit.goes_help")}</span></span><Button size="compact-sm" variant="default" onClick={keep}>{t("schema.edit.keep")}<span className="visually-hidden">: {name}</span></Button></div>;
}

/** What the compiler says of this row. */
export function RowProblems({ problems }: { problems: Problem[] }) {
  const words = useWords();
  if (problems.length === 0) return null;
  return (
    <div className="step-problem small own-problem" role="alert">
      <ul className="plain-list">{problems.map((problem, index) => { const { cause, cure } = problemWords(words, problem); return <li key={index}>{cause}{cure ? ` ${words.t("files.cure", { cure })}` : ""}</li>; })}</ul>
    </div>
  );
}
