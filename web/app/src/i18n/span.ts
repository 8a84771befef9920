// Spans as authors write them, "1h30m", in seconds.
const SECONDS: Record<string, number> = { d: 86_400, h: 3_600, m: 60, s: 1, ms: 0.001 };

export function spanSeconds(text: string): number | null {
  const parts = [...text.matchAll(/(\d+)(ms|[dhms])/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== text) return null;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (SECONDS[unit ?? ""] ?? 0), 0);
}
