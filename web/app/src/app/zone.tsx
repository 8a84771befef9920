// In which time zone the times of a page are, once per page where it matters.
import { useWords } from "../i18n/context";
import { useSession } from "./session";

export function Zone() {
  const { t } = useWords();
  const { organisation } = useSession();
  return <p className="muted small zone">{t("time.zone", { zone: organisation.time_zone })}</p>;
}

/** Beside times that are everybody's, where what people see goes by another clock. */
export function RealClock() {
  const { t } = useWords();
  const { clock } = useSession();
  return clock.movable ? <span className="muted small" title={t("time.real_help")}>{t("time.real")}</span> : null;
}
