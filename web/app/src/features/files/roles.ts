// What the files of a mapping are read for, in the order in which an import reads them; and their fates, file by file.
import { parse } from "yaml";
import type { ImportState } from "../../api/schema";

export type FileRole = "articles" | "outlets" | "orders" | "prices" | "stock" | "profiles" | "consents" | "objections" | "vouchers" | "contacts" | "events" | "entities" | "reactions" | "analytics" | "beside";
export interface Read { file: string; role: FileRole }

const ORDER = ["articles", "outlets", "orders", "prices", "stock", "profiles", "consents", "objections", "vouchers", "contacts", "events", "entities", "reactions", "analytics"] as const;

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value : [value]).filter(isNode);

/** A mapping as it is; one that cannot be read says nothing. */
export function mappingOf(text: string): Node {
  try {
    const all: unknown = parse(text);
    return isNode(all) ? all : {};
  } catch {
    return {};
  }
}

/** Every file named below: what stands beside a file is named there, however it is called. */
function beside(value: unknown, found: string[]): string[] {
  if (Array.isArray(value)) value.forEach((one) => beside(one, found));
  else if (isNode(value)) for (const [key, below] of Object.entries(value)) {
    if (key === "file" && typeof below === "string") found.push(below);
    else beside(below, found);
  }
  return found;
}

/** Files and what each is read for. */
export function readsOf(mapping: string): Read[] {
  const all = mappingOf(mapping);
  const own: Read[] = [];
  const others: Read[] = [];
  for (const role of ORDER) {
    for (const { file, ...rest } of nodes(all[role])) {
      if (typeof file === "string") own.push({ file, role });
      others.push(...beside(rest, []).map((name) => ({ file: name, role: "beside" as const })));
    }
  }
  return [...own, ...others.filter(({ file }, index) => others.findIndex((one) => one.file === file) === index)];
}

/** Servers that note what a file was read for say it. */
type Fate = ImportState["files"][number] & { role?: string | null };
const isRole = (role: string | null | undefined): role is FileRole => role === "beside" || ORDER.some((one) => one === role);
/** Of one file, one fate for each thing that it is read for; null: it is not known for what. `at`: its place in the answer. */
export interface FatesOfFile { file: string; reads: { fate: Fate; at: number; role: FileRole | null }[] }

/** The same file is read for several things: its fates stand together, in the order of the first of each. */
export function byFile(files: Fate[], mapping: string | null): FatesOfFile[] {
  const left = mapping === null ? [] : readsOf(mapping);
  const groups: FatesOfFile[] = [];
  files.forEach((fate, at) => {
    const next = left.findIndex(({ file }) => file === fate.file);
    // One stands beside others as often as it is looked up.
    const role = isRole(fate.role) ? fate.role : mapping === null ? null : next < 0 ? "beside" : (left.splice(next, 1)[0]?.role ?? null);
    const group = groups.find(({ file }) => file === fate.file);
    if (group) group.reads.push({ fate, at, role });
    else groups.push({ file: fate.file, reads: [{ fate, at, role }] });
  });
  return groups;
}
