// Why a database cannot be read, as one of the server's codes. Where the server refuses a request it says so in its own
// words only; these are known by what they begin with and what they advise.
import type { DatabaseTrouble } from "../../api/schema";
import { Failure } from "../../api/client";

export interface Told { code: DatabaseTrouble | null; cause: string; help: string }

/** The first that fits. */
const KNOWN: [DatabaseTrouble, RegExp][] = [
  ["sql_unreachable", /the connection fails: /],
  ["sql_insecure", /no safe connection: /],
  ["sql_too_slow", /the query took longer than it may/],
  ["sql_position_foreign", /the position is of a pull|belongs to another way of reading/],
  ["sql_slot_lost", /no such slot|changes since then cannot be read/],
  ["sql_not_set_up", /its log is written at the level|has no key by which changed and deleted|is not published|does not hold |other tables inherit from|there is no table |its user may not read /],
  ["sql_refused", /GRANT SELECT|the user needs |pg_hba\.conf|the file cannot be opened/],
  ["sql_answer_unreadable", /check that a PostgreSQL, MySQL or MariaDB server answers|it is no SQLite database/],
  ["sql_pull_unfit", /^the (pull|query): |^change capture: |(give|take|choose|name|add) .*(watermark|key|column)/],
  ["sql_table_foreign", /no export of Anlass made|is filled by another export/],
  ["sql_query_failed", /try the query with the program|write one SELECT|write the value itself into the query|the server says: /],
];

export function toldOf(cause: string, help: string): Told {
  const text = `${cause}\n${help}`;
  return { code: KNOWN.find(([, shape]) => shape.test(text))?.[0] ?? null, cause, help };
}

/** Of a request that the server refused for what it found at the database; `null`: it is about something else. */
export function refusalOf(error: unknown): Told | null {
  if (!(error instanceof Failure) || error.code !== "invalid" || error.problems.length > 0) return null;
  const [cause = "", hint = ""] = error.cause_text.split(/\n\s*help: /);
  return toldOf(cause, hint || error.help);
}

/** Statements of SQL that an advice is made of, for copying. */
export function statementOf(help: string): string | null {
  const found = /((?:(?:ALTER|CREATE) (?:SYSTEM|TABLE|ROLE|PUBLICATION)\b|GRANT SELECT ON .* TO ).*?)(?:, (?:or|then) .*)?$/s.exec(help);
  return found?.[1] ? `${found[1].replace(/;?\s*$/, "")};` : null;
}

type Remark = "superuser" | "roles" | "writes" | "privilege" | "identity";
const REMARKS: [Remark, RegExp][] = [
  ["superuser", /is a superuser$/],
  ["roles", /may create roles$/],
  ["writes", /may write to all tables$/],
  ["privilege", /has the privilege (.*)$/],
  ["identity", /of deleted rows only the key is told.*: (ALTER TABLE .*)$/s],
];

/** What is worth knowing, by name and with what it names. */
export function remarkOf(text: string): { name: Remark | null; value: string } {
  for (const [name, shape] of REMARKS) {
    const found = shape.exec(text);
    if (found) return { name, value: found[1] ?? "" };
  }
  return { name: null, value: text };
}
