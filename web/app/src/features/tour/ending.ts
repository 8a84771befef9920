// How the last second ended, in one sentence, with the words that states have on every screen.
import type { Tour } from "../../api/schema";
import type { useWords } from "../../i18n/context";
import { unslug } from "../../ui/marks";

type Words = Pick<ReturnType<typeof useWords>, "t" | "code" | "say" | "format">;
type Story = NonNullable<Tour["stops"][number]["story"]>;

const GONE = ["handed", "delivered", "unknown"];
const OPEN = ["dwelling", "deferred", "planned", "claimed"];

export function endOf({ t, code, say, format }: Words, { due, exit, state, since, reason, reason_words, quiet }: Story): string {
  const time = format.clock(due);
  const known = (area: string, name: string) => (code(area, name) === name ? unslug(name) : code(area, name));
  if (state !== null && GONE.includes(state)) return t("tour.was_sent", { time: format.clock(since ?? due), state: known("state", state) });
  if (quiet !== null) return t("tour.is_held", { time, hours: quiet.hours, until: format.dateTime(quiet.until) });
  if (state !== null && OPEN.includes(state)) return t("tour.is_planned", { time, state: known("state", state) });
  if (exit !== null) return t("tour.ended", { time, state: known("state", state ?? "lapsed"), why: known("exit", exit) });
  if (reason !== null) return t("tour.ended", { time, state: known("state", state ?? "suppressed"), why: say(reason_words) || known("reason", reason) });
  return t("tour.undecided", { time });
}
