// Messages that may have led to what somebody did: those that had left by then.
import type { Localised, WhyMessage } from "../../api/schema";

export interface SentMessage { delivery: string; name: Localised; at: string }

const LEFT = ["delivered", "handed", "unknown"];
/** More than this nobody looks through in a menu. */
export const SHOWN_MAX = 30;

/** The newest first. */
export function sentBefore(messages: WhyMessage[], at: string): SentMessage[] {
  const until = Date.parse(at);
  const left = messages.flatMap(({ name, intents }) => intents.filter(({ state, since }) => LEFT.includes(state) && Date.parse(since) <= until).map(({ id, since }) => ({ delivery: id, name, at: since })));
  return left.sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}
