// One scale for all intervals, and what an interval says: only one that excludes zero says anything.
interface Bounds { low: number; high: number }

export function scaleOf(programmes: { difference: Bounds | null }[]): number {
  const ends = programmes.flatMap(({ difference }) => (difference ? [Math.abs(difference.low), Math.abs(difference.high)] : []));
  // A little room on both sides; at least one percentage point, so that tiny differences do not look great.
  return Math.max(0.01, ...ends) * 1.05;
}

export function verdict({ low, high }: Bounds): "better" | "worse" | "open" {
  if (low > 0) return "better";
  return high < 0 ? "worse" : "open";
}
