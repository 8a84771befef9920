// How a source's lag looks. Only sources that programmes wait for can be late; an import is not late, it is over.
const WORRYING_SECONDS = 2 * 3_600;
const BAD_SECONDS = 24 * 3_600;

export function lagTone(seconds: number, delayed: boolean): "good" | "warn" | "bad" | "" {
  if (!delayed) return seconds < WORRYING_SECONDS ? "good" : "";
  if (seconds < WORRYING_SECONDS) return "good";
  return seconds < BAD_SECONDS ? "warn" : "bad";
}
