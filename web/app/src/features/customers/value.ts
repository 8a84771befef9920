// Values of a profile as people write them: what has words, days, and languages by their names.
import type { useWords } from "../../i18n/context";

type Value = string | number | boolean;

/** Ways to write a salutation, by the word that stands for it. */
const SALUTATIONS: Record<string, string> = { mr: "mr", herr: "mr", ms: "ms", mrs: "ms", miss: "ms", frau: "ms" };

export function fieldValue({ t, code, format }: Pick<ReturnType<typeof useWords>, "t" | "code" | "format">, field: string, value: Value): string {
  if (typeof value === "boolean") return t(value ? "value.yes" : "value.no");
  const text = String(value);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return format.plainDay(text);
  if (field === "language") return format.language(text);
  const word = field === "salutation" ? SALUTATIONS[text.toLowerCase().replace(/\.$/, "")] : text;
  const known = word === undefined ? text : code(`value_of.${field}`, word);
  return known === word ? text : known;
}
