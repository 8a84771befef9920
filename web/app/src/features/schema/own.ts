// What an organisation declares itself, as the settings hold it, and a change of it: what it names is put there, null takes
// away, and what is not named stays.
import type { FieldType, Localised, OwnKind, OwnNearest, SchemaChange, SchemaOwn } from "../../api/schema";

export type { FieldType, OwnKind, OwnNearest, SchemaOwn };
export const TYPES = ["text", "int", "money", "bool", "day", "time", "span"] as const satisfies readonly FieldType[];

type Changed<T> = Record<string, T | null>;
/** `nearest`: null leaves it as it is; one in which nothing stands takes it away. */
export interface SchemaWritten { fields: Changed<FieldType>; events: Changed<OwnKind>; entities: Changed<OwnKind>; names: Changed<Localised>; nearest: OwnNearest | null }

export const NO_NEAREST: OwnNearest = { chosen: null, position: null, by: [], places: {}, group: null };

/** Equal whatever the order in which the server or somebody wrote it. */
export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, part]) => [name, inOrder(part)]));
}

function put<T>(all: Record<string, T>, changed: Changed<T>): Record<string, T> {
  const kept = Object.entries(all).filter(([id]) => !(id in changed));
  const come = Object.entries(changed).flatMap(([id, value]) => (value === null ? [] : [[id, value] as const]));
  return Object.fromEntries([...kept, ...come]);
}

/** What is live once a change is published. */
export function applied(own: SchemaOwn, written: SchemaWritten): SchemaOwn {
  const nearest = written.nearest ?? own.nearest;
  return {
    fields: put(own.fields, written.fields), events: put(own.events, written.events), entities: put(own.entities, written.entities), names: put(own.names, written.names),
    nearest: nearest !== null && isSame(nearest, NO_NEAREST) ? null : nearest,
  };
}

function differing<T>(before: Record<string, T>, after: Record<string, T>): Changed<T> {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(ids.filter((id) => !isSame(before[id], after[id])).map((id) => [id, after[id] ?? null]));
}

/** The change that makes `after` of `before`; the way back is the same, the other way round. */
export function changeFrom(before: SchemaOwn, after: SchemaOwn): SchemaWritten {
  return {
    fields: differing(before.fields, after.fields), events: differing(before.events, after.events), entities: differing(before.entities, after.entities), names: differing(before.names, after.names),
    nearest: isSame(before.nearest, after.nearest) ? null : (after.nearest ?? NO_NEAREST),
  };
}

export interface Renamed { id: string; before: Localised | null; after: Localised | null }
export interface Changes { parts: SchemaChange[]; names: Renamed[]; nearest: boolean }

/** What differs, part by part as the versions tell it, and what only is called otherwise. */
export function changesOf(before: SchemaOwn, after: SchemaOwn): Changes {
  const parts: SchemaChange[] = [];
  const one = (part: SchemaChange["part"], old: Record<string, string>, now: Record<string, string>) => {
    for (const [id, is] of Object.entries(differing(old, now))) parts.push({ part, id, before: old[id] ?? null, after: is });
  };
  one("field", before.fields, after.fields);
  for (const [whole, field, key, what] of [["event", "event_field", "events", ""], ["entity", "entity_field", "entities", "key: text"]] as const) {
    const kinds = (own: SchemaOwn) => Object.fromEntries(Object.keys(own[key]).map((id) => [id, what]));
    const fields = (own: SchemaOwn) => Object.fromEntries(Object.entries(own[key]).flatMap(([id, kind]) => Object.entries(kind.fields).map(([name, type]) => [`${id}.${name}`, type])));
    one(whole, kinds(before), kinds(after));
    one(field, fields(before), fields(after));
  }
  // What is new says its name as such, and of what is gone nobody misses it.
  const stays = (id: string) => [before, after].every((own) => id in own.events || id in own.entities || fieldIds(own).has(id));
  const names = Object.entries(differing(called(before), called(after))).filter(([id]) => stays(id));
  return { parts, names: names.map(([id, now]) => ({ id, before: called(before)[id] ?? null, after: now })), nearest: !isSame(before.nearest, after.nearest) };
}

/** What everything is called: a name goes before the label of an event or entity. */
function called(own: SchemaOwn): Record<string, Localised> {
  const labels = [...Object.entries(own.events), ...Object.entries(own.entities)].flatMap(([id, { label }]) => (label === null ? [] : [[id, label] as const]));
  return { ...Object.fromEntries(labels), ...own.names };
}

/** Ids of all fields: of the profile, of events, of entities. */
export function fieldIds(own: SchemaOwn): Set<string> {
  const kinds = [...Object.values(own.events), ...Object.values(own.entities)];
  return new Set([...Object.keys(own.fields), ...kinds.flatMap(({ fields }) => Object.keys(fields))]);
}

export const isNothing = ({ parts, names, nearest }: Changes) => parts.length === 0 && names.length === 0 && !nearest;
