import { expect, test } from "vitest";
import { Failure } from "../../api/client";
import { refusalOf, remarkOf, statementOf } from "./trouble";

const PLACE = 'PostgreSQL database "shop" on db:5432: ';
const code = (cause: string, help: string) => refusalOf(new Failure(422, "invalid", `${cause}\n  help: ${help}`, ""))?.code;

test("what a server says of a database is told by its kind", () => {
  expect(code(`${PLACE}the connection fails: connection refused`, "check host, port and firewall; a running pull goes on once the server answers again")).toBe("sql_unreachable");
  expect(code(`${PLACE}the server says: password authentication failed (28P01)`, "check user, password, database and pg_hba.conf, and GRANT SELECT on what the query reads")).toBe("sql_refused");
  expect(code(`${PLACE}no safe connection: certificate is of another name`, "…")).toBe("sql_insecure");
  expect(code(`${PLACE}the query took longer than it may`, "put an index on the watermark column, read fewer rows at a time, or allow more time")).toBe("sql_too_slow");
  expect(code(`${PLACE}the server says: relation "x" does not exist (42P01)`, "try the query with the program psql")).toBe("sql_query_failed");
  expect(code('the query: it begins with "delete"', "write one SELECT; nothing else is asked")).toBe("sql_pull_unfit");
  expect(code(`${PLACE}two rows have the key 7`, "add columns to the key until it tells each row apart")).toBe("sql_pull_unfit");
  expect(code(`${PLACE}its log is written at the level "replica"`, "ALTER SYSTEM SET wal_level = 'logical', then restart the server")).toBe("sql_not_set_up");
  expect(code(`${PLACE}there is a "people" already that no export of Anlass made`, "choose another name for the table, or drop or rename that one yourself if nobody needs it")).toBe("sql_table_foreign");
  expect(code('SQLite database "a.db": it is no SQLite database, or a damaged one', "copy the file again; encrypted ones cannot be read")).toBe("sql_answer_unreadable");
});

test("what nobody has words for keeps the server's, and another error is none of a database", () => {
  expect(refusalOf(new Failure(422, "invalid", "something new", "do this"))).toEqual({ code: null, cause: "something new", help: "do this" });
  expect(refusalOf(new Failure(403, "forbidden", "", ""))).toBe(null);
});

test("the statement of an advice is there to be copied", () => {
  expect(statementOf('let whoever owns the table run: CREATE PUBLICATION "anlass_orders" FOR TABLE "public"."orders"')).toBe('CREATE PUBLICATION "anlass_orders" FOR TABLE "public"."orders";');
  expect(statementOf('ALTER TABLE "public"."orders" REPLICA IDENTITY FULL, or give it a primary key')).toBe('ALTER TABLE "public"."orders" REPLICA IDENTITY FULL;');
  expect(statementOf("ALTER SYSTEM SET wal_level = 'logical', then restart the server")).toBe("ALTER SYSTEM SET wal_level = 'logical';");
  expect(statementOf("check host, port and firewall")).toBe(null);
  expect(statementOf("check user and password, and GRANT SELECT on what the query reads")).toBe(null);
});

test("what a user may too much is told by name", () => {
  expect(remarkOf("its user is a superuser")).toEqual({ name: "superuser", value: "" });
  expect(remarkOf("its user has the privilege DELETE")).toEqual({ name: "privilege", value: "DELETE" });
  expect(remarkOf("of deleted rows only the key is told, and large values …; to hear both: ALTER TABLE x REPLICA IDENTITY FULL")).toEqual({ name: "identity", value: "ALTER TABLE x REPLICA IDENTITY FULL" });
  expect(remarkOf("something else")).toEqual({ name: null, value: "something else" });
});
