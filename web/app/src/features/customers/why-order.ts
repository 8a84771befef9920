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
