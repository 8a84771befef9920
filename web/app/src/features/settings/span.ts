// A span as a number of the largest unit that it is a whole number of.
import { spanSeconds } from "../../i18n/span";

export type Unit = "d" | "h" | "m";

const SECONDS: Record<Unit, number> = { d: 86_400, h: 3_600, m: 60 };

/** What fits no unit of these is told in the smallest, rounded. */
export function spanParts(span: string, units: readonly Unit[]): { amount: number; unit: Unit } {
  const seconds = spanSeconds(span) ?? 0;
  const bySize = [...units].sort((one, other) => SECONDS[other] - SECONDS[one]);
  const smallest = bySize[bySize.length - 1] ?? "d";
  // "0d" keeps the unit in which somebody is writing it.
  const written = /(\D+)$/.exec(span)?.[1];
  const own = seconds === 0 ? bySize.find((unit) => unit === written) : bySize.find((unit) => seconds % SECONDS[unit] === 0);
  const unit = own ?? smallest;
  return { amount: Math.round(seconds / SECONDS[unit]), unit };
}

export const isNoSpan = (span: string) => (spanSeconds(span) ?? 0) <= 0;
