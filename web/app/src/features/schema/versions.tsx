// What each published version changed in the schema, the newest first.
import { useWords } from "../../i18n/context";
import { Empty } from "../../ui/states";
import { RULE_PARTS } from "../settings/parts";
import { useChangeName, What } from "./list";
import { changeOf } from "./parts";
import type { PartTold, SchemaChange, SchemaVersion } from "../../api/schema";

const SHOWN = 12;
const TONES = { new: "good", gone: "bad", changed: "accent" } as const;

export function Versions({ versions, parts, none }: { versions: SchemaVersion[]; parts: PartTold[]; /** What is said where there are none. */ none?: { title: string; help: string } }) {
  const { t, format } = useWords();
  const nameOf = useChangeName(parts);
  if (versions.length === 0) return <section className="panel"><Empty title={none?.title ?? t("schema.no_versions")} help={none?.help ?? t("schema.no_versions_help")} /></section>;
  return (
    <ol className="schema-versions" aria-label={t("schema.tab.history")}>
      {versions.map((version) => (
        <li key={version.number} className="panel">
          <div className="panel-head"><h2 className="section-title">{t("schema.version", { number: version.number })}</h2><time className="muted small" dateTime={version.at}>{format.dateTime(version.at)}</time></div>
          <ul className="diff">{version.changes.slice(0, SHOWN).map((change, index) => <Change key={index} change={change} name={nameOf(change)} />)}</ul>
          {version.changes.length > SHOWN ? <details><summary>{t("schema.more_changes", { count: version.changes.length - SHOWN })}</summary><ul className="diff">{version.changes.slice(SHOWN).map((change, index) => <Change key={index} change={change} name={nameOf(change)} />)}</ul></details> : null}
        </li>
      ))}
    </ol>
  );
}

export function Change({ change, name }: { change: SchemaChange; name: string }) {
  const { t, code } = useWords();
  const kind = changeOf(change);
  return (
    <li>
      <span><span className={`chip ${TONES[kind]}`}>{t(`schema.change.${kind}`)}</span> {code("schema_part", change.part)} <strong>{name}</strong></span>
      {kind === "changed" ? <span className="small"><del><What plain part={{ ...change, is: change.before ?? "" }} /></del> <ins><What plain part={{ ...change, is: change.after ?? "" }} /></ins></span>
        : RULE_PARTS.includes(change.part) ? <span className="small muted"><What plain part={{ ...change, is: change.after ?? change.before ?? "" }} /></span> : null}
    </li>
  );
}
