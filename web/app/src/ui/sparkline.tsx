// A score over time as a small line from 0 to 100; what it comes to stands beside it as text.
interface Points { values: number[]; tone?: "good" | "warn" | "bad"; width?: number }

const HEIGHT = 28;
const EDGE = 3;

export function Sparkline({ values, tone = "good", width = 120 }: Points) {
  const step = (width - 2 * EDGE) / Math.max(1, values.length - 1);
  // One alone is the newest, and stands where that stands.
  const place = (value: number, at: number) => [values.length > 1 ? EDGE + at * step : width - EDGE, EDGE + ((HEIGHT - 2 * EDGE) * (100 - value)) / 100] as const;
  const [x, y] = place(values.at(-1) ?? 0, values.length - 1);
  return (
    <svg className={`sparkline ${tone}`} width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
      <line x1="0" x2={width} y1={HEIGHT - EDGE} y2={HEIGHT - EDGE} />
      {values.length > 1 ? <polyline points={values.map((value, at) => place(value, at).join(",")).join(" ")} /> : null}
      <circle cx={x} cy={y} r="2.6" />
    </svg>
  );
}
