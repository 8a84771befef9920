// Counts of today's version and of the draft beside each other, with what changes.
import type { ReactNode } from "react";
import { useWords } from "../../i18n/context";

export interface SideRow { key: string; label: ReactNode; before: number; after: number }

export function SideBySide({ title, rows }: { title: string; rows: SideRow[] }) {
  const { t, format } = useWords();
  return (
    <div>
      <h4 className="eyebrow">{title}</h4>
      {rows.length === 0 ? <div className="muted">{t("rehearsal.none")}</div> : (
        <table className="table beside">
          <thead>
            <tr>
              <th scope="col"><span className="visually-hidden">{title}</span></th>
              <th scope="col" className="num">{t("rehearsal.published")}</th>
              <th scope="col" className="num">{t("rehearsal.draft")}</th>
              <th scope="col" className="num"><span className="visually-hidden">{t("rehearsal.change")}</span><span aria-hidden="true">±</span></th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, label, before, after }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td className="num">{format.number(before)}</td>
                <td className="num">{format.number(after)}</td>
                <td className="num"><strong>{before === after ? "=" : format.change(after - before)}</strong></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
