// Outlets as points beside one another: north is up, a degree of longitude is as wide as it is there. Nobody's map is asked.
import { useWords } from "../../i18n/context";

/** Degrees. */
export interface Point { number: string; name: string; north: number; east: number }

interface OfPoints { title: string; points: Point[]; pointed: string | null; help: string; /** The pointed one says its name. */ isNamed?: boolean }

/** Degrees that are shown at least. */
const SPAN_MIN = 0.02;

export function OutletPoints({ title, points: at, pointed, help, isNamed = false }: OfPoints) {
  const { t } = useWords();
  const middle = at.reduce((sum, { north }) => sum + north, 0) / Math.max(1, at.length);
  const points = at.map((one) => ({ ...one, x: one.east * Math.cos((middle * Math.PI) / 180), y: -one.north }));
  const edge = (of: "x" | "y"): [first: number, length: number] => {
    const all = points.map((one) => one[of]);
    const [first, last] = [Math.min(...all), Math.max(...all)];
    const length = Math.max(SPAN_MIN, last - first);
    return [(first + last - length) / 2, length];
  };
  const [[left, width], [top, height]] = [edge("x"), edge("y")];
  const unit = Math.max(width, height) / 100;
  const pad = (isNamed ? 9 : 5) * unit;
  // The pointed one lies above the others.
  const inOrder = [...points.filter(({ number }) => number !== pointed), ...points.filter(({ number }) => number === pointed)];
  return (
    <section className="panel outlet-points" aria-label={title}>
      <div className="panel-head"><h2 className="section-title">{title}</h2></div>
      {points.length === 0 ? null : (
        <svg viewBox={`${left - pad} ${top - pad} ${width + 2 * pad} ${height + 2 * pad}`} role="img" aria-label={t("outlets.where_label", { count: points.length })}>
          {inOrder.map((one) => {
            const isPointed = pointed === one.number;
            // Its name stands where there is room for it.
            const anchor = one.x < left + width * 0.3 ? "start" : one.x > left + width * 0.7 ? "end" : "middle";
            return (
              <g key={one.number}>
                <circle cx={one.x} cy={one.y} r={(isPointed ? 2.6 : 1.3) * unit} className={isPointed ? "pointed" : ""}><title>{one.name}</title></circle>
                {isPointed && isNamed ? <text x={one.x} y={one.y - 4.2 * unit} fontSize={4.2 * unit} textAnchor={anchor}>{one.name}</text> : null}
              </g>
            );
          })}
        </svg>
      )}
      <p className="muted small">{help}</p>
    </section>
  );
}
