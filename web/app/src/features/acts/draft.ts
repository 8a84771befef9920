// What somebody did by telephone or in the shop, as it is being noted: what its kind needs, and what is sent.
import type { ActionKind, NewAction, SaidBy } from "../../api/schema";
import type { Key } from "../../i18n/catalogue";

export const KINDS = ["called", "catalogue_requested", "visited", "rated", "receipt_told"] as const satisfies ActionKind[];
/** As the server bounds them. */
export const SUBJECT_MAX = 100;
export const CODE_MAX = 100;
export const RECEIPT_MAX = 200;

export interface Draft {
  kind: ActionKind | null;
  how: SaidBy | null;
  article: string | null;
  category: string | null;
  outlet: string | null;
  subject: string;
  code: string;
  receipt: string;
  rating: number | null;
  note: string;
}

export const EMPTY: Draft = { kind: null, how: null, article: null, category: null, outlet: null, subject: "", code: "", receipt: "", rating: null, note: "" };

/** Where an outlet plays a part: a call and a request for a catalogue reach the house itself. */
export const hasOutlet = (kind: ActionKind | null) => kind === "visited" || kind === "rated" || kind === "receipt_told";

/** How it mostly reaches the house; whoever notes it may say otherwise. */
export const usualWay = (kind: ActionKind): SaidBy => (kind === "visited" || kind === "receipt_told" ? "in_person" : "phone");

/** The first thing that is still missing. */
export function missing({ kind, how, outlet, rating, receipt }: Draft): Key | null {
  if (kind === null) return "act.need_kind";
  if (kind === "visited" && outlet === null) return "act.need_outlet";
  if (kind === "rated" && rating === null) return "act.need_rating";
  if (kind === "receipt_told" && receipt.trim() === "") return "act.need_receipt";
  return how === null ? "act.need_how" : null;
}

/** What belongs to another kind and was entered before one chose anew is not sent. */
export function asAction(draft: Draft): NewAction | null {
  const { kind, how } = draft;
  if (kind === null || how === null || missing(draft) !== null) return null;
  const text = (typed: string) => typed.trim() || null;
  return {
    kind,
    how,
    article: draft.article,
    category: draft.article === null ? draft.category : null,
    outlet: hasOutlet(kind) ? draft.outlet : null,
    subject: text(draft.subject),
    code: text(draft.code),
    receipt: kind === "receipt_told" ? text(draft.receipt) : null,
    rating: kind === "rated" ? draft.rating : null,
    note: text(draft.note),
  };
}
