// What somebody enters of a feed of content, and what the server is asked with it.
import type { ConnectedFeed, FeedForm, FeedKind, NewFeed } from "../../api/schema";

export const FEED_KINDS = ["rss", "wordpress", "json"] as const satisfies readonly FeedKind[];
export const FORM_PLACES = ["items", "id", "title", "text", "link", "picture", "tags", "published"] as const satisfies readonly (keyof FeedForm)[];
export type Form = Record<(typeof FORM_PLACES)[number], string>;
/** Tag → paths in the shop's tree. */
export type Meant = Record<string, string[]>;

export interface Entry {
  id: string;
  url: string;
  kind: FeedKind;
  form: Form;
  /** Null: as it was. */
  authorization: string | null;
  nodes: Meant;
  every: "minutes" | "day";
  minutes: string;
  at: string;
  /** Hours without a good answer after which nothing of it is shown; null: what it held stays. */
  holds: string | null;
}

const EXAMPLE: Form = { items: "items", id: "id", title: "title", text: "text", link: "url", picture: "image", tags: "tags", published: "published_at" };
export const EMPTY: Entry = { id: "", url: "", kind: "rss", form: EXAMPLE, authorization: null, nodes: {}, every: "minutes", minutes: "60", at: "06:00", holds: null };
const NO_FORM: Form = { items: "", id: "", title: "", text: "", link: "", picture: "", tags: "", published: "" };

export function entryOf(feed: ConnectedFeed): Entry {
  return {
    ...EMPTY,
    id: feed.id,
    url: feed.url,
    kind: feed.kind,
    form: feed.form ? { ...NO_FORM, ...feed.form } : EXAMPLE,
    nodes: feed.nodes,
    holds: feed.holds_hours ? String(feed.holds_hours) : null,
    ...(feed.daily_at ? { every: "day" as const, at: feed.daily_at } : { minutes: String(feed.every_minutes ?? EMPTY.minutes) }),
  };
}

export function askedOf(entry: Entry): NewFeed {
  const form = Object.fromEntries(FORM_PLACES.map((place) => [place, entry.form[place].trim()])) as Form;
  const nodes = Object.fromEntries(Object.entries(entry.nodes).filter(([, paths]) => paths.length > 0));
  return {
    id: entry.id,
    url: entry.url.trim(),
    kind: entry.kind,
    form: entry.kind === "json" ? form : null,
    authorization: entry.authorization,
    nodes,
    every_minutes: entry.every === "minutes" ? Number(entry.minutes) : null,
    daily_at: entry.every === "day" ? entry.at : null,
    // Nothing would leave it as it was.
    holds_hours: entry.holds === null ? 0 : Number(entry.holds),
  };
}

/** As it is read now, for the way back; what proves who asks stays with its address. */
export const asItIs = (feed: ConnectedFeed): NewFeed => askedOf(entryOf(feed));

const MINUTES_MAX = 65_535;
export const isMinutes = (text: string) => /^[1-9]\d{0,4}$/.test(text.trim()) && Number(text) <= MINUTES_MAX;
/** A year. */
const HOURS_MAX = 8_760;
export const isHours = (text: string) => /^[1-9]\d{0,3}$/.test(text.trim()) && Number(text) <= HOURS_MAX;
export const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
export const isAddress = (text: string) => /^https?:\/\/[^\s/]+/i.test(text.trim());

/** From "https://www.blog.shop.example/feed" comes "blog-shop"; one that is taken is counted on. */
export function suggestedId(url: string, taken: string[]): string {
  const host = /^https?:\/\/([^\s/:?#]+)/i.exec(url.trim())?.[1]?.toLowerCase().replace(/^www\./, "") ?? "";
  const isNumber = /^[\d.]+$/.test(host);
  const parts = isNumber ? [] : host.split(".");
  const name = (parts.length > 1 ? parts.slice(0, -1) : parts).join("-").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "feed";
  for (let count = 1; ; count += 1) {
    const tried = count === 1 ? name : `${name}-${count}`;
    if (!taken.includes(tried)) return tried;
  }
}

/** Tags that somebody may say something of: those that mean nothing yet, and those of which somebody did. */
export const tagsOf = (unplaced: string[], nodes: Meant): string[] => [...new Set([...unplaced.map((tag) => tag.trim().toLowerCase()), ...Object.keys(nodes)])].sort((one, other) => one.localeCompare(other));

/** Until when letters show what a feed holds if it does not answer any more; null: as long as it is connected. */
export function shownUntil({ good, failure, holds_hours: hours }: Pick<ConnectedFeed, "good" | "failure" | "holds_hours">): string | null {
  const last = good ?? failure?.since ?? null;
  return last && hours ? new Date(Date.parse(last) + hours * HOUR_MS).toISOString() : null;
}

const HOUR_MS = 3_600_000;
