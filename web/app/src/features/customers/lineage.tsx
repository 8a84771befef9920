// Where a value of the profile is from and since when it stands, and what other sources say of the field.
import type { ProfileField } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { fieldValue } from "./value";

export function Lineage({ row, named = false }: { row: ProfileField; /** Several stand together: each says what it is of. */ named?: boolean }) {
  const words = useWords();
  const { t, code, format } = words;
  const others = row.others ?? [];
  const from = (source: string | null | undefined, corrected: boolean | undefined) => (corrected ? t("lineage.corrected") : source ? code("source", source) : null);
  const own = from(row.source, row.corrected);
  if (own === null && others.length === 0 && named) return null;
  return (
    <div className="muted small lineage">
      {named ? `${code("field", row.field)}: ` : ""}{own === null ? t("lineage.since", { date: format.date(row.occurred) }) : t("lineage.from", { source: own, date: format.date(row.occurred) })}
      {others.length > 0 ? (
        <details>
          <summary>{t("lineage.others", { count: others.length })}</summary>
          <ul className="plain-list">
            {others.map((told, index) => (
              <li key={index}>
                {told.value === null ? t("lineage.nothing") : fieldValue(words, row.field, told.value)}{" "}
                <span className="nowrap">({t("lineage.from", { source: from(told.source, told.corrected) ?? t("lineage.unknown"), date: format.date(told.occurred) })})</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
