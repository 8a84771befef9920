// Where a database is, as it is entered and as the server wants it; and what whoever looks after it runs there.
import type { ConnectedDatabase, DatabaseAt } from "../../api/schema";

export const DATABASE_KINDS = ["postgres", "mysql", "sqlite"] as const satisfies readonly DatabaseAt["kind"][];
/** `own`: by certificates that are not known to browsers. */
export const TLS_WAYS = ["verify", "own", "require", "off"] as const;
export const READER = "anlass_reader";
export const WRITER = "anlass_writer";
export const PORTS = { postgres: 5432, mysql: 3306, sqlite: 0 } as const;

export interface Where {
  kind: DatabaseAt["kind"];
  host: string;
  port: string;
  database: string;
  user: string;
  tls: (typeof TLS_WAYS)[number];
  roots: string;
  file: string;
}
export type Entry = "host" | "port" | "database" | "user" | "roots" | "file";

export const NOWHERE: Where = { kind: "postgres", host: "", port: "", database: "", user: READER, tls: "verify", roots: "", file: "" };

export const isSocket = ({ host }: Pick<Where, "host">) => host.trim().startsWith("/");

export function whereOf({ kind, host, port, database, user, tls, roots, file }: DatabaseAt): Where {
  return {
    kind,
    host: host ?? "",
    port: port === null ? "" : String(port),
    database: database ?? "",
    user: user ?? "",
    tls: roots !== null && roots !== "" ? "own" : (tls ?? "verify"),
    roots: roots ?? "",
    file: file ?? "",
  };
}

export function atOf({ kind, host, port, database, user, tls, roots, file }: Where): DatabaseAt {
  const none = { host: null, port: null, database: null, user: null, tls: null, roots: null, file: null };
  if (kind === "sqlite") return { ...none, kind, file: file.trim() };
  return {
    ...none,
    kind,
    host: host.trim(),
    port: port.trim() === "" ? null : Number(port),
    database: database.trim(),
    user: user.trim(),
    // Over a socket nothing leaves the machine.
    tls: isSocket({ host }) ? "off" : tls === "own" ? "verify" : tls,
    roots: tls === "own" && !isSocket({ host }) ? roots.trim() : null,
  };
}

/** Databases that are files lie in one folder: no path from the root, none that goes up. */
export const leadsOut = (file: string) => /^\s*([/\\]|[A-Za-z]:)/.test(file) || file.trim().split(/[/\\]/).includes("..");

/** Entries that are missing or cannot be. */
export function lacking(where: Where): Entry[] {
  if (where.kind === "sqlite") return where.file.trim() === "" || leadsOut(where.file) ? ["file"] : [];
  const wanted: Entry[] = where.tls === "own" && !isSocket(where) ? ["host", "database", "user", "roots"] : ["host", "database", "user"];
  const empty = wanted.filter((entry) => where[entry].trim() === "");
  const port = where.port.trim();
  return port === "" || (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535) ? empty : [...empty, "port"];
}

/** Whether a password that is known may be used on: it goes only where it was meant for. */
export function isSamePlace(known: Pick<ConnectedDatabase, "at"> | null, where: Where): boolean {
  return known !== null && JSON.stringify(atOf(whereOf(known.at))) === JSON.stringify(atOf(where));
}

const quoted = (kind: Where["kind"], name: string) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : kind === "mysql" ? `\`${name.replace(/`/g, "``")}\`` : `"${name.replace(/"/g, '""')}"`);

/** A user that may read and nothing else; `secret` stands where its password goes. */
export function grantSql({ kind, database, user }: Pick<Where, "kind" | "database" | "user">, secret: string): string {
  const name = user.trim() || READER;
  const shop = quoted(kind, database.trim() || "shop");
  if (kind === "mysql") return `CREATE USER '${name.replace(/'/g, "''")}' IDENTIFIED BY '${secret}';\nGRANT SELECT ON ${shop}.* TO '${name.replace(/'/g, "''")}';`;
  const role = quoted(kind, name);
  return `CREATE ROLE ${role} LOGIN PASSWORD '${secret}';\nGRANT CONNECT ON DATABASE ${shop} TO ${role};\nGRANT USAGE ON SCHEMA public TO ${role};\nGRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role};`;
}

/** A user that may make tables and fill them; `schema` is that of PostgreSQL. */
export function writeSql({ kind, database, user }: Pick<Where, "kind" | "database" | "user">, schema: string, secret: string): string {
  const name = user.trim() || WRITER;
  if (kind === "mysql") return `CREATE USER '${name.replace(/'/g, "''")}' IDENTIFIED BY '${secret}';\nGRANT SELECT, INSERT, CREATE, ALTER, DROP ON ${quoted(kind, database.trim() || "dwh")}.* TO '${name.replace(/'/g, "''")}';`;
  const role = quoted(kind, name);
  return `CREATE ROLE ${role} LOGIN PASSWORD '${secret}';\nGRANT CONNECT ON DATABASE ${quoted(kind, database.trim() || "dwh")} TO ${role};\nGRANT USAGE, CREATE ON SCHEMA ${quoted(kind, schema.trim() || "public")} TO ${role};`;
}

/** What lets changes of a table be heard, once for all; the first line wants a restart of the server. */
export function captureSql({ user }: Pick<Where, "user">, schema: string, table: string, publication: string): string {
  const whole = `${quoted("postgres", schema)}.${quoted("postgres", table)}`;
  return [
    "ALTER SYSTEM SET wal_level = 'logical';",
    "ALTER SYSTEM SET max_slot_wal_keep_size = '20GB';",
    `ALTER ROLE ${quoted("postgres", user.trim() || READER)} REPLICATION;`,
    `CREATE PUBLICATION ${quoted("postgres", publication)} FOR TABLE ${whole};`,
  ].join("\n");
}

/** As the server names what it sets up for a table. */
export const ownName = (table: string) => `anlass_${[...table].map((letter) => (/[A-Za-z0-9]/.test(letter) ? letter.toLowerCase() : "_")).slice(0, 50).join("")}`;
