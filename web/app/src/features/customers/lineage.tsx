// Where a value of the profile is from and since when it stands, and what other sources say of the field.
import type { Origin, ProfileField } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { fieldValue } from "./value";

/** When a source brought it, and in which files. */
export function originWords({ t, format }: Pick<ReturnType<typeof useWords>, "t" | "format">, origin: Origin | null): string {
  if (origin === null) return "";
  const time = format.dateTime(origin.received);
  return origin.files.length === 0 ? t("lineage.received", { time }) : t("lineage.files", { files: format.list(origin.files), time });
}

const SOON_MS = 60_000;

/** What came in as it happened, and by itself, is told already. */
export const saysMore = (occurred: string, origin: Origin | null) => origin !== null && (origin.files.length > 0 || Math.abs(Date.parse(origin.received) - Date.parse(occurred)) > SOON_MS);

function From({ said, origin }: { said: string; origin: Origin | null }) {
  const words = useWords();
  if (origin === null) return <>{said}</>;
  return <details className="lineage-from"><summary>{said}</summary>{originWords(words, origin)}</details>;
}

export function Lineage({ row, named = false }: { row: ProfileField; /** Several stand together: each says what it is of. */ named?: boolean }) {
  const words = useWords();
  const { t, code, format } = words;
  const others = row.others ?? [];
  const from = (source: string | null | undefined, corrected: boolean | undefined) => (corrected ? t("lineage.corrected") : source ? code("source", source) : null);
  const own = from(row.source, row.corrected);
  if (own === null && others.length === 0 && named) return null;
  return (
    <div className="muted small lineage">
      {named ? `${code("field", row.field)}: ` : ""}{own === null ? t("lineage.since", { date: format.date(row.occurred) }) : <From said={t("lineage.from", { source: own, date: format.date(row.occurred) })} origin={saysMore(row.occurred, row.origin) ? row.origin : null} />}
      {others.length > 0 ? (
        <details>
          <summary>{t("lineage.others", { count: others.length })}</summary>
          <ul className="plain-list">
            {others.map((told, index) => (
              <li key={index}>
                {told.value === null ? t("lineage.nothing") : fieldValue(words, row.field, told.value)}{" "}
                <span className="nowrap">({t("lineage.from", { source: from(told.source, told.corrected) ?? t("lineage.unknown"), date: format.date(told.occurred) })})</span>{told.origin ? <div>{originWords(words, told.origin)}</div> : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
