// A wait as a form sets it, and the text of the programme with that wait.
import { spanSeconds } from "../../i18n/span";
import { setIn, type Place } from "./text";

export interface WaitChange { for?: string; timeout?: string; from?: string; to?: string; weekdays?: string[] }

/** The text with the wait changed; as it was if there is no such step. */
export function changeWait(text: string, journey: string, step: string, change: WaitChange): string {
  const wait: Place = ["journeys", { id: journey }, "steps", { id: step }, "wait"];
  let changed = text;
  for (const [key, value] of Object.entries(change)) changed = setIn(changed, key === "for" || key === "timeout" ? wait : [...wait, "until"], key, value);
  return changed;
}

export interface Parts { days: number; hours: number; minutes: number }

/** A span as people set it; null where it has parts that a form of days, hours and minutes cannot hold. */
export function partsOf(span: string): Parts | null {
  const seconds = spanSeconds(span);
  if (seconds === null || seconds % 60 !== 0) return null;
  return { days: Math.floor(seconds / 86_400), hours: Math.floor((seconds % 86_400) / 3_600), minutes: (seconds % 3_600) / 60 };
}

export function spanOf({ days, hours, minutes }: Parts): string {
  const text = [[days, "d"], [hours, "h"], [minutes, "m"]].map(([amount, unit]) => (Number(amount) > 0 ? `${amount}${unit}` : "")).join("");
  return text === "" ? "0m" : text;
}
