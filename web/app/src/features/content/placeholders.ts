// A template's text as one reads it: what is filled in per person stands in ‹›, by its name on screen.
interface Speech { code(area: string, code: string): string }

/** Of a choice the first way is shown, and of a loop what it says once. */
export function withPlaceholders({ code }: Speech, text: string): string {
  const once = text.replace(/\{%-?\s*(?:else|elif)\b.*?%\}.*?(?=\{%-?\s*endif\b)/gs, "").replace(/\{%.*?%\}/gs, "");
  return once.replace(/\{\{-?\s*([\w.]+)[^{}]*\}\}/g, (_, path: string) => `‹${named(code, path)}›`).replace(/\s+/g, " ").trim();
}

function named(code: Speech["code"], path: string): string {
  const whole = code("placeholder", path);
  if (whole !== path) return whole;
  const last = path.split(".").at(-1) ?? path;
  const field = code("field", last);
  return field === last ? last.replace(/[-_]+/g, " ") : field;
}
