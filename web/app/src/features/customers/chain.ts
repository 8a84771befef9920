// Reading a chain of checks: which one decided, and its values as pairs.
import type { Link } from "../../api/schema";
import type { useWords } from "../../i18n/context";

type Subject = NonNullable<Link["subject"]>;

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

/** Purposes, exits, events and fields that a text names by their ids, in words. */
export function withNames(text: string, { code }: Pick<ReturnType<typeof useWords>, "code">): string {
  return text.replace(/([„“])([\w.-]+)([“”])/g, (whole, open: string, id: string, close: string) => {
    const known = ["purpose", "exit", "channel", "event", "field"].map((area) => code(area, id)).find((words) => words !== id);
    return known === undefined ? whole : `${open}${known}${close}`;
  });
}

const FACT = String.raw`[a-z_]+(?:\.[a-z_]+)*(?:\((?:[^()]|\([^()]*\))*\))?`;
const VALUE = String.raw`"[^"]*"|\d{4}-\d\d-\d\dT[\d:.]+Z|true|false|-?\d[\w.:-]*`;
const COMPARED = new RegExp(`(${FACT}) = (${VALUE}), (verlangt|erfüllt|needs|meets) (==|!=|<=|>=|<|>) (${VALUE}|${FACT})(?: = (${VALUE}))?`, "g");
const HOLDS = new RegExp(`(?<![\\w.])(${FACT}) (trifft nicht zu|does not hold|trifft zu|holds)(?![\\w:])`, "g");
const NAMED = /(?<![\w„“.-])[a-z_]+(?:\.[a-z_]+)+(?:\((?:[^()]|\([^()]*\))*\))?/g;

const DAY = /^\d{4}-\d\d-\d\d$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const SPAN = /^(?:\d+(?:ms|[dhms]))+$/;

type Speech = Pick<ReturnType<typeof useWords>, "t" | "code" | "rule" | "format">;

/** What rules saw and wanted, as the server writes it by facts and signs, in words. */
export function withFacts(text: string, words: Speech): string {
  const { t, code, rule } = words;
  const named = (fact: string) => {
    const known = code("fact", fact);
    if (known !== fact) return known;
    return fact.startsWith("profile.") ? rule(fact) : fact;
  };
  return text
    .replace(COMPARED, (_, fact: string, value: string, verb: string, sign: string, right: string, limit: string | undefined) => {
      if (right === "true" || right === "false") return `${rule(right === "true" ? fact : `!${fact}`)} (${t("because.was_not_so")})`;
      const was = valueWords(words, value);
      // What was met by less than one can see would contradict itself: "more than 28 days (was 28 days)".
      const alike = /^[<>]$/.test(sign) && /erfüllt|meets/.test(verb) && was === valueWords(words, limit ?? right);
      if (alike) return `${rule(`${fact} ${sign} ${limit ?? right}`)} (${t(sign === ">" ? "because.just_over" : "because.just_under")})`;
      // Lengths of time speak for themselves; of two moments it is said whose each is.
      const isMoment = limit !== undefined && !SPAN.test(limit);
      const compared = isMoment ? t("because.was_beside", { value: was, other: rule(right), limit: valueWords(words, limit) }) : t("because.was", { value: was });
      return `${rule(`${fact} ${sign} ${limit === undefined || isMoment ? right : limit}`)} (${compared})`;
    })
    .replace(HOLDS, (whole, fact: string, verdict: string) => {
      if (!/[.(]/.test(fact) && named(fact) === fact) return whole;
      return rule(/nicht|not/.test(verdict) ? `!${fact}` : fact);
    })
    .replace(NAMED, (fact) => (fact.endsWith(")") ? rule(fact) : named(fact)));
}

/** A value of a fact as people write it. */
export function valueWords({ t, rule, format }: Pick<Speech, "t" | "rule" | "format">, value: string | null): string {
  if (value === "true") return t("value.yes");
  if (value === "false") return t("value.no");
  if (value === null || value === "") return t("value.none");
  // A text stands in quotes, as in the rule that it is compared in; a span is said as in one.
  if (value.startsWith('"') || SPAN.test(value)) return rule(value);
  if (DAY.test(value)) return format.plainDay(value);
  if (NUMBER.test(value)) return format.plainNumber(value);
  return withTimes(value, format.dateTime);
}

/** What a rule was asked for, and what it answered. */
export function subjectWords({ t, code, say }: ReturnType<typeof useWords>, { kind, id, name }: Subject, holds: boolean, block: (id: string) => string): string {
  if (kind === "exit" && id !== null) return t(holds ? "why.exit_holds" : "why.exit_fails", { exit: say(name) || code("exit", id) });
  return t(holds ? "why.subject_holds" : "why.subject_fails", { subject: kind === "block" && id !== null ? block(id) : code("subject", kind) });
}
