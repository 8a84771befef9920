// One scale for all intervals.
interface Bounds { low: number; high: number }

export function scaleOf(programmes: { difference: Bounds | null }[]): number {
  const ends = programmes.flatMap(({ difference }) => (difference ? [Math.abs(difference.low), Math.abs(difference.high)] : []));
  // A little room on both sides; at least one percentage point, so that tiny differences do not look great.
  return Math.max(0.01, ...ends) * 1.05;
}
