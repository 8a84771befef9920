// A content item as somebody of the house writes it, and whose it is.
import { localOf, momentOf } from "../../i18n/zoned";
import { proposed } from "../schema/draft";
import { wayTo } from "./tree";
import type { CategoryNode, ContentShown, ContentTold } from "./types";

/** `from`, `until`: on the organisation's clock, "": without. `nodes`: as the server is told them, see `nodeSaid`. */
export interface ItemDraft { title: string; text: string; picture: string; link: string; tags: string[]; nodes: string[]; from: string; until: string }
export type ItemWhy = "title" | "picture" | "link" | "moment" | "order";

export const TITLE_MAX = 300;
export const TEXT_MAX = 2_000;
export const LIST_MAX = 50;
export const EMPTY_ITEM: ItemDraft = { title: "", text: "", picture: "", link: "", tags: [], nodes: [], from: "", until: "" };

/** The feed that an item follows; null: it is the house's own. `feeds`: those that are read, null while nobody knows. */
export function feedOf(id: string, feeds: string[] | null): string | null {
  const at = id.indexOf("/");
  const feed = at < 0 ? "" : id.slice(0, at);
  return feed !== "" && (feeds === null || feeds.includes(feed)) ? feed : null;
}

/** A node of the shop's own tree by its path, another one by its id. */
export function nodeSaid(nodes: CategoryNode[], id: string): string {
  const way = wayTo(nodes, id);
  const isOwn = way.length > 0 && way.every(({ node }) => node.tree === null);
  return isOwn ? way.map(({ node }) => node.name).join("/") : id;
}

/** What an item may hang on: nodes of the shop's own tree that mean no other. */
export function nodesOffered(nodes: CategoryNode[]): string[] {
  const own = nodes.filter(({ node }) => node.tree === null && node.means === null);
  return [...new Set(own.map(({ node }) => nodeSaid(nodes, node.id)))].sort((one, other) => one.localeCompare(other));
}

/** As it is now, to the second. */
export function itemToldAsIs(item: ContentShown, nodes: CategoryNode[]): ContentTold {
  const { title, text, tags, picture = null, link = null, from = null, until = null } = item;
  return { title, text, picture, link, tags, from, until, nodes: item.nodes.map(({ id }) => nodeSaid(nodes, id)) };
}

export function itemDraftOf(item: ContentShown, nodes: CategoryNode[], timeZone: string): ItemDraft {
  const told = itemToldAsIs(item, nodes);
  return { title: item.title, text: item.text, picture: told.picture ?? "", link: told.link ?? "", tags: item.tags, nodes: told.nodes ?? [], from: localOf(told.from, timeZone), until: localOf(told.until, timeZone) };
}

export const itemToldOf = ({ title, text, picture, link, tags, nodes, from, until }: ItemDraft, timeZone: string): ContentTold => ({
  title: title.trim(), text: text.trim(), picture: picture.trim() || null, link: link.trim() || null, tags, nodes,
  from: momentOf(from, timeZone), until: momentOf(until, timeZone),
});

/** As a list shows it, before it is there. */
export function itemShownOf(draft: ItemDraft, timeZone: string, now: string): ContentShown {
  const told = itemToldOf(draft, timeZone);
  const [from, until] = [told.from ?? null, told.until ?? null];
  const isNow = (from === null || Date.parse(from) <= Date.parse(now)) && (until === null || Date.parse(now) < Date.parse(until));
  return {
    id: "", title: told.title, text: told.text ?? "", picture: isAddress(draft.picture) ? (told.picture ?? null) : null, link: isAddress(draft.link) ? (told.link ?? null) : null, tags: draft.tags,
    from, until, nodes: draft.nodes.map((node) => ({ id: node, name: node.split("/").pop() ?? node })), holds: isNow,
  };
}

const isAddress = (text: string) => /^https?:\/\/[^\s/]+/i.test(text.trim());
/** Letters show nothing that is not reached by https. */
export const isUnsafe = (text: string) => isAddress(text) && !/^https:/i.test(text.trim());

export function itemTroubles(draft: ItemDraft, timeZone: string): { at: keyof ItemDraft; why: ItemWhy }[] {
  const all: { at: keyof ItemDraft; why: ItemWhy }[] = [];
  if (draft.title.trim() === "") all.push({ at: "title", why: "title" });
  for (const at of ["picture", "link"] as const) if (draft[at].trim() !== "" && !isAddress(draft[at])) all.push({ at, why: at });
  const [from, until] = [momentOf(draft.from, timeZone), momentOf(draft.until, timeZone)];
  for (const at of ["from", "until"] as const) if (draft[at] !== "" && momentOf(draft[at], timeZone) === null) all.push({ at, why: "moment" });
  if (from !== null && until !== null && Date.parse(until) <= Date.parse(from)) all.push({ at: "until", why: "order" });
  return all;
}

/** From "Rosen im Frühling" comes "rosen-im-fruehling"; one that is taken is counted on. */
export function itemId(title: string, taken: string[]): string {
  const name = proposed({ de: title, en: "" }, "_").replaceAll("_", "-") || "item";
  for (let count = 1; ; count += 1) {
    const tried = count === 1 ? name : `${name}-${count}`;
    if (!taken.includes(tried)) return tried;
  }
}

export const isSameItem = (one: ItemDraft, other: ItemDraft, timeZone: string) => JSON.stringify([itemToldOf(one, timeZone), one.from, one.until]) === JSON.stringify([itemToldOf(other, timeZone), other.from, other.until]);
