// Why a notice was not taken, and what helps; the server's own words are one press away.
import { useWords } from "../../i18n/context";
import { reasonOf } from "./reason";

export function Why({ reason }: { reason: string }) {
  const { t } = useWords();
  const { key, status, isLong, exact } = reasonOf(reason);
  if (key === null) return <span lang="en">{exact}</span>;
  return <span title={exact}>{isLong ? `${t("webhook_reason.long")} ` : ""}{t(key, { status })}</span>;
}
