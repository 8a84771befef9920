// What keeps a changed schema from being published, each at the row where it can be mended; and who asks for a part, so that
// it cannot go.
import type { Localised, PartTold, Problem, SchemaPart } from "../../api/schema";
import { both, type FieldDraft, fieldId, type KindDraft, kindId, type Kinds, type SchemaDraft } from "./draft";
import { placesOf } from "./places";

export type Why = "name" | "id" | "id_bad" | "id_long" | "id_taken" | "id_shipped" | "named_twice" | "name_taken" | "places";
/** `at`: "fields/KEY", "events/KEY", "events/KEY/KEY", "nearest". */
export interface Trouble { at: string; why: Why }

const ID = /^[a-z][a-z0-9_]*$/;
const EVENT_ID = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/;
const ID_MAX = 64;

export const at = (...keys: string[]) => keys.join("/");

type Area = "field" | "event" | "entity";
/** What people read as the name, given the one somebody wrote, if they wrote one. */
export type Called = (name: Localised, area: Area, id: string) => string;

/** `shipped`: event types that there always are. */
export function troublesOf(draft: SchemaDraft, shipped: string[], called: Called = (name) => both(name)?.de ?? ""): Trouble[] {
  const all: Trouble[] = [];
  // Two that are called the same cannot be told apart; what was called so before is left alone.
  const judgeName = <T extends { key: string; name: Localised; isLive: boolean }>(there: T[], one: T, area: Area, idOf: (one: T) => string, where: string) => {
    const name = called(one.name, area, idOf(one)).trim().toLowerCase();
    if (one.isLive || name === "" || all.some(({ at }) => at === where)) return;
    if (there.some((other) => other.key !== one.key && called(other.name, area, idOf(other)).trim().toLowerCase() === name)) all.push({ at: where, why: "name_taken" });
  };
  const ofFields = (own: FieldDraft[], parent: string) => {
    const there = own.filter(({ gone }) => !gone);
    for (const field of there) {
      judge(all, at(parent, field.key), field.isLive, both(field.name) !== null, fieldId(field), ID, there.map(fieldId));
      judgeName(there, field, "field", fieldId, at(parent, field.key));
    }
  };
  ofFields(draft.fields, "fields");
  for (const which of ["events", "entities"] as const) {
    const there = draft[which].filter(({ gone }) => !gone);
    for (const kind of there) {
      const id = kindId(which, kind);
      judge(all, at(which, kind.key), kind.isLive, both(kind.name) !== null, id, which === "events" ? EVENT_ID : ID, there.map((one) => kindId(which, one)));
      if (which === "events" && !kind.isLive && shipped.includes(id)) all.push({ at: at(which, kind.key), why: "id_shipped" });
      judgeName(there, kind, which === "events" ? "event" : "entity", (one) => kindId(which, one), at(which, kind.key));
      ofFields(kind.fields, at(which, kind.key));
    }
  }
  all.push(...twice(draft));
  if (placesOf(draft.nearest.places).bad.length > 0) all.push({ at: "nearest", why: "places" });
  return all;
}

function judge(all: Trouble[], where: string, isLive: boolean, isNamed: boolean, id: string, form: RegExp, beside: string[]) {
  // What is live has had no name perhaps for long.
  if (isLive) return;
  const why: Why | null = !isNamed ? "name" : id === "" ? "id" : id.length > ID_MAX ? "id_long" : !form.test(id) ? "id_bad" : beside.filter((other) => other === id).length > 1 ? "id_taken" : null;
  if (why !== null) all.push({ at: where, why });
}

/** One id has one name, wherever it stands. */
function twice(draft: SchemaDraft): Trouble[] {
  const rows = [draft.fields.map((field) => ["fields", field] as const), ...(["events", "entities"] as const).map((which) => draft[which].filter(({ gone }) => !gone).flatMap((kind) => kind.fields.map((field) => [at(which, kind.key), field] as const)))].flat().filter(([, { gone }]) => !gone);
  const names = new Map<string, string>();
  const all: Trouble[] = [];
  for (const [parent, field] of [...rows.filter(([, { isLive }]) => isLive), ...rows.filter(([, { isLive }]) => !isLive)]) {
    const [id, name] = [fieldId(field), both(field.name)];
    if (id === "" || name === null) continue;
    const said = JSON.stringify(name);
    if ((names.get(id) ?? said) !== said) all.push({ at: at(parent, field.key), why: "named_twice" });
    names.set(id, names.get(id) ?? said);
  }
  return all;
}

/** The row that a problem of the compiler is about; null: it is about something else, a programme for example. */
export function rowOf({ place }: Pick<Problem, "place">, draft: SchemaDraft): string | null {
  if (/^settings › nearest(\W|$)/.test(place)) return "nearest";
  const found = /^settings › (event|entity) (\S+)/.exec(place);
  if (found === null) return null;
  const which: Kinds = found[1] === "event" ? "events" : "entities";
  const kind = draft[which].find((one: KindDraft) => !one.gone && kindId(which, one) === found[2]);
  return kind ? at(which, kind.key) : null;
}

export interface Askers { programmes: string[]; settings: boolean; sources: string[] }

/** Of an event or entity also who asks for its fields. */
export function askersOf(parts: PartTold[], part: SchemaPart, id: string): Askers {
  const own = parts.filter((one) => (one.part === part && one.id === id) || (one.part === `${part}_field` && one.id.slice(0, one.id.lastIndexOf(".")) === id));
  return { programmes: [...new Set(own.flatMap(({ programmes }) => programmes))], settings: own.some(({ settings }) => settings), sources: [...new Set(own.flatMap(({ sources }) => sources))] };
}
