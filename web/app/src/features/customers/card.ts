// Fields of a profile in the order of a card: who, how to reach them, where, and then the rest by name.
const CARD = ["salutation", "title", "first_name", "last_name", "email", "phone", "street", "postcode", "city", "country", "birth_date", "language", "time_zone", "contact_frequency"];

export function inCard<Row extends { field: string }>(rows: Row[]): Row[] {
  const place = ({ field }: Row) => (CARD.includes(field) ? CARD.indexOf(field) : CARD.length);
  return [...rows].sort((a, b) => place(a) - place(b) || a.field.localeCompare(b.field));
}

/** What reaches somebody, which stands apart from the rest. */
export const isContact = (field: string) => ["email", "phone", "mobile", "street", "postcode", "city", "country", "language"].includes(field);
