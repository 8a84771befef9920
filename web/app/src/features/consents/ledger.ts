// The ledger of consents by channel, purpose and controller: what stands now, and what stood over time.
import type { ConsentEntry } from "../../api/schema";

type Entry = Pick<ConsentEntry, "act" | "state" | "channel" | "purpose" | "controller" | "occurred">;

/** How it stands: an objection goes before what was granted. */
export type Standing = "given" | "overridden" | "withdrawn" | "waiting" | "expired" | "unproven" | "replaced" | "objects" | "lifted";

export interface Span { from: number; to: number; tone: "good" | "wait" | "bad" | "calm" }
export interface Group<E extends Entry> { key: string; isObjection: boolean; channel: E["channel"]; purpose: string | null; controller: string; standing: Standing; /** What of another group took it back: a no about more than it. */ by: E | null; /** The newest first. */ entries: E[] }

const isObjection = ({ act }: Pick<Entry, "act">) => act === "objected" || act === "objection_lifted";
const keyOf = (entry: Entry) => (isObjection(entry) ? `objection\n${entry.controller}` : `${entry.channel ?? ""}\n${entry.purpose ?? ""}\n${entry.controller}`);
const newestFirst = (one: Entry, other: Entry) => Date.parse(other.occurred) - Date.parse(one.occurred);

/** Groups in the order of their newest act; an objection that stands comes before all. */
export function groupsOf<E extends Entry>(entries: E[]): Group<E>[] {
  const byKey = new Map<string, E[]>();
  for (const entry of [...entries].sort(newestFirst)) byKey.set(keyOf(entry), [...(byKey.get(keyOf(entry)) ?? []), entry]);
  const groups = [...byKey].flatMap(([key, own]): Group<E>[] => {
    const [newest] = own;
    if (newest === undefined) return [];
    const of = isObjection(newest);
    const deciding = of ? undefined : decidingOf(newest, entries);
    const by = deciding?.act === "withdrawn" && !own.includes(deciding) ? deciding : null;
    return [{ key, isObjection: of, channel: of ? null : newest.channel, purpose: of ? null : newest.purpose, controller: newest.controller, standing: of ? objectionOf(own) : standingOf(own, entries), by, entries: own }];
  });
  return groups.sort((one, other) => Number(other.standing === "objects") - Number(one.standing === "objects"));
}

function objectionOf(own: Entry[]): Standing {
  return own.find(({ state }) => state === "holds")?.act === "objected" ? "objects" : "lifted";
}

/** The newest act that covers it decides, also one about all channels or all purposes; in a tie the no. */
function decidingOf<E extends Entry>(about: E, all: E[]): E | undefined {
  const covers = ({ channel, purpose, controller }: Entry) => controller === about.controller && (channel === null || channel === about.channel) && (purpose === null || purpose === about.purpose);
  const holding = all.filter((entry) => entry.state === "holds" && !isObjection(entry) && covers(entry));
  return holding.sort((one, other) => newestFirst(one, other) || Number(one.act === "granted") - Number(other.act === "granted"))[0];
}

function standingOf(own: Entry[], all: Entry[]): Standing {
  const [about] = own;
  if (about === undefined) return "replaced";
  const deciding = decidingOf(about, all);
  const waits = own.find(({ state }) => state === "waiting");
  if (deciding?.act === "withdrawn") return waits && newestFirst(waits, deciding) < 0 ? "waiting" : "withdrawn";
  if (deciding !== undefined) return all.some(({ act, state }) => act === "objected" && state === "holds") ? "overridden" : "given";
  return waits ? "waiting" : about.state === "expired" ? "expired" : about.state === "unproven" ? "unproven" : "replaced";
}

const TONES: Record<Entry["act"], Span["tone"]> = { granted: "good", requested: "wait", claimed: "calm", withdrawn: "bad", objected: "bad", objection_lifted: "calm" };

/** Each act until the next one, the last one until now; as shares of the time since `from`, the same for all groups. */
export function spansOf(own: Entry[], from: string, now: string): Span[] {
  const acts = [...own].sort((one, other) => newestFirst(other, one));
  const begin = Date.parse(from);
  const whole = Math.max(1, Date.parse(now) - begin);
  const share = (time: string) => Math.min(1, Math.max(0, (Date.parse(time) - begin) / whole));
  return acts.map((entry, at) => ({
    from: share(entry.occurred),
    to: share(acts[at + 1]?.occurred ?? now),
    tone: entry.state === "unproven" || (entry.state === "expired" && entry.act !== "withdrawn") ? "calm" : TONES[entry.act],
  }));
}
