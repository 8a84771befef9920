// Parts of the schema in the groups in which people look for them, found by what they are called.
import type { PartTold, SchemaPart } from "../../api/schema";

export const GROUPS = ["fields", "events", "entities", "people", "interest", "sources"] as const;
export type Group = (typeof GROUPS)[number];

/** Rules have pages of their own. */
const OF: Partial<Record<SchemaPart, Group>> = { field: "fields", event: "events", event_field: "events", entity: "entities", entity_field: "entities", identifier: "people", phase: "people", segment: "people", interest: "interest", source: "sources" };

export interface Whole { whole: PartTold; parts: PartTold[] }

/** Fields of an event or an entity stand below it, however their ids are dotted. */
export function wholes(parts: PartTold[], group: Group): Whole[] {
  const own = parts.filter(({ part }) => OF[part] === group);
  const isField = ({ part }: PartTold) => part === "event_field" || part === "entity_field";
  const all = own.filter((part) => !isField(part)).map((whole): Whole => ({ whole, parts: own.filter((part) => isField(part) && part.part === `${whole.part}_field` && ownerOf(part.id) === whole.id) }));
  return all;
}

/** `order.shipped` of `order.shipped.carrier`: names of fields have no point. */
const ownerOf = (id: string) => id.slice(0, Math.max(0, id.lastIndexOf(".")));

/** By id and by what people call it; of an event also by its fields. */
export function found(all: Whole[], query: string, nameOf: (part: PartTold) => string): Whole[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return all;
  const fits = (part: PartTold) => part.id.toLowerCase().includes(wanted) || nameOf(part).toLowerCase().includes(wanted);
  return all.filter(({ whole, parts }) => fits(whole) || parts.some(fits));
}

export type Is = { kind: "type"; type: string } | { kind: "rule"; rule: string } | { kind: "strength"; strength: string; one: boolean } | { kind: "points"; points: number; half: string } | { kind: "text"; text: string };

/** What a part is, apart from how the server writes it down. */
export function isOf({ part, is }: Pick<PartTold, "part" | "is">): Is {
  if (part === "phase" || part === "segment") return { kind: "rule", rule: is };
  if (part === "field" || part === "event_field" || part === "entity_field") return { kind: "type", type: is };
  const key = part === "entity" ? /^key: (.+)$/.exec(is)?.[1] : undefined;
  if (key !== undefined) return { kind: "type", type: key };
  const strength = part === "identifier" ? /^(\w+)(, one)?$/.exec(is) : null;
  if (strength) return { kind: "strength", strength: strength[1] ?? "", one: strength[2] !== undefined };
  const points = part === "interest" ? /^(-?\d+) points, half in (\S+)$/.exec(is) : null;
  if (points) return { kind: "points", points: Number(points[1]), half: points[2] ?? "" };
  return { kind: "text", text: is };
}

export const changeOf = ({ before, after }: { before: string | null; after: string | null }) => (before === null ? "new" : after === null ? "gone" : "changed");
