// What an erasure asks of whoever does it: which person is meant, typed by hand, for nothing takes it back.
import type { Customer, ErasureReason } from "../../api/schema";

export const REASONS = ["asked", "withdrawn", "not_needed", "unlawful"] as const satisfies ErasureReason[];

const plain = (text: string) => text.normalize("NFC").replace(/\s+/g, " ").trim().toLocaleLowerCase("de");

/** By what somebody may be named: their name, else each number, card or address that they are known by, else their id. */
export function isMeant({ id, name, identifiers }: Pick<Customer, "id" | "name" | "identifiers">, typed: string): boolean {
  const wanted = plain(typed);
  return wanted !== "" && [name, id, id.slice(0, 8), ...identifiers.map(({ value }) => value)].some((one) => plain(one) === wanted);
}

/** The words that the question names somebody by: the name with a number that tells them from namesakes, as far as there are any. */
export function whoIsMeant({ id, name, identifiers }: Pick<Customer, "id" | "name" | "identifiers">): string {
  const number = identifiers.find(({ kind }) => /number|user|crm|card/.test(kind)) ?? identifiers[0];
  const parts = [name, number?.value ?? ""].filter((part) => part.trim() !== "");
  return parts.length > 0 ? parts.join(", ") : id.slice(0, 8);
}
