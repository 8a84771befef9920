// What somebody has, by entity, each value by the type that the schema gives it.
import type { Money, PartTold, Scalar, Thing } from "../../api/schema";
import { spanSeconds } from "../../i18n/span";

export interface Had { entity: string; things: Thing[] }

/** Every declared entity, also one of which there is nothing; what is there of others stands behind. */
export function hadOf(things: Thing[], parts: Pick<PartTold, "part" | "id">[]): Had[] {
  const declared = parts.filter(({ part }) => part === "entity").map(({ id }) => id);
  const all = [...new Set([...declared, ...things.map(({ entity }) => entity)])];
  return all.map((entity) => ({ entity, things: things.filter((thing) => thing.entity === entity) }));
}

interface Words {
  t(key: "value.yes" | "value.no"): string;
  format: { money(value: Money): string; number(value: number): string; plainDay(text: string): string; dateTime(text: string): string; exactSpan(seconds: number): string };
}

/** `type`: as the settings write it; an amount is in minor units of `currency`. */
export function typedValue({ t, format }: Words, type: string, value: Scalar, currency: string): string {
  if (typeof value === "boolean") return t(value ? "value.yes" : "value.no");
  if (typeof value === "number") return type === "money" ? format.money({ minor: value, currency }) : format.number(value);
  if (type === "day") return format.plainDay(value);
  if (type === "time") return format.dateTime(value);
  const seconds = type === "span" ? spanSeconds(value) : null;
  return seconds === null ? value : format.exactSpan(seconds);
}
