// How the last second ended, in one sentence.
import type { Tour } from "../../api/schema";
import type { useWords } from "../../i18n/context";
import { unslug } from "../../ui/marks";

type Words = Pick<ReturnType<typeof useWords>, "t" | "code" | "say" | "format">;
type Story = NonNullable<Tour["stops"][number]["story"]>;

const GONE = ["handed", "delivered", "unknown"];
const OPEN = ["dwelling", "deferred", "planned", "claimed"];

export function endOf({ t, code, say, format }: Words, { due, exit, state, reason, reason_words }: Story): string {
  const time = format.clock(due);
  const known = (area: string, name: string) => (code(area, name) === name ? unslug(name) : code(area, name));
  if (state !== null && GONE.includes(state)) return t("tour.was_sent", { time });
  if (state !== null && OPEN.includes(state)) return t("tour.is_planned", { time, state: known("state", state) });
  if (exit !== null) return t("tour.was_not_sent", { time, why: known("exit", exit) });
  if (reason !== null) return t("tour.was_not_sent", { time, why: say(reason_words) || known("reason", reason) });
  return t("tour.undecided", { time });
}
