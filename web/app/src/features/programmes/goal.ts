// The goal of a programme in one sentence, made from its definition wherever it is told.
import type { Definition } from "../../api/schema";
import type { useWords } from "../../i18n/context";
import { spanSeconds } from "../../i18n/span";

/** As the server takes it where a programme says nothing. */
const STANDARD = "30d";
const DAY_SECONDS = 86_400;
/** Turns true with each purchase, and counts the one after the message. */
const BOUGHT_SINCE = "orders.count(within = 1d) > 0";

export function goalWords({ t, rule }: Pick<ReturnType<typeof useWords>, "t" | "rule">, { goal, goal_within }: Pick<Definition, "goal" | "goal_within">): string {
  if (!goal) return "";
  const days = (spanSeconds(goal_within ?? STANDARD) ?? 0) / DAY_SECONDS;
  const isWhole = Number.isInteger(days) && days > 0;
  if (goal === BOUGHT_SINCE && isWhole) return t("goal.bought", { count: days });
  return isWhole ? t("goal.within", { goal: rule(goal), count: days }) : rule(goal);
}
