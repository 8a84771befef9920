// What may send by itself, and a form to start from, with a delivery that it understands.
import type { SourceKind } from "../../api/schema";

export const KINDS = ["shopware", "shopify", "woocommerce", "cloudevents", "hook"] as const satisfies readonly SourceKind[];

export const isShop = (kind: SourceKind) => kind !== "cloudevents" && kind !== "hook";

/** What can be connected: what sends, and databases and feeds, which do not send but are read. */
export const CONNECTABLE = [...KINDS, "database", "feed"] as const;
export type Connectable = (typeof CONNECTABLE)[number];
export const connectableOf = (text: string | undefined): Connectable | null => CONNECTABLE.find((kind) => kind === text) ?? null;


/** A name that is still free. */
export function freeName(kind: SourceKind, taken: string[]): string {
  const name = kind === "hook" ? "webhook" : kind === "cloudevents" ? "events" : kind;
  for (let count = 1; ; count += 1) {
    const tried = count === 1 ? name : `${name}-${count}`;
    if (!taken.includes(tried)) return tried;
  }
}

/** What nobody can guess; the server takes no shorter ones than 16 signs. */
export function newSecret(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const SECRET_MIN = 16;
export const SECRET_MAX = 500;
export const isSecret = (text: string) => /^[\x20-\x7e]+$/.test(text) && text.length >= SECRET_MIN && text.length <= SECRET_MAX;
export const isPrefix = (text: string) => /^[\p{L}\p{N}._-]{1,32}$/u.test(text);

export const EXAMPLE_FORM = `hook: till
each: receipts
id: number
event: { from: kind, values: { sale: Order Completed, storno: Order Cancelled } }
occurred: at
identifiers: { customer_number: card.holder, email: card.mail }
fields:
  order_id: number
lines: { each: items, number: 'article[0]', quantity: pieces, total: sum }
`;

/** At a moment of the organisation's clock, so that it is neither too old nor too new. */
export const exampleDelivery = (at: string) => `${JSON.stringify(
  { receipts: [{ number: "B-1", kind: "sale", at, card: { holder: "K-4711", mail: "eva@example.org" }, items: [{ article: ["A-100"], pieces: 2, sum: "39.98" }] }] },
  null,
  2,
)}\n`;
