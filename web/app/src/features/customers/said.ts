// What proves an act of a person: how it was said, and who took it down.
import type { ActSaid } from "../../api/schema";
import { useWords } from "../../i18n/context";

export function useSaid(): (said: ActSaid | null) => string {
  const { t, code } = useWords();
  return (said) => {
    if (said === null) return t("objection.untold");
    const parts = [code("said_by", said.how), said.by === null ? null : t("objection.by", { who: said.by }), said.note === null ? null : t("objection.noted", { note: said.note })];
    return parts.filter((part) => part !== null).join(" · ");
  };
}
