// The ledger of consents in a copy of everything: one line for each act, the newest first.
import type { ConsentEntry } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { useProof } from "./act";
import { formOf } from "./known";

export function LedgerSheet({ entries }: { entries: ConsentEntry[] }) {
  const { t, code, say, format } = useWords();
  const proof = useProof();
  const words = (entry: ConsentEntry) => (entry.proof.text ? t("consent.text", { text: say(entry.words) || code("consent_text", formOf(entry.proof.text)) }) : null);
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t("ledger.what")}</th>
          <th scope="col">{t("table.state")}</th>
          <th scope="col">{t("consent.proof")}</th>
          <th scope="col">{t("table.when")}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td>
              {code("consent_act", entry.act)} <Simulated when={entry.simulated} />
              <div className="muted small">{entry.channel ? code("channel", entry.channel) : t("consent.all_channels")} · {entry.purpose ? code("purpose", entry.purpose) : t("consent.all_purposes")} · {entry.controller}</div>
            </td>
            <td>{code("consent_state", entry.state)}</td>
            <td className="wide-cell">
              {[proof(entry), entry.file ? t("consent.document", { document: entry.file.name }) : ""].filter(Boolean).join(" · ") || "–"}
              {words(entry) ? <div className="muted small">{words(entry)}</div> : null}
            </td>
            <td className="muted">{format.dateTime(entry.occurred)}<div className="small">{entry.source ? code("source", entry.source) : t("ledger.house")}</div></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
