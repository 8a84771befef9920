// Where a database is and how it is read, in one line.
import type { ConnectedDatabase, DatabaseAt } from "../../api/schema";
import type { useWords } from "../../i18n/context";

type Words = Pick<ReturnType<typeof useWords>, "t" | "code">;

export function whereWords({ code }: Pick<Words, "code">, { kind, file, host, port, database }: DatabaseAt): string {
  const kindly = code("database_kind", kind);
  return kind === "sqlite" ? `${kindly} · ${file ?? ""}` : `${kindly} · ${database ?? ""} @ ${host ?? ""}${port === null ? "" : `:${port}`}`;
}

export const placeWords = (words: Words, { at, read }: ConnectedDatabase) => `${whereWords(words, at)} · ${scheduleWords(words, read)}`;

export function scheduleWords({ t }: Pick<Words, "t">, read: ConnectedDatabase["read"]): string {
  if (read.by === "capture") return t("databases.as_it_changes", { table: read.table });
  if (read.daily_at !== null) return t("databases.each_day", { time: read.daily_at });
  return t("databases.each_minutes", { count: read.every_minutes ?? 1 });
}
