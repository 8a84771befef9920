// What the server answers and its description does not hold in every build yet: each goes as soon as it does.
import type { components } from "./generated";

type Schemas = components["schemas"];
export type Scalar = string | number | boolean;

/** What a source says of a field beside the value that stands; null: that there is none. */
export interface ToldValue { value: Scalar | null; occurred: string; source: string | null; corrected: boolean }
export type ProfileField = Schemas["Customer"]["profile"][number] & { source?: string | null; corrected?: boolean; others?: ToldValue[] };

export interface NoLongerDelivered { source: string | null; since: string }
export type RestrictionGround = "contested" | "unlawful" | "claims" | "objected";
export interface Restriction { since: string; ground: RestrictionGround | null; said: Schemas["ActSaid"] | null; more: number }
export interface RestrictionTold { lifted: boolean; occurred: string; ground: RestrictionGround | null; said: Schemas["ActSaid"]; cases: string[]; simulated: boolean }
export interface CorrectionTold { field: string; value: Scalar | null; wrong: Scalar | null; occurred: string; said: Schemas["ActSaid"]; overtaken: boolean }

export type Customer = Omit<Schemas["Customer"], "profile"> & {
  profile: ProfileField[];
  no_longer_delivered?: NoLongerDelivered[];
  restriction?: Restriction | null;
  restrictions?: RestrictionTold[];
  corrections?: CorrectionTold[];
};

export interface Suggested { id: string; name: string; orders: number; since: string }
/** Two people who look like one; points below zero speak for two. */
export interface Suggestion {
  people: Suggested[];
  points: number;
  signs: { code: string; points: number }[];
  fields: { field: string; values: (Scalar | null)[] }[];
}
export interface Suggestions { compares: boolean; pairs: Suggestion[]; next: string | null }
export interface CustomerIdentity {
  merges: { id: string; name: string; at: string; parted: string | null }[];
  alike: Suggestion[];
  household: Suggested[];
}
