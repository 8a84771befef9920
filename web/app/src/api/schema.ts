// What the server says, as types. Money is in minor units, times are RFC 3339 in UTC.

export type Role = "admin" | "marketer" | "editor" | "viewer" | "support";
export interface Localised { de: string; en: string }
export interface Money { minor: number; currency: string }
export interface Named { id: string; name: Localised }

export interface Session {
  user: { email: string; role: Role; language: string };
  organisation: { name: string; currency: string; time_zone: string; quiet_hours?: { from: string; to: string }[] };
  version: string;
  clock: { now: string; manual: boolean };
  demo?: boolean;
}

export interface DeliveryRow {
  at: string;
  customer: string;
  customer_name: string;
  programme: string;
  message: Named;
  channel: string;
  state: string;
  simulated: boolean;
}
export interface Today {
  now: string;
  customers: number;
  accepted_total: number;
  backlog: number;
  quarantined: number;
  by_state: { state: string; reason: string | null; count: number }[];
  phases: { id: string; name: Localised; customers: number }[];
  deliveries: DeliveryRow[];
  needs_me: { code: string; params: Record<string, string | number> }[];
}

export interface CustomerRow {
  id: string;
  name: string;
  email: string | null;
  city: string | null;
  phase: Named | null;
  orders: number;
  last_order: string | null;
  simulated: boolean;
}
export interface Proof { kind: string; text?: string | null; document?: string | null; from?: string | null }
export interface Consent {
  purpose: string | null;
  channel: string | null;
  granted: boolean;
  proof: Proof;
  occurred: string;
}
export interface Order {
  id: string;
  occurred: string;
  place: string;
  outlet?: string | null;
  value: Money;
  kept_value: Money;
  lines: number;
  returned: number;
  cancelled: boolean;
}
export interface Customer {
  id: string;
  name: string;
  profile: { field: string; value: string | number | boolean; occurred: string; simulated: boolean }[];
  identifiers: { kind: string; value: string }[];
  phase: { id: string; name: Localised; since: string } | null;
  segments: string[];
  consents: Consent[];
  objection: { since: string } | null;
  orders: { count: number; kept: number; value: Money; first: string | null; last: string | null; list: Order[] };
  contacts: { at: string; message: string; channel: string; class: string }[];
  runs: { journey: string; name: Localised; step: string; since: string; due: string | null }[];
  programmes: { id: string; name: Localised; arm: string; at: string; reached: boolean | string | null }[];
}
export interface TimelineEntry { at: string; kind: string; words: Localised; simulated: boolean; source: string | null }
export interface Timeline { entries: TimelineEntry[]; next: string | null }

export interface Link {
  at: string;
  what: Localised;
  holds: boolean;
  rule?: string | null;
  values?: Record<string, unknown> | { name: string; value: unknown }[] | null;
  would_have?: Localised | null;
}
export interface WhyIntent {
  id: string;
  at: string;
  state: string;
  reason: string | null;
  reason_words: Localised | null;
  chain: Link[];
}
export interface WhyMessage {
  id: string;
  name: Localised;
  programme: string;
  intents: WhyIntent[];
  never: Localised | null;
}
export interface Why { messages: WhyMessage[] }

export interface Goals { treated: number; treated_reached: number; held_out: number; held_out_reached: number }
export interface Counts { delivered: number; suppressed: number; held_out: number; open: number }
export interface ProgrammeRow {
  id: string;
  name: Localised;
  aim: string;
  stopped: boolean;
  holdout_percent: number;
  priority: number;
  goal: string | null;
  journeys: { id: string; name: Localised; inside: number }[];
  mailings: { id: string; name: Localised; at: string }[];
  counts: Counts;
  goals: Goals;
}

export interface EventCase { on: string; when?: string; next?: string }
export interface Wait {
  for?: string;
  extend_on?: string[];
  until?: { from: string; to?: string | null; weekdays?: string[]; not_on_holidays?: boolean };
  events?: EventCase[];
  rule?: string;
  timeout?: string;
  otherwise?: string;
}
export interface Step {
  id: string;
  wait?: Wait;
  branch?: { cases: { when: string; next: string }[]; otherwise?: string | null };
  split?: { percent: number; next: string }[];
  message?: string;
  attribute?: { field: string; text?: string | null; number?: number | null; flag?: boolean | null };
  webhook?: { url: string };
  goal?: string;
  exit?: string;
  next?: string;
}
export interface Entry {
  event?: string;
  segment?: string;
  date?: { field: string; at?: string; offset_days?: number };
  schedule?: { at?: string; weekdays?: string[]; day_of_month?: number | null };
  when?: string;
}
export interface Journey {
  id: string;
  name: Localised;
  entry: Entry;
  exit?: { id: string; when: string }[];
  steps: Step[];
}
export interface Message {
  id: string;
  name: Localised;
  class: string;
  purpose: string;
  channels: string[];
  subject?: Localised | null;
  preheader?: Localised | null;
}
export interface Definition {
  id: string;
  name: Localised;
  aim: string;
  goal?: string | null;
  holdout_percent?: number;
  priority?: number;
  stopped?: boolean;
  journeys?: Journey[];
  mailings?: { id: string; name: Localised; audience: string; message: string; at: string }[];
  messages?: Message[];
}
export interface Programme {
  definition: Definition;
  yaml: string;
  journeys: { id: string; steps: { id: string; inside: number }[] }[];
  counts: Counts;
  reasons: { reason: string; words: Localised; count: number }[];
  versions: { program: string; at: string; by: string | null }[];
}
export interface Problem { place: string; cause: string; cure: string }
export interface Check {
  problems: Problem[];
  inside: { journey: string; step: string; people: number; fate: string }[];
  from_today_on: unknown[];
  diff: { path: string; before: unknown; after: unknown }[];
}
export interface Rehearsal {
  entered: { journey: string; count: number }[];
  sent: { message: string; channel: string; count: number }[];
  suppressed: { reason: string; words: Localised; count: number }[];
  collisions: number;
  busiest_day: { day: string; count: number } | null;
  per_day: { day: string; count: number }[];
}
export interface Job { done: boolean; progress: number; result?: Rehearsal | null; error?: { cause?: string } | string | null }

/** Of people, and of machines that look at mails before people do. */
export interface Reacted { people: number; machines: number }
export interface Evaluation {
  programmes: (Named & Goals & { difference: { estimate: number; low: number; high: number } | null; enough: boolean })[];
  blast_share: number | null;
  reactions?: { opens: Reacted; clicks: Reacted };
  simulated: boolean;
}
export interface DataState {
  sources: {
    id: string;
    number: number;
    delayed: boolean;
    events: number;
    last_received: string | null;
    lag_seconds: number | null;
  }[];
  inbox: { last: number; applied: number };
  store: { format: number; parts: number; file_bytes: number };
  quarantine_count: number;
}
export interface Quarantined { id: string; place: string; source: string; reason: string; received: string }
export interface Redriven { driven: number; left: number }
export interface MailRow {
  id: string;
  at: string;
  to: string;
  subject: string;
  customer: string;
  message: string;
  channel?: string;
  simulated?: boolean;
  /** What came back and a person should read. */
  incoming?: boolean;
  from?: string | null;
}
export interface Mail {
  subject: string;
  html: string;
  text: string;
  headers: ([string, string] | { name: string; value: string } | string)[];
}
export interface Tour {
  stops: {
    kind: "till_purchase" | "last_second" | "returner" | "silent_pair";
    customers: { id: string; name: string; note: Localised | null }[];
    due: string | null;
  }[];
}

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
