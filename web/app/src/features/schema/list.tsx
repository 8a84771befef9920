// Parts of the schema: what each is, which sources bring it, and which programmes ask for it.
import { Link } from "@tanstack/react-router";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { readable } from "../../i18n/unslug";
import { spanSeconds } from "../../i18n/span";
import { Rule } from "../../ui/rule";
import { Empty } from "../../ui/states";
import { useNames } from "../names";
import { ruleName, ruleText } from "../settings/said";
import { found, type Group, isOf, wholes } from "./parts";
import type { Localised, PartTold, SchemaChange, SchemaPart, ShippedEvent } from "../../api/schema";

/** In the app's own words where it has some, else in those of the house. */
export function usePartName(): (part: Pick<PartTold, "part" | "id" | "name">) => string {
  const { code, say } = useWords();
  return ({ part, id, name }) => {
    const last = part === "event_field" || part === "entity_field" ? (id.split(".").pop() ?? id) : id;
    const area = { field: "field", event_field: "field", entity_field: "field", event: "event", identifier: "identifier", source: "source", interest: "schema_interest", entity: "", phase: "", segment: "", matching: "", loyalty: "", fence: "", retention: "" }[part];
    const own = area === "" ? last : code(area, last);
    return own === last ? say(name) || last : own;
  };
}

/** What a changed part is called: by what is known of it here, else by its id. Fields say whose they are. */
export function useChangeName(parts: PartTold[], names: Record<string, Localised> = {}): (change: Pick<SchemaChange, "part" | "id">) => string {
  const words = useWords();
  const { say } = words;
  const nameOf = usePartName();
  return ({ part, id }) => {
    const rule = ruleName(words, part, id);
    if (rule !== null) return rule;
    const one = (part: SchemaPart, id: string) => {
      const last = part === "event_field" || part === "entity_field" ? (id.split(".").pop() ?? id) : id;
      const known = parts.find((own) => own.part === part && own.id === id)?.name;
      const name = say(names[last]) || nameOf({ part, id, name: known ?? { de: "", en: "" } });
      return name === last ? readable(last) : name;
    };
    const whole = part === "event_field" ? "event" : part === "entity_field" ? "entity" : null;
    return whole === null ? one(part, id) : `${one(whole, id.slice(0, id.lastIndexOf(".")))} › ${one(part, id)}`;
  };
}

export function Parts({ parts, group, query }: { parts: PartTold[]; group: Group; query: string }) {
  const { t } = useWords();
  const nameOf = usePartName();
  const all = wholes(parts, group);
  const shown = found(all, query, nameOf);
  if (all.length === 0) return <section className="panel"><Empty title={t(`schema.none.${group}`)} help={t("schema.none_help")} /></section>;
  return (
    <section className="panel flush" aria-label={t(`schema.tab.${group}`)}>
      {shown.length === 0 ? <Empty title={t("schema.not_found")} /> : (
        <table className="table cards schema-table">
          <thead><tr><th scope="col">{t("schema.part")}</th><th scope="col">{t("schema.is")}</th><th scope="col">{t("schema.from")}</th><th scope="col">{t("schema.asked")}</th><th scope="col" className="num">{t("schema.since")}</th></tr></thead>
          <tbody>{shown.map(({ whole, parts: fields }) => [<Row key={whole.part + whole.id} part={whole} />, ...fields.map((field) => <Row key={field.id} part={field} isField />)])}</tbody>
        </table>
      )}
    </section>
  );
}

function Row({ part, isField = false }: { part: PartTold; isField?: boolean }) {
  const { t, code } = useWords();
  const names = useNames();
  const name = usePartName()(part);
  const isKept = part.part === "source" || part.part === "interest" || part.part === "identifier";
  return (
    <tr className={isField ? "of-event" : undefined}>
      <td><strong>{name}</strong>{name === part.id ? null : <div className="muted small mono" translate="no">{part.id}</div>}</td>
      <td><What part={part} /></td>
      <td className="second" data-label={t("schema.from")}>{part.sources.length > 0 ? <span className="chips">{part.sources.map((source) => <span key={source} className="chip">{code("source", source)}</span>)}</span> : <span className="muted">–</span>}</td>
      <td className="second" data-label={t("schema.asked")}>
        {part.programmes.map((id) => <Link key={id} className="block-link" to={paths.programme} params={{ id }}>{names.programme(id)}</Link>)}
        {part.settings ? <span className="muted small">{t("schema.asked_settings")}</span> : null}
        {part.programmes.length === 0 && !part.settings ? <span className="muted">{isKept ? "–" : t("schema.asked_none")}</span> : null}
      </td>
      <td className="num muted" data-label={t("schema.since")}>{part.since === null ? "–" : t("schema.version_short", { number: part.since })}</td>
    </tr>
  );
}

/** What a part is, in words. */
export function What({ part, plain = false }: { part: Pick<PartTold, "part" | "is" | "id">; /** Without what opens. */ plain?: boolean }) {
  const words = useWords();
  const { t, code, format, rule } = words;
  const ruled = ruleText(words, part.part, part.id, part.is);
  if (ruled !== null) return <>{ruled}</>;
  const is = isOf(part);
  if (is.kind === "rule" && plain) return <>{is.rule === "" ? t("schema.everybody") : rule(is.rule)}</>;
  if (is.kind === "rule") return is.rule === "" ? <span className="muted">{t("schema.everybody")}</span> : <Rule text={is.rule} />;
  if (is.kind === "type") return <>{is.type === "" ? null : part.part === "entity" ? t("schema.key", { type: code("schema_type", is.type) }) : code("schema_type", is.type)}</>;
  if (is.kind === "strength") return <>{code("schema_strength", is.strength)}{is.one ? <div className="muted small">{t("schema.one")}</div> : null}</>;
  if (is.kind === "points") return <>{t("schema.points", { count: is.points, half: format.exactSpan(spanSeconds(is.half) ?? 0) })}</>;
  return <span className="muted">{is.text.replace(/^number /, t("schema.number"))}</span>;
}

/** Event types that every organisation has; what the server says of them is written for those who send them. */
export function Shipped({ events, query }: { events: ShippedEvent[]; query: string }) {
  const { t, code } = useWords();
  const wanted = query.trim().toLowerCase();
  const shown = events.filter(({ id }) => wanted === "" || id.includes(wanted) || code("event", id).toLowerCase().includes(wanted));
  return (
    <section className="panel" aria-label={t("schema.shipped")}>
      <details open={wanted !== "" || undefined}>
        <summary><strong>{t("schema.shipped")}</strong> <span className="muted small">{t("schema.shipped_help")}</span></summary>
        <dl className="pairs wide shipped">
          {shown.map(({ id, about, fields }) => (
            <div key={id}>
              <dt>{code("event", id)}<div className="mono" translate="no">{id}</div></dt>
              <dd lang="en" translate="no">{about}{fields.length > 0 ? <div className="muted small">{fields.map(({ name, is }) => `${name}: ${is}`).join(" · ")}</div> : null}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}
