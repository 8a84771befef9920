// Where the fences are, drawn to scale beside one another; nobody else's map is asked.
import { useWords } from "../../i18n/context";
import type { OutletShown } from "../catalogue/types";
import { degreesOf } from "./coordinates";
import type { PlacesDraft } from "./places-draft";

const MILLION = 1_000_000;
const METRES_A_DEGREE = 111_195;
/** So far around what is there, and no less than some streets. */
const EDGE_M = 500;
const OUTLETS_MAX = 1_000;

interface Circle { key: string; name: string; north: number; east: number; metres: number; isOwn: boolean }

export function circlesOf(draft: PlacesDraft, outlets: OutletShown[], nameOf: (name: { de: string; en: string }) => string): Circle[] {
  const at = new Map(outlets.flatMap(({ number, position }) => (position ? [[number, { north: position.latitude / MILLION, east: position.longitude / MILLION }] as const] : [])));
  const own = draft.fences.flatMap((fence): Circle[] => {
    const place = fence.isOutlet ? (at.get(fence.outlet.trim()) ?? null) : degreesOf(fence.place);
    return place === null ? [] : [{ key: fence.key, name: nameOf(fence.name), ...place, metres: fence.radius_m, isOwn: true }];
  });
  const moved = new Set(draft.fences.flatMap(({ isOutlet, outlet }) => (isOutlet ? [outlet.trim()] : [])));
  const usual = outlets.slice(0, OUTLETS_MAX).flatMap(({ number, name }): Circle[] => {
    const place = at.get(number);
    return place === undefined || moved.has(number) ? [] : [{ key: `outlet ${number}`, name, ...place, metres: draft.outlets_m ?? 0, isOwn: false }];
  });
  return [...usual, ...own];
}

export function FencePlot({ draft, outlets }: { draft: PlacesDraft; outlets: OutletShown[] }) {
  const { t, say } = useWords();
  const all = circlesOf(draft, outlets, say);
  if (all.length === 0) return null;
  // Metres from the middle: north is up, a degree of longitude is as wide as it is there.
  const middle = all.reduce((sum, { north }) => sum + north, 0) / all.length;
  const points = all.map((one) => ({ ...one, x: one.east * METRES_A_DEGREE * Math.cos((middle * Math.PI) / 180), y: -one.north * METRES_A_DEGREE }));
  // Those of one's own are looked at, where there are any: outlets may be spread over a country.
  const own = points.filter(({ isOwn }) => isOwn);
  const framed = own.length > 0 ? own : points;
  const from = (of: "x" | "y") => Math.min(...framed.map((one) => one[of] - one.metres)) - EDGE_M;
  const until = (of: "x" | "y") => Math.max(...framed.map((one) => one[of] + one.metres)) + EDGE_M;
  const [left, top, width, height] = [from("x"), from("y"), until("x") - from("x"), until("y") - from("y")];
  const unit = Math.max(width, height) / 100;
  return (
    <section className="panel fence-plot" aria-label={t("rules.places.drawn")}>
      <div className="panel-head"><h2 className="section-title">{t("rules.places.drawn")}</h2></div>
      <svg viewBox={`${left} ${top} ${width} ${height}`} role="img" aria-label={t("rules.places.drawn_label", { count: all.length })}>
        {points.map((one) => (
          <g key={one.key} className={one.isOwn ? "own" : undefined}>
            <title>{one.name}</title>
            {one.metres > 0 ? <circle className="reach" cx={one.x} cy={one.y} r={one.metres} strokeWidth={unit / 3} /> : null}
            <circle className="middle" cx={one.x} cy={one.y} r={unit * (one.isOwn ? 1.1 : 0.8)} />
            {one.isOwn ? <text x={one.x} y={one.y - one.metres - unit * 1.5} fontSize={unit * 4} textAnchor="middle">{one.name}</text> : null}
          </g>
        ))}
      </svg>
      <p className="muted small after">{t("rules.places.drawn_help")}</p>
    </section>
  );
}
