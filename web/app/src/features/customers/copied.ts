// What a copy says beside its rows: from which source a detail came, and what the file of it is called.
import type { Copied, CopiedFact, Customer } from "../../api/schema";

/** The source of the fact that set a field as it stands; null where no fact tells. */
export function sourceOf({ field, occurred }: Pick<Customer["profile"][number], "field" | "occurred">, facts: Pick<CopiedFact, "occurred" | "source" | "values">[]): string | null {
  const set = facts.findLast((fact) => fact.occurred === occurred && fieldsOf(fact.values).includes(field));
  return set?.source ?? null;
}

/** The fields that a fact about the profile names; none of any other. */
function fieldsOf(values: unknown): unknown[] {
  const rows = (values as { Profile?: unknown } | null)?.Profile;
  return Array.isArray(rows) ? rows.map((row: unknown) => (Array.isArray(row) ? row[0] : undefined)) : [];
}

export const fileName = ({ customer }: Pick<Copied, "customer">) => `auskunft-${customer.id}.json`;
