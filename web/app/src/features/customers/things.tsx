// What somebody has of the entities that the organisation declared: vehicles, contracts, pets.
import { useQuery } from "@tanstack/react-query";
import type { Thing } from "../../api/schema";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Empty, Loading } from "../../ui/states";
import { unslug } from "../../ui/marks";
import { schemaQuery } from "../schema/queries";
import { hadOf, typedValue } from "./had";

/** So many of an entity are seen at once. */
const SHOWN = 4;

export function Things({ things }: { things: Thing[] }) {
  const { t, code, format } = useWords();
  const query = useQuery(schemaQuery);
  if (query.isPending && things.length > 0) return <Loading lines={3} />;
  const parts = query.data?.parts ?? [];
  const had = hadOf(things, parts);
  // Where nothing of the kind is declared, nobody looks for it.
  if (had.length === 0) return null;
  const types = new Map(parts.filter(({ part }) => part === "entity_field").map(({ id, is }) => [id, is]));
  return (
    <section className="panel" aria-label={t("things.title")}>
      <div className="panel-head"><h2 className="section-title">{t("things.title")}</h2></div>
      {things.length === 0 ? <Empty title={t("things.none", { kinds: format.list(had.map(({ entity }) => code("entity", entity))) })} help={t("things.none_help")} /> : had.filter((one) => one.things.length > 0).map(({ entity, things: own }) => (
        <div key={entity} className="things">
          <h3 className="eyebrow">{code("entity", entity)} <span className="muted">{format.number(own.length)}</span></h3>
          <ThingList things={own.slice(0, SHOWN)} types={types} />
          {own.length > SHOWN ? <details><summary>{t("things.more", { count: own.length - SHOWN })}</summary><ThingList things={own.slice(SHOWN)} types={types} /></details> : null}
        </div>
      ))}
    </section>
  );
}

function ThingList({ things, types }: { things: Thing[]; types: Map<string, string> }) {
  const words = useWords();
  const { currency } = useSession().organisation;
  const { t, code, format } = words;
  const nameOf = (field: string) => {
    const name = code("field", field);
    return name === field ? unslug(field) : name;
  };
  return (
    <ul className="thing-list">
      {things.map((thing) => (
        <li key={thing.key}>
          <div className="thing-head"><strong translate="no">{thing.key}</strong> <span className="muted small nowrap">{t("things.since", { date: format.date(thing.since) })}</span></div>
          {thing.fields.length === 0 ? null : (
            <dl className="pairs wide">
              {thing.fields.map(({ field, value }) => <div key={field}><dt>{nameOf(field)}</dt><dd>{typedValue(words, types.get(`${thing.entity}.${field}`) ?? "", value, currency)}</dd></div>)}
            </dl>
          )}
        </li>
      ))}
    </ul>
  );
}
