// The programme's document as far as the app draws it; the server alone knows all of it.
import type { Localised } from "./schema";

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
  exit?: { id: string; name?: Localised | null; when: string }[];
  steps: Step[];
}
export interface Block {
  id: string;
  text?: Localised | null;
  fragment?: string | null;
  body?: Record<string, { parts?: { heading?: string; text?: string; button?: { text: string } }[] }>;
}
export interface Message {
  id: string;
  name: Localised;
  class: string;
  purpose: string;
  channels: string[];
  subject?: Localised | null;
  preheader?: Localised | null;
  blocks?: Block[];
}
export interface MailingDefinition { id: string; name: Localised; audience?: string; list?: string; message: string; at: string; stopped?: boolean }
export interface Definition {
  /** Who sees to its data. */
  owner?: string | null;
  id: string;
  name: Localised;
  aim: string;
  goal?: string | null;
  goal_within?: string | null;
  holdout_percent?: number;
  priority?: number;
  stopped?: boolean;
  journeys?: Journey[];
  mailings?: MailingDefinition[];
  messages?: Message[];
}
