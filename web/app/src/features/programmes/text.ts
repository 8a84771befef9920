// Changing a programme's text where a form changes it: only what was changed is written anew, so that comments, order
// and layout stay as their author left them.
import { type Document, isCollection, isMap, isNode, isScalar, isSeq, type Node, parseDocument, stringify } from "yaml";

/** Names of keys, and ids of things in a list. */
export type Place = (string | { id: string })[];

/** The text with this key at this place; without it where the value is undefined. As it was if there is no such place. */
export function setIn(text: string, place: Place, key: string, value: unknown): string {
  const document = parseDocument(text);
  const holder = place.reduce<unknown>(into, document.contents);
  if (!isMap(holder)) return text;
  const old: unknown = holder.get(key, true);
  if (value === undefined) {
    if (!holder.delete(key)) return text;
    return whole(document);
  }
  if (isScalar(old) && old.value === value) return text;
  const range = isNode(old) && (isScalar(old) || (isSeq(old) && old.flow === true)) ? old.range : null;
  if (range && isInline(value)) return text.slice(0, range[0]) + inline(value) + text.slice(range[1]);
  holder.set(key, document.createNode(value));
  return whole(document);
}

/** The text with one more thing at the end of a list of the document; the list begins with it if there was none. */
export function addItem(text: string, list: string, item: object): string {
  const document = parseDocument(text);
  const items = isMap(document.contents) ? document.contents.get(list, true) : undefined;
  const lines = (column: number) => stringify([item], { lineWidth: 0 }).replace(/^(?=.)/gm, " ".repeat(column));
  if (items === undefined) return `${text.trimEnd()}\n\n${list}:\n${lines(2)}`;
  const start = isSeq(items) && items.flow !== true && items.items.length > 0 ? items.range?.[0] : undefined;
  const end = start === undefined ? undefined : endOf(items as Node);
  if (start === undefined || end === undefined) {
    const before = isSeq(items) ? (items.toJSON() as unknown[]) : [];
    document.set(list, document.createNode([...before, item]));
    return whole(document);
  }
  const line = text[end - 1] === "\n" ? end - 1 : text.indexOf("\n", end);
  const before = line < 0 ? `${text}\n` : text.slice(0, line + 1);
  return before + lines(start - (text.lastIndexOf("\n", start - 1) + 1)) + (line < 0 ? "" : text.slice(line + 1));
}

export const hasItem = (text: string, list: string, id: string) => into(into(parseDocument(text).contents, list), { id }) !== undefined;

function into(holder: unknown, part: Place[number]): unknown {
  if (typeof part === "string") return isMap(holder) ? holder.get(part, true) : undefined;
  return isSeq(holder) ? holder.items.find((item) => isMap(item) && item.get("id") === part.id) : undefined;
}

/** Where the last thing in it ends that stands on a line. */
function endOf(node: Node): number | undefined {
  if (!isCollection(node) || node.flow === true) return node.range?.[1];
  const last: unknown = node.items.at(-1);
  const value = isNode(last) ? last : (last as { value?: unknown } | undefined)?.value;
  return isNode(value) ? endOf(value) : undefined;
}

const isInline = (value: unknown): value is string | number | boolean | string[] => typeof value !== "object" || (Array.isArray(value) && value.every((one) => typeof one === "string"));

function inline(value: string | number | boolean | string[]): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  // A word that YAML takes for nothing but a text stands as it is.
  const isBare = typeof value !== "string" || (/^[\w-]+$/.test(value) && /[a-z]/i.test(value[0] ?? "") && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value)) || /^(\d+[a-z])+$/.test(value);
  return isBare ? String(value) : JSON.stringify(value);
}

const whole = (document: Document) => document.toString({ lineWidth: 0, flowCollectionPadding: true });
