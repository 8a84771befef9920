// Why a feed cannot be read, known by what the server's own words begin with or hold.
import { Failure } from "../../api/client";

const KNOWN = [
  ["not_public", /private, and its host/],
  ["not_https", /it is not https/],
  ["too_slow", /did not answer in time/],
  ["no_host", /its host has no address|can stand in no certificate/],
  ["certificate", /certificate is not trusted/],
  ["unreachable", /^(url: )?(connecting|asking): /],
  ["locked", /it answered 40[13]\b/],
  ["not_there", /it answered 4(04|10)\b/],
  ["overloaded", /it answered (429|5\d\d)\b/],
  ["refused", /it answered \d{3}/],
  ["leads_on", /^it leads on /],
  ["no_list", /no list of items/],
  ["form", /^form: /],
  ["no_json", /no sound JSON/],
  ["no_feed", /no sound XML|neither RSS nor Atom/],
  ["broken", /breaks off|gzip is damaged|packed in a way|not UTF-8/],
  ["too_large", /larger or deeper|lie deeper|longer than/],
  ["empty", /holds no item any more/],
] as const;
export type FeedTrouble = (typeof KNOWN)[number][0];
export const FEED_TROUBLES: FeedTrouble[] = KNOWN.map(([code]) => code);

/** `null`: only the server has words for it. */
export const troubleOf = (cause: string): FeedTrouble | null => KNOWN.find(([, shape]) => shape.test(cause))?.[0] ?? null;

/** Of a request that was refused for what was found at the feed; `null`: it is about something else. */
export function causeOf(error: unknown): string | null {
  return error instanceof Failure && error.code === "invalid" && error.problems.length === 0 && troubleOf(error.cause_text) !== null ? error.cause_text : null;
}
