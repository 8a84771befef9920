// Changing a wait in the programme's text: only what was changed is written anew, so that comments, order and
// layout stay as their author left them.
import { isMap, isNode, isScalar, isSeq, parseDocument, type YAMLMap } from "yaml";
import { spanSeconds } from "../../i18n/span";

export interface WaitChange { for?: string; timeout?: string; from?: string; to?: string; weekdays?: string[] }

/** The text with the wait changed; as it was if there is no such step. */
export function changeWait(text: string, journey: string, step: string, change: WaitChange): string {
  let changed = text;
  for (const [key, value] of Object.entries(change)) changed = changeOne(changed, journey, step, key, value);
  return changed;
}

function changeOne(text: string, journey: string, step: string, key: string, value: string | string[]): string {
  const document = parseDocument(text);
  const wait = member(member(document.contents, "journeys", journey), "steps", step)?.get("wait");
  if (!isMap(wait)) return text;
  const holder = key === "for" || key === "timeout" ? wait : wait.get("until");
  if (!isMap(holder)) return text;
  const old: unknown = holder.get(key, true);
  const written = writtenAs(key, value);
  const range = isNode(old) && (isScalar(old) || (isSeq(old) && old.flow === true)) ? old.range : null;
  if (range) return text.slice(0, range[0]) + written + text.slice(range[1]);
  holder.set(key, value);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function writtenAs(key: string, value: string | string[]): string {
  if (Array.isArray(value)) return `[${value.join(", ")}]`;
  return key === "from" || key === "to" ? `"${value}"` : value;
}

/** The item of a list below `key` that has this id. */
function member(holder: unknown, key: string, id: string): YAMLMap | null {
  const list = isMap(holder) ? holder.get(key) : null;
  if (!isSeq(list)) return null;
  return (list.items.find((item) => isMap(item) && item.get("id") === id) as YAMLMap | undefined) ?? null;
}

export interface Parts { days: number; hours: number; minutes: number }

/** A span as people set it; null where it has parts that a form of days, hours and minutes cannot hold. */
export function partsOf(span: string): Parts | null {
  const seconds = spanSeconds(span);
  if (seconds === null || seconds % 60 !== 0) return null;
  return { days: Math.floor(seconds / 86_400), hours: Math.floor((seconds % 86_400) / 3_600), minutes: (seconds % 3_600) / 60 };
}

export function spanOf({ days, hours, minutes }: Parts): string {
  const text = [[days, "d"], [hours, "h"], [minutes, "m"]].map(([amount, unit]) => (Number(amount) > 0 ? `${amount}${unit}` : "")).join("");
  return text === "" ? "0m" : text;
}
