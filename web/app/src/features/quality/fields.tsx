// The columns of a source, the worst first: what each fills, its score with its parts as small bars, and how it went.
import { useState } from "react";
import type { FieldQuality, SourceQuality } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Sparkline } from "../../ui/sparkline";
import { isKey } from "../../i18n/catalogue";
import { splitOf, toneOf } from "./graded";

export function Fields({ source }: { source: SourceQuality }) {
  const { t } = useWords();
  const severalFiles = new Set(source.fields.map(({ role }) => role)).size > 1;
  const [all, showAll] = useState(false);
  const { shown, rest } = splitOf(source.fields);
  if (source.fields.length === 0) return <p className="muted panel-foot">{t("quality.no_fields")}</p>;
  const toAll = rest.length === 0 || all ? null : <p className="panel-foot after"><button type="button" className="as-link" onClick={() => showAll(true)}>{t(shown.length === 0 ? "quality.show_good" : "quality.show_rest", { count: rest.length })}<span className="visually-hidden"> ({source.id})</span></button></p>;
  if (shown.length === 0 && !all) return toAll;
  return (
    <>
      <table className="table cards quality-fields">
        <thead>
          <tr>
            <th scope="col">{t("quality.column")}</th>
            <th scope="col" className="num">{t("quality.score")}</th>
            <th scope="col">{t("quality.parts")}</th>
            <th scope="col">{t("quality.series")}</th>
          </tr>
        </thead>
        <tbody>{(all ? [...shown, ...rest] : shown).map((field) => <Row key={`${field.role} ${field.column}`} field={field} named={severalFiles} />)}</tbody>
      </table>
      {toAll}
    </>
  );
}

function Row({ field, named }: { field: FieldQuality; named: boolean }) {
  const { t, code, format } = useWords();
  const tone = toneOf(field.score);
  return (
    <tr>
      <td>
        <strong translate="no">{field.column}</strong>
        <div className="muted small">{[field.field ? code("field", field.field) : null, named ? roleWords(code, field.role) : null].filter(Boolean).join(" · ")}</div>
      </td>
      <td className="num"><span className={`chip ${tone}`}>{format.number(field.score)}</span></td>
      <td className="wide-cell">
        <ul className="part-bars">
          <Part name={t("quality.completeness")} value={field.completeness} before={field.completeness_before ?? null} />
          <Part name={t("quality.validity")} value={field.validity} before={field.validity_before ?? null} />
          <Part name={t("quality.steadiness")} value={100 - field.drift} before={null} />
        </ul>
      </td>
      <td className="wide-cell"><Sparkline values={field.series.map(({ score }) => score)} tone={tone} /><span className="visually-hidden">{t("quality.scores", { scores: field.series.slice(-8).map(({ score }) => format.number(score)).join(", ") })}</span></td>
    </tr>
  );
}

/** What a file was read for, or a kind of event. */
const roleWords = (code: (area: string, code: string) => string, role: string) => code(isKey(`file_role.${role}`) ? "file_role" : "event", role);

/** With a mark where it was before. */
function Part({ name, value, before }: { name: string; value: number; before: number | null }) {
  const { t, format } = useWords();
  return (
    <li title={before === null ? undefined : t("quality.before", { before: format.percent(before / 100) })}>
      <span>{name}</span>
      <span className="part-bar" aria-hidden="true"><i className={toneOf(value)} style={{ width: `${value}%` }} />{before === null ? null : <b style={{ left: `${before}%` }} />}</span>
      <strong>{format.percent(value / 100)}</strong>
      {before === null ? null : <span className="visually-hidden">{t("quality.before", { before: format.percent(before / 100) })}</span>}
    </li>
  );
}
