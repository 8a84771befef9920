// Where a mailing stands, as a mark.
import type { MailingRow } from "../../api/schema";
import { useWords } from "../../i18n/context";

const TONES = { planned: "", running: "accent", done: "good", stopped: "warn", late: "bad" } as const;

export function MailingChip({ row }: { row: MailingRow }) {
  const { code, format } = useWords();
  const share = row.state === "running" && row.total > 0 ? ` ${format.percent(row.passed / row.total)}` : "";
  return <span className={`chip ${TONES[row.state] ?? ""}`}>{code("mailing_state", row.state)}{share}</span>;
}
