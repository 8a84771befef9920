// Names for the server's answers, taken from what it says about itself (generated.ts).
import type { Definition } from "./definition";
import type { components, paths } from "./generated";

export type * from "./definition";

type Schemas = components["schemas"];
/** What a GET of this path answers. */
type Got<P extends keyof paths> = paths[P] extends { get: { responses: { 200: { content: { "application/json": infer Answer } } } } } ? Answer : never;

export type Role = Schemas["Role"];
export type Localised = Schemas["Localised"];
export type Money = Schemas["Money"];
export type Named = Schemas["Named"];
export type Problem = Schemas["Problem"];
export type ErrorBody = Schemas["Error"];
export type Today = Schemas["Today"];
export type CustomerRow = Got<"/api/customers">[number];
export type Customer = Schemas["Customer"];
export type Consent = Schemas["Consent"];
export type Order = Schemas["Order"];
export type Timeline = Schemas["Timeline"];
export type TimelineEntry = Schemas["Happened"];
export type Why = Schemas["Why"];
export type WhyMessage = Schemas["WhyMessage"];
export type WhyIntent = Schemas["WhyIntent"];
export type Link = Schemas["Link"];
export type ProgrammeRow = Got<"/api/programmes">[number];
export type Programme = Omit<Schemas["Programme"], "definition"> & { definition: Definition };
export type Check = Schemas["Checked"];
export type Rehearsal = Schemas["Rehearsed"];
export type Job = Schemas["JobState"];
export type Counts = Schemas["Counts"];
export type Evaluation = Schemas["Evaluation"] & { reactions?: { opens: Reacted; clicks: Reacted } };
export type DataState = Schemas["Data"];
export type MailRow = Got<"/api/mailbox">[number] & { incoming?: boolean; from?: string | null };
export type Mail = Schemas["Letter"];
export type Session = Omit<Schemas["Session"], "organisation"> & { organisation: Schemas["Organisation"] & { quiet_hours?: { from: string; to: string }[] } };
export type Quarantined = Got<"/api/quarantine">[number];
export type Redriven = Schemas["Redriven"];
export type Tour = Schemas["Tour"];
export type LastSecond = Schemas["LastSecond"];

// What the server is about to say; each goes as soon as its description is there.
export interface Reacted { people: number; machines: number }
export type MailingState = "planned" | "running" | "done" | "stopped" | "late";
export interface MailingRow {
  programme: string;
  id: string;
  name: Localised;
  message: Named;
  at: string;
  state: MailingState;
  audience: string;
  list: { name: string; size: number } | null;
  passed: number;
  total: number;
  counts: Counts;
}
export interface Waterfall {
  scanned: number;
  before: number;
  audience: number;
  lost: { state: string; reason: string; words: Localised; count: number }[];
  open: number;
  recipients: number;
}
export interface PastedList { matched: { id: string; name: string }[]; unknown: { line: number; text: string }[]; size: number }
export interface TestSent { sent: string[] }
export interface Handed { count: number; rows: { customer: string; name: string; at: string }[] }

export interface MessageRow {
  programme: string;
  id: string;
  name: Localised;
  class: string;
  channels: string[];
  languages: string[];
  score: number | null;
  flagged: boolean;
}
export interface Score { score: number | null; flagged: boolean; blocks: { id: string; area: number; individuality: number }[] }
export interface Preview {
  subject: string;
  preheader: string | null;
  html: string | null;
  text: string | null;
  channel: string;
  language: string;
  blocks: { id: string; kept: boolean; reason: string | null }[];
  score: Score | null;
}
export interface User { email: string; role: Role; language?: string | null }
export interface NewUser { email: string; role: Role; password: string }
export interface WriteKey { id: string; name: string; source?: string | null; created?: string | null }
export interface NewKey { id: string; name: string; key: string }
