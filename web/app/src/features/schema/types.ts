// What the server says of the schema.
import type { Localised } from "../../api/schema";

export type SchemaPart = "field" | "event" | "event_field" | "entity" | "entity_field" | "identifier" | "phase" | "segment" | "interest" | "source";
export interface PartTold { part: SchemaPart; id: string; name: Localised; is: string; sources: string[]; programmes: string[]; settings: boolean; since: number | null }
export interface ShippedEvent { id: string; about: string; fields: { name: string; is: string }[] }
export interface SchemaChange { part: SchemaPart; id: string; before: string | null; after: string | null }
export interface SchemaVersion { number: number; at: string; program: string; changes: SchemaChange[] }
export interface SchemaTold { version: number; parts: PartTold[]; shipped: ShippedEvent[]; versions: SchemaVersion[] }
