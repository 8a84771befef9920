// What a changed schema would change, and what keeps it from being published.
import { Button } from "@mantine/core";
import type { Localised, PartTold, Problem } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { Note } from "../files/note";
import { problemWords } from "../programmes/problem-words";
import { readable, unslug } from "../../i18n/unslug";
import { useChangeName } from "./list";
import { type Changes, isNothing, type Renamed, type SchemaOwn } from "./own";
import { askersOf } from "./troubles";
import { Change } from "./versions";

interface OfComing { changes: Changes; /** As it would be. */ after: SchemaOwn; parts: PartTold[]; /** Of nothing on this page. */ elsewhere: Problem[]; /** Something other than problems. */ error: unknown; stopped: string | undefined; isPublishing: boolean; publish(): void; discard(): void }

export function Coming({ changes, after, parts, elsewhere, error, stopped, isPublishing, publish, discard }: OfComing) {
  const words = useWords();
  const { t, code, format } = words;
  const labels = Object.fromEntries([...Object.entries(after.events), ...Object.entries(after.entities)].flatMap(([id, { label }]) => (label === null ? [] : [[id, label] as const])));
  const nameOf = useChangeName(parts, { ...labels, ...after.names });
  const goes = changes.parts.some(({ after }) => after === null);
  const brought = changes.parts.filter(({ after }) => after === null).flatMap(({ part, id }) => askersOf(parts, part, id).sources);
  return (
    <section className="panel stack own-coming" aria-labelledby="schema-coming">
      <h2 className="section-title" id="schema-coming">{t("schema.edit.coming")}</h2>
      {isNothing(changes) ? <p className="muted after">{t("schema.edit.unchanged")}</p> : (
        <ul className="diff" aria-label={t("schema.edit.coming")}>
          {changes.parts.map((change) => <Change key={`${change.part} ${change.id}`} change={change} name={nameOf(change)} />)}
          {changes.names.map((one) => <Called key={one.id} one={one} />)}
          {changes.nearest ? <li><span><span className="chip accent">{t("schema.change.changed")}</span> {t("schema.edit.nearest")}</span></li> : null}
        </ul>
      )}
      {goes ? <Note tone="warn" title={t("schema.edit.going")}><p>{t("schema.edit.going_help")}</p></Note> : null}
      {brought.length > 0 ? <Note tone="warn" title={t("schema.edit.brought", { sources: format.list([...new Set(brought)].map((source) => code("source", source))) })}><p>{t("schema.edit.brought_help")}</p></Note> : null}
      {elsewhere.length > 0 ? (
        <Note tone="bad" title={t("schema.edit.trouble")}>
          <ul className="plain-list">{elsewhere.map((problem, index) => { const { cause, cure } = problemWords(words, problem); return <li key={index}><span className="muted small" translate="no">{problem.place}</span><br />{cause}{cure ? ` ${t("files.cure", { cure })}` : ""}</li>; })}</ul>
        </Note>
      ) : null}
      {error ? <Note tone="bad" title={failureWords(words, error).title}>{failureWords(words, error).help}</Note> : null}
      <div className="actions">
        <Button disabled={stopped !== undefined} title={stopped} loading={isPublishing} onClick={publish}>{t("forms.publish")}</Button>
        {isNothing(changes) ? null : <Button variant="subtle" color="gray" disabled={isPublishing} onClick={discard}>{t("schema.edit.discard")}</Button>}
      </div>
      <p className="muted small after">{stopped ?? t("schema.edit.publish_help")}</p>
    </section>
  );
}

function Called({ one: { id, before, after } }: { one: Renamed }) {
  const { t, say, format, code } = useWords();
  const usual = [code("field", id), code("event", id), code("entity", id)].find((known) => known !== id && known !== readable(id) && known !== unslug(id)) ?? readable(id);
  const differs = (["de", "en"] as const).filter((language) => before?.[language] !== after?.[language]);
  // Where both languages changed, the one that is read stands for both; where one did, it is that one.
  const said = (name: Localised | null) => (differs.length === 1 && differs[0] ? (name?.[differs[0]] ?? "") : say(name)) || usual;
  return (
    <li>
      <span><span className="chip accent">{t("schema.edit.called")}</span>{differs.length === 1 && differs[0] ? <span className="muted small"> {format.language(differs[0])}</span> : null}</span>
      <span className="small"><del>{said(before)}</del> <ins>{said(after)}</ins></span>
    </li>
  );
}
