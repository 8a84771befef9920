// What a consent can be about, as far as the app knows, and what may prove one.
import { useQueries, useQuery } from "@tanstack/react-query";
import { namesQuery, programmeQuery, programmesQuery } from "../../api/queries";
import type { ConsentEntry } from "../../api/schema";
import { formsQuery } from "../forms/queries";
import { schemaQuery } from "../schema/queries";

/** Those on which somebody is spoken to. */
export const CHANNELS = ["email", "sms", "call", "letter", "messenger", "push", "app", "web", "visit"] as const satisfies NonNullable<ConsentEntry["channel"]>[];

const BYTES_MAX = 10 * 1024 * 1024;
const KINDS = /\.(pdf|png|jpe?g|eml|txt)$/i;

/** The text of a form is named by its form and a hash of its words; people read the first part. */
export const formOf = (text: string) => text.replace(/\.[0-9a-f]{16}$/, "");

/** Names are lower case letters, digits and hyphens. */
export const isName = (text: string) => /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/.test(text) && text.length <= 64;

/** What keeps a file from being handed in, as a key of the catalogues; the server looks into it. */
export function fileTrouble({ name, size }: Pick<File, "name" | "size">): "ledger.file_kind" | "ledger.file_large" | "ledger.file_empty" | null {
  if (!KINDS.test(name)) return "ledger.file_kind";
  if (size > BYTES_MAX) return "ledger.file_large";
  return size === 0 ? "ledger.file_empty" : null;
}

/** What is an id of something else: a part of the schema, an exit of a journey, a text that people agreed to. */
interface Taken { parts: string[]; exits: string[]; texts: string[] }

/** Of all that people gave a name to, what is nothing else and so a purpose. Event types have a point, purposes have none. */
export function purposesNamed(named: string[], { parts, exits, texts }: Taken): string[] {
  // "tier silver" is named by its last word.
  const taken = new Set([...parts.flatMap((id) => [id, id.split(" ").pop() ?? id]), ...exits, ...texts]);
  return named.filter((id) => isName(id) && !id.includes(".") && !taken.has(id));
}

/** Those that somebody said something about, those that messages and forms ask for, and those that the settings name. */
export function usePurposes(said: string[], texts: string[] = []): string[] {
  const programmes = useQuery(programmesQuery).data ?? [];
  const definitions = useQueries({ queries: programmes.map(({ id }) => programmeQuery(id)) });
  const forms = useQuery(formsQuery).data?.purposes ?? [];
  const schema = useQuery(schemaQuery).data;
  const names = useQuery(namesQuery).data;
  const known = definitions.map(({ data }) => data?.definition);
  const asked = known.flatMap((one) => one?.messages ?? []).map(({ purpose }) => purpose);
  const exits = known.flatMap((one) => one?.journeys ?? []).flatMap(({ exit }) => exit ?? []).map(({ id }) => id);
  // As long as it is not known what else they name, names are no purposes.
  const isKnown = schema !== undefined && names !== undefined && known.every((one) => one !== undefined);
  const own = isKnown ? purposesNamed(names.map(({ id }) => id), { parts: [...schema.parts.map(({ id }) => id), ...Object.keys(schema.own.names)], exits, texts }) : [];
  return [...new Set([...said, ...asked, ...forms, ...own])].filter(Boolean).sort();
}
