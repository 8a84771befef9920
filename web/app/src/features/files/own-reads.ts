// Columns that are read for what the organisation declares itself: things of an entity, own events. They have no meaning of
// the usual ones, and are read by the names of the fields.
import { parse } from "yaml";

/** What a column is read for: an entity or event, and its field; null: what tells it apart, or when it happened. */
export interface OwnRead { kind: "entity" | "event"; whole: string; field: string | null }

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);
const columnOf = (value: unknown) => (typeof value === "string" ? value : isNode(value) && typeof value.column === "string" ? value.column : undefined);

/** Columns that a mapping reads as whose a row is; one that cannot be read says nothing. */
export function peopleOf(mapping: string): Set<string> {
  const found = new Set<string>();
  const look = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(look);
    else if (isNode(node)) {
      const own = columnOf(node.customer);
      if (own !== undefined) found.add(own);
      Object.values(node).forEach(look);
    }
  };
  try {
    look(parse(mapping));
  } catch { /* What is wrong with it stands beside it. */ }
  return found;
}

/** By column of this file; a mapping that cannot be read says nothing. */
export function ownReads(mapping: string, file: string): Map<string, OwnRead> {
  const reads = new Map<string, OwnRead>();
  let all: unknown;
  try {
    all = parse(mapping);
  } catch {
    return reads;
  }
  if (!isNode(all)) return reads;
  for (const [role, name, beside] of [["entities", "entity", "key"], ["events", "event", "occurred"]] as const) {
    const parts = all[role];
    for (const part of Array.isArray(parts) ? parts.filter(isNode).filter((one) => one.file === file) : []) {
      const whole = part[name];
      if (typeof whole !== "string") continue;
      const put = (column: string | undefined, field: string | null) => { if (column !== undefined) reads.set(column, { kind: name, whole, field }); };
      put(columnOf(part[beside]), null);
      for (const [field, from] of isNode(part.fields) ? Object.entries(part.fields) : []) put(columnOf(from), field);
    }
  }
  return reads;
}
