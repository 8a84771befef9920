// Quarantine: what could not be taken in, and why.
import { useQuery } from "@tanstack/react-query";
import { quarantineQuery } from "../../api/queries";
import type { Quarantined } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";

export function Quarantine() {
  const { t } = useWords();
  const query = useQuery(quarantineQuery);
  return (
    <section className="panel flush">
      <div className="panel-head"><h2 className="section-title">{t("data.quarantine")}</h2></div>
      <Answer query={query} lines={3}>
        {(rows) => (rows.length === 0 ? <Empty title={t("data.quarantine_none")} help={t("data.quarantine_help")} /> : <Rows rows={rows} />)}
      </Answer>
    </section>
  );
}

function Rows({ rows }: { rows: Quarantined[] }) {
  const { t, format } = useWords();
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t("data.source")}</th>
          <th scope="col">{t("data.reason")}</th>
          <th scope="col">{t("data.place")}</th>
          <th scope="col">{t("data.received")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.place}>
            <td><strong>{row.source}</strong></td>
            <td>{row.reason}</td>
            <td className="mono">{row.place}</td>
            <td className="muted nowrap">{format.dateTime(row.received)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
