// Reading a chain of checks: which one decided, and its values as pairs.
import type { Link } from "../../api/schema";
import type { useWords } from "../../i18n/context";

const ENDED_BADLY = ["suppressed", "failed", "expired", "held_out", "deferred"];

/** The last check that did not hold, of what was not sent. Where it was sent, a rule that did not hold decided
 * nothing against it: exits, for example, are meant not to hold. */
export function decisive(state: string, chain: Link[]): Link | null {
  return ENDED_BADLY.includes(state) ? (chain.findLast((check) => !check.holds) ?? null) : null;
}

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** Times inside of a text as people write them. */
export function withTimes(text: string, dateTime: (time: string) => string): string {
  return text.replace(TIME, (time) => dateTime(time));
}

/** Purposes, exits and events that a text names by their ids, in words. */
export function withNames(text: string, { code }: Pick<ReturnType<typeof useWords>, "code">): string {
  return text.replace(/([„“])([\w.-]+)([“”])/g, (whole, open: string, id: string, close: string) => {
    const known = ["purpose", "exit", "channel", "event"].map((area) => code(area, id)).find((words) => words !== id);
    return known === undefined ? whole : `${open}${known}${close}`;
  });
}

/** Facts, exits and journeys that a text of the server names by their ids, in words. */
export function withFacts(text: string, { code, rule }: Pick<ReturnType<typeof useWords>, "code" | "rule">, journey: (id: string) => string): string {
  const known = (area: string, id: string) => {
    const words = code(area, id);
    return words === `${area}.${id}` ? id : words;
  };
  return text
    .replace(/^([\w-]+): /gm, (_, id: string) => `${journey(id)}: `)
    .replace(/: ([\w-]+); \1(?= (?:trifft|holds|does))/g, (_, id: string) => `: ${known("exit", id)}; ${known("exit", id)}`)
    .replace(/[a-z_]+(?:\.[a-z_]+)+(?:\([^()]*\))?/g, (fact) => (fact.endsWith(")") ? rule(fact) : known("fact", fact)));
}

/** What a rule was asked for: the entry, an exit, a block; the server says it before the verdict. */
export function subjectOf(check: Link): string | null {
  const found = /^(.+?) (?:holds|does not hold)\b/.exec(check.what.en);
  return found?.[1] ?? null;
}

export function subjectWords({ t, code }: ReturnType<typeof useWords>, subject: string, holds: boolean, block: (id: string) => string): string {
  const known = code("subject", subject.replaceAll(" ", "_"));
  if (known !== subject.replaceAll(" ", "_")) return t(holds ? "why.subject_holds" : "why.subject_fails", { subject: known });
  const exit = code("exit", subject);
  if (exit !== subject) return t(holds ? "why.exit_holds" : "why.exit_fails", { exit });
  return t(holds ? "why.subject_holds" : "why.subject_fails", { subject: block(subject) });
}
