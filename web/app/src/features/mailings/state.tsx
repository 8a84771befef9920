// Where a mailing stands, as a mark; and all mailings.
import { useQuery } from "@tanstack/react-query";
import { mailingsQuery } from "../../api/queries";
import type { MailingRow } from "../../api/schema";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";

const TONES = { planned: "", running: "accent", done: "good", stopped: "warn", late: "bad", past: "" } as const;

export function useMailings() {
  const { format } = useWords();
  return useQuery({
    ...mailingsQuery(format.toLocal(useSession().clock.now)),
    select: (rows) => rows.map((row) => (row.at.endsWith("Z") ? { ...row, at: format.toLocal(row.at) } : row)),
  });
}

export function MailingChip({ row }: { row: MailingRow }) {
  const { code, format } = useWords();
  const { followed } = row;
  const share = row.state === "running" && followed && followed.total > 0 ? ` ${format.percent(followed.passed / followed.total)}` : "";
  return <span className={`chip ${TONES[row.state]}`}>{code("mailing_state", row.state)}{share}</span>;
}
