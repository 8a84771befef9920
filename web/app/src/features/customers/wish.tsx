// What would have had to differ, as a list where it is more than one thing: all of them, or one of several ways.
import type { ReactNode } from "react";
import { useWords } from "../../i18n/context";

/** Shorter ones are read in one go. */
const SHORT_MAX = 90;

export interface Wish { lead: string; parts: string[]; any: boolean }

/** Cuts what the server says behind its lead where it counts things up; null where there is nothing to cut. */
export function wishOf(text: string): Wish | null {
  if (text.length <= SHORT_MAX) return null;
  const start = text.search(/(?<=: )(?:\(|[a-z_]+(?:\.[a-z_]+)*[ (])/);
  const lead = start < 0 ? "" : text.slice(0, start).trim();
  const rest = start < 0 ? text : text.slice(start);
  const all = cut(rest, ["; "]);
  if (all.length > 1) return { lead, parts: all, any: false };
  const ways = cut(rest, [" oder ", " or "]);
  return ways.length > 1 ? { lead, parts: ways.map(bare), any: true } : null;
}

/** At its own level only: not inside of parentheses or quotes. */
function cut(text: string, between: string[]): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') quoted = !quoted;
    if (quoted) continue;
    if (sign === "(" || sign === "[") depth += 1;
    if (sign === ")" || sign === "]") depth -= 1;
    const found = depth === 0 ? between.find((one) => text.startsWith(one, at)) : undefined;
    if (found === undefined) continue;
    parts.push(text.slice(from, at));
    from = at + found.length;
    at = from - 1;
  }
  return [...parts, text.slice(from)];
}

const bare = (text: string) => (text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1) : text);

/** `said` makes words of each part. */
export function WishText({ text, said }: { text: string; said(part: string): ReactNode }) {
  const { t } = useWords();
  const wish = wishOf(text);
  if (wish === null) return <>{said(text)}</>;
  return (
    <>
      {wish.lead ? <>{said(wish.lead)} </> : null}
      {wish.any ? t("why.one_of") : t("why.all_of")}
      <span role="list" className="wishes">{wish.parts.map((part) => <span role="listitem" key={part}>{said(part)}</span>)}</span>
    </>
  );
}
