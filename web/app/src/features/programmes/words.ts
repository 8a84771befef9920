// A step, a way and an entry in words.
import type { Entry, Step, Wait } from "../../api/schema";
import type { useWords } from "../../i18n/context";
import type { Label } from "./graph";
import { unslug } from "../../ui/marks";
import { spanSeconds } from "../../i18n/span";

type Words = ReturnType<typeof useWords>;

export function spanWords({ format }: Words, text: string): string {
  const seconds = spanSeconds(text);
  return seconds === null ? text : format.span(seconds);
}

/** One line that says what happens at the step; `names` are the messages' names. */
export function stepWords(words: Words, step: Step, names: Map<string, string>): string {
  if (step.message) return names.get(step.message) ?? step.message;
  if (step.wait) return waitWords(words, step.wait);
  if (step.branch) return (step.branch.cases ?? []).map(({ when }) => words.rule(when)).join(" | ");
  if (step.split) return step.split.map(({ percent }) => `${percent} %`).join(" / ");
  if (step.goal) return words.rule(step.goal);
  if (step.exit) return exitWords(words, step.exit);
  if (step.attribute) return `${step.attribute.field} = ${step.attribute.text ?? step.attribute.number ?? step.attribute.flag ?? "–"}`;
  return step.webhook?.url ?? "";
}

function waitWords(words: Words, wait: Wait): string {
  const { t, code } = words;
  if (wait.for) return t("step.wait_for", { span: spanWords(words, wait.for) });
  if (wait.until) {
    const { weekdays = [], from, to } = wait.until;
    const days = weekdays.length === 0 ? t("step.every_day") : weekdays.map((day) => code("day", day)).join(", ");
    return t("step.wait_until", { days, from: clock(from), to: clock(to ?? "24:00") });
  }
  if (wait.events?.length) {
    const events = wait.events.map(({ on }) => code("event", on)).join(` ${t("rule.or")} `);
    return wait.timeout ? t("step.wait_event", { events, span: spanWords(words, wait.timeout) }) : t("step.wait_event_open", { events });
  }
  return wait.rule ? t("step.wait_rule", { rule: words.rule(wait.rule) }) : "";
}

/** "10:00:00" as people say it. */
export const clock = (time: string) => time.split(":").slice(0, 2).join(":");

export function labelWords(words: Words, label: Label): string {
  switch (label.kind) {
    case "next":
      return "";
    case "otherwise":
      return words.t("step.otherwise");
    case "reached":
      return words.t("step.reached");
    case "event":
      return words.code("event", label.on);
    case "case":
      return short(words.rule(label.when));
    case "timeout":
      return words.t("step.timeout", { span: spanWords(words, label.span) });
    case "percent":
      return `${label.percent} %`;
  }
}

const short = (text: string) => (text.length > 30 ? `${text.slice(0, 29)}…` : text);

export function exitWords({ code }: Words, id: string): string {
  const words = code("exit", id);
  return words === id ? unslug(id) : words;
}

export function entryWords({ t, code, rule }: Words, entry: Entry): string {
  const when = entry.when ? `, ${rule(entry.when)}` : "";
  if (entry.event) return code("event", entry.event) + when;
  if (entry.segment) return t("entry.segment", { name: unslug(entry.segment) }) + when;
  if (entry.date) return t("entry.date", { name: code("field", entry.date.field) }) + when;
  if (entry.schedule) return t("entry.schedule", { at: clock(entry.schedule.at ?? "09:00") });
  return "";
}
