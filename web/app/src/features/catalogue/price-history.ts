// What an article cost over time for everyone everywhere, from everything that was ever told of it.
import type { PriceRow } from "./types";

/** From this moment on it cost so much; null: no price held. */
export interface Step { from: number; minor: number | null }

const begins = (row: PriceRow) => Date.parse(row.from);
const ends = (row: PriceRow) => (row.until === null ? Infinity : Date.parse(row.until));

/** The newest of those that hold wins; of equals the one that ends first, then the lowest. */
function priceAt(rows: PriceRow[], at: number): number | null {
  const holding = rows.filter((row) => begins(row) <= at && at < ends(row));
  holding.sort((one, other) => begins(other) - begins(one) || ends(one) - ends(other) || one.amount.minor - other.amount.minor);
  return holding[0]?.amount.minor ?? null;
}

/** The oldest first, each other than the one before. */
export function steps(rows: PriceRow[]): Step[] {
  const own = rows.filter(({ sphere, group }) => sphere === "everywhere" && group === null);
  const moments = [...new Set(own.flatMap((row) => [begins(row), ends(row)]))].filter(Number.isFinite).sort((one, other) => one - other);
  const all: Step[] = [];
  for (const from of moments) {
    const minor = priceAt(own, from);
    if (all.length === 0 ? minor !== null : all[all.length - 1]?.minor !== minor) all.push({ from, minor });
  }
  return all;
}

export interface Drawn { from: number; until: number; low: number; high: number; pieces: { from: number; until: number; minor: number; upcoming: boolean }[] }

const SPAN_MIN_MS = 35 * 86_400_000;
const YOUNG_SHARE = 0.04;
const AHEAD_SHARE = 0.15;

/** What is drawn: at least the days that the law asks about, up to now or to the last price that is known to come. */
export function drawn(all: Step[], now: number): Drawn | null {
  const [first] = all;
  const last = all[all.length - 1];
  if (first === undefined || last === undefined) return null;
  const begun = now - Math.max(SPAN_MIN_MS, now - first.from);
  // One that has begun just now goes on a little, so that it is seen.
  const isYoung = last.minor !== null && now - last.from < (now - begun) * YOUNG_SHARE;
  const until = last.from > now ? last.from + Math.max(86_400_000, (last.from - now) / 4) : isYoung ? now + (now - begun) * AHEAD_SHARE : now;
  const from = Math.min(first.from, (isYoung ? now : until) - SPAN_MIN_MS);
  const pieces = all.flatMap((step, index) => {
    const end = Math.min(all[index + 1]?.from ?? until, until);
    return step.minor === null || end <= step.from ? [] : [{ from: step.from, until: end, minor: step.minor, upcoming: step.from > now }];
  });
  const amounts = pieces.map(({ minor }) => minor);
  return amounts.length === 0 ? null : { from, until, low: Math.min(...amounts), high: Math.max(...amounts), pieces };
}
