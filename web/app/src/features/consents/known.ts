// What a consent can be about, as far as the app knows, and what may prove one.
import { useQueries, useQuery } from "@tanstack/react-query";
import { programmeQuery, programmesQuery } from "../../api/queries";
import type { ConsentEntry } from "../../api/schema";

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

/** Those that somebody said something about, and those that messages ask for. */
export function usePurposes(said: string[]): string[] {
  const programmes = useQuery(programmesQuery).data ?? [];
  const definitions = useQueries({ queries: programmes.map(({ id }) => programmeQuery(id)) });
  const asked = definitions.flatMap(({ data }) => data?.definition.messages ?? []).map(({ purpose }) => purpose);
  return [...new Set([...said, ...asked])].filter(Boolean).sort();
}
