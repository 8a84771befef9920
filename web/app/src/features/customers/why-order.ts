// In which order it is told what became of a message: the newest first, and before it what somebody came for.
import type { WhyIntent, WhyMessage, WhyRun } from "../../api/schema";

export type Time = { kind: "intent"; id: string; at: string; intent: WhyIntent } | { kind: "run"; id: string; at: string; run: WhyRun };

export function timesOf(message: WhyMessage): Time[] {
  const times: Time[] = [
    ...message.intents.map((intent): Time => ({ kind: "intent", id: intent.id, at: intent.since, intent })),
    ...message.runs.map((run): Time => ({ kind: "run", id: run.id, at: run.until ?? run.at, run })),
  ];
  return times.sort((one, other) => other.at.localeCompare(one.at));
}

/** What `which` names, and the others as they were. */
export function withPointed(times: Time[], which: string): { first: Time | null; rest: Time[] } {
  const first = times.find((time) => which !== "" && (time.id === which || (time.kind === "run" && time.run.intent === which))) ?? null;
  return { first, rest: times.filter((time) => time !== first) };
}

/** Messages of which something was heard last come first; what was never wanted comes at the end. */
export function newestFirst(messages: WhyMessage[]): WhyMessage[] {
  const newest = (message: WhyMessage) => timesOf(message)[0]?.at ?? "";
  return [...messages].sort((one, other) => newest(other).localeCompare(newest(one)));
}

export const OUTCOMES = ["sent", "open", "kept", "never"] as const;
export type Outcome = (typeof OUTCOMES)[number];

const SENT = ["delivered", "handed", "unknown", "claimed"];
const OPEN = ["planned", "deferred", "dwelling"];

/** What became of it that time. */
export function outcomeOf(time: Time): Outcome {
  if (time.kind === "run") return time.run.until === null ? "open" : "kept";
  return SENT.includes(time.intent.state) ? "sent" : OPEN.includes(time.intent.state) ? "open" : "kept";
}

/** What became of a message, over all times; of what was never wanted that alone. */
export function outcomesOf(message: WhyMessage): Outcome[] {
  const times = timesOf(message);
  return times.length === 0 ? ["never"] : [...new Set(times.map(outcomeOf))];
}
