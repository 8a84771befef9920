// The schema as somebody changes it: what is live with its id for good, what is new with an id proposed from its name.
import type { Localised } from "../../api/schema";
import { fieldIds, type FieldType, type OwnKind, type SchemaOwn } from "./own";
import { linesOf, placesOf } from "./places";

/** `key`: of the row on screen, as long as it is edited. `id`: as it is live or as somebody wrote it; "": the proposed one. `gone`: it is taken away. */
export interface FieldDraft { key: string; id: string; type: FieldType; name: Localised; isLive: boolean; gone: boolean }
export interface KindDraft { key: string; id: string; name: Localised; fields: FieldDraft[]; isLive: boolean; gone: boolean }
/** Ids of profile fields, "": none; `places` as lines. */
export interface NearestDraft { chosen: string; position: string; group: string; by: string[]; places: string }
export interface SchemaDraft { fields: FieldDraft[]; events: KindDraft[]; entities: KindDraft[]; nearest: NearestDraft }
export type Kinds = "events" | "entities";

const NO_NAME: Localised = { de: "", en: "" };

export function draftOf(own: SchemaOwn): SchemaDraft {
  const fields = (all: Record<string, FieldType>) => Object.entries(all).map(([id, type]): FieldDraft => ({ key: id, id, type, name: own.names[id] ?? NO_NAME, isLive: true, gone: false }));
  const kinds = (all: Record<string, OwnKind>) => Object.entries(all).map(([id, kind]): KindDraft => ({ key: id, id, name: own.names[id] ?? kind.label ?? NO_NAME, fields: fields(kind.fields), isLive: true, gone: false }));
  const { chosen = null, position = null, group = null, by = [], places = {} } = own.nearest ?? {};
  return { fields: fields(own.fields), events: kinds(own.events), entities: kinds(own.entities), nearest: { chosen: chosen ?? "", position: position ?? "", group: group ?? "", by, places: linesOf(places) } };
}

export const newField = (key: string): FieldDraft => ({ key, id: "", type: "text", name: NO_NAME, isLive: false, gone: false });
export const newKind = (key: string): KindDraft => ({ key, id: "", name: NO_NAME, fields: [], isLive: false, gone: false });

const WRITTEN_OUT: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", ø: "oe", œ: "oe" };
const ID_MAX = 64;

/** "Nächste Prüfung" is `naechste_pruefung`, and of an event `naechste.pruefung`: rules take a hyphen for minus. */
export function proposed(name: Localised, between: "_" | "."): string {
  const words = (name.de.trim() || name.en.trim()).toLowerCase().replace(/[äöüßæøœ]/g, (letter) => WRITTEN_OUT[letter] ?? "");
  const bare = words.normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, between);
  return bare.replace(/^[_.0-9]+/, "").slice(0, ID_MAX).replace(/[_.]+$/, "");
}

export const fieldId = ({ id, name }: Pick<FieldDraft, "id" | "name">) => id || proposed(name, "_");
export const kindId = (kinds: Kinds, { id, name }: Pick<KindDraft, "id" | "name">) => id || proposed(name, kinds === "events" ? "." : "_");

/** Where one language is left empty, the other one stands in. */
export function both({ de, en }: Localised): Localised | null {
  const [german, english] = [de.trim(), en.trim()];
  return german === "" && english === "" ? null : { de: german || english, en: english || german };
}

/** Profile fields of which the nearest outlet may make use. */
export const textFields = (draft: SchemaDraft) => draft.fields.filter(({ type, gone, id, name }) => type === "text" && !gone && fieldId({ id, name }) !== "");

/** What would be live; what lacks an id is left out, for `troublesOf` tells of it. */
export function ownOf(draft: SchemaDraft, live: SchemaOwn): SchemaOwn {
  const there = <T extends { gone: boolean }>(all: T[]) => all.filter(({ gone }) => !gone);
  // What is new with the id of something live does not stand for it.
  const own = (all: FieldDraft[]) => there(all).filter((one) => one.isLive || !there(all).some((other) => other.isLive && other.id === fieldId(one)));
  const fields = (all: FieldDraft[]) => Object.fromEntries(own(all).flatMap((one) => (fieldId(one) === "" ? [] : [[fieldId(one), one.type] as const])));
  const names: Record<string, Localised> = {};
  const nameIt = (id: string, name: Localised | null) => { if (id !== "" && name !== null) names[id] = name; };
  const kinds = (which: Kinds) => Object.fromEntries(there(draft[which]).flatMap((kind) => {
    const id = kindId(which, kind);
    if (id === "" || (!kind.isLive && there(draft[which]).some((other) => other.isLive && other.id === id))) return [];
    // Where the name stands, there it is changed: the names of the settings go before the label.
    const isNamed = live.names[id] !== undefined;
    if (isNamed) nameIt(id, both(kind.name));
    return [[id, { label: isNamed ? (live[which][id]?.label ?? null) : both(kind.name), fields: fields(kind.fields) }] as const];
  }));
  const [events, entities] = [kinds("events"), kinds("entities")];
  const named = [draft.fields, ...[...there(draft.events), ...there(draft.entities)].map((kind) => kind.fields)].flatMap(own);
  for (const field of named) if (field.isLive || names[fieldId(field)] === undefined) nameIt(fieldId(field), both(field.name));
  const whole: SchemaOwn = { fields: fields(draft.fields), events, entities, names, nearest: null };
  // Whatever else is named by these settings stays named.
  const used = new Set([...fieldIds(whole), ...fieldIds(live), ...Object.keys({ ...live.events, ...live.entities, ...events, ...entities })]);
  for (const [id, name] of Object.entries(live.names)) if (!used.has(id)) names[id] = name;
  return { ...whole, nearest: nearestOf(draft) };
}

function nearestOf(draft: SchemaDraft): SchemaOwn["nearest"] {
  const known = textFields(draft).map(fieldId);
  const one = (id: string) => (known.includes(id) ? id : null);
  const { chosen, position, group, by, places } = draft.nearest;
  const nearest = { chosen: one(chosen), position: one(position), by: by.filter((id) => known.includes(id)), places: placesOf(places).places, group: one(group) };
  const isEmpty = nearest.chosen === null && nearest.position === null && nearest.group === null && nearest.by.length === 0 && Object.keys(nearest.places).length === 0;
  return isEmpty ? null : nearest;
}

/** A name goes to every live field of that id: they are called the same everywhere. */
export function renamed(draft: SchemaDraft, id: string, name: Localised): SchemaDraft {
  const all = (fields: FieldDraft[]) => fields.map((field) => (field.isLive && field.id === id ? { ...field, name } : field));
  const kinds = (own: KindDraft[]) => own.map((kind) => ({ ...kind, fields: all(kind.fields) }));
  return { ...draft, fields: all(draft.fields), events: kinds(draft.events), entities: kinds(draft.entities) };
}
