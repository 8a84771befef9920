// When an outlet is open, days with the same hours together.
import { useWords } from "../../i18n/context";
import type { Span } from "./hours";

/** A day that is this weekday, 1: Monday. 2024 began on a Monday. */
export const dayOf = (number: number) => `2024-01-0${number}T12:00:00Z`;
const clock = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;

export function Hours({ all }: { all: Span[] }) {
  const { t, format } = useWords();
  if (all.length === 0) return <span className="muted">{t("outlets.no_hours")}</span>;
  return <>{all.map((span) => <span key={span.first} className="hours">{format.weekday(dayOf(span.first))}{span.last > span.first ? `–${format.weekday(dayOf(span.last))}` : ""} {span.times.map(([from, until]) => `${clock(from)}–${clock(until)}`).join(", ")}</span>)}</>;
}
