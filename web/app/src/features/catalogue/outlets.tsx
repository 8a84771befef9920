// Outlets: where they are, as points beside one another, and when they are open.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { spans } from "./hours";
import { Hours } from "./outlet-hours";
import { outletsQuery } from "./queries";
import type { OutletShown } from "./types";

export function Outlets() {
  const { t } = useWords();
  const query = useQuery(outletsQuery);
  return (
    <Answer query={query} lines={8}>
      {(outlets) => (outlets.length === 0 ? <section className="panel"><Empty title={t("outlets.none")} help={t("outlets.none_help")} /></section> : <All outlets={outlets} />)}
    </Answer>
  );
}

const SHOWN = 60;
/** "2" comes before "10". */
const inOrder = new Intl.Collator("de", { numeric: true });

function All({ outlets }: { outlets: OutletShown[] }) {
  const { t } = useWords();
  const [pointed, point] = useState<string | null>(null);
  const [all, showAll] = useState(false);
  const sorted = [...outlets].sort((one, other) => inOrder.compare(one.name || one.number, other.name || other.number));
  // What is known of none of them has no column.
  const has = { zone: outlets.some(({ zone }) => zone !== null), place: outlets.some(({ position }) => Boolean(position)), hours: outlets.some(({ hours }) => hours.length > 0) };
  const placed = outlets.filter(({ position }) => Boolean(position));
  const shown = all ? sorted : sorted.slice(0, SHOWN);
  return (
    <div className={placed.length > 1 ? "split" : "stack"}>
      <section className="panel flush" aria-label={t("catalogue.tab.outlets")}>
        <div className="panel-head"><h2 className="section-title">{t("outlets.count", { count: outlets.length })}</h2></div>
        <table className="table cards">
          <thead><tr><th scope="col">{t("outlets.outlet")}</th>{has.zone ? <th scope="col">{t("outlets.zone")}</th> : null}{has.place ? <th scope="col">{t("outlets.place")}</th> : null}{has.hours ? <th scope="col">{t("outlets.hours")}</th> : null}</tr></thead>
          <tbody>
            {shown.map((outlet) => (
              <tr key={outlet.number} onMouseEnter={() => point(outlet.number)} onMouseLeave={() => point(null)}>
                <td><strong>{outlet.name || outlet.number}</strong>{outlet.name && outlet.name !== outlet.number ? <div className="muted small">{outlet.number}</div> : null}</td>
                {has.zone ? <td data-label={t("outlets.zone")}>{outlet.zone ?? "–"}</td> : null}
                {has.place ? <td className="second nowrap" data-label={t("outlets.place")}>{outlet.position ? placeText(outlet.position) : <span className="muted">{t("outlets.no_place")}</span>}</td> : null}
                {has.hours ? <td className="second" data-label={t("outlets.hours")}><Hours all={spans(outlet.hours)} /></td> : null}
              </tr>
            ))}
          </tbody>
        </table>
        {has.place || has.hours ? null : <p className="muted small panel-foot">{t("outlets.nothing_more")}</p>}
        {shown.length < outlets.length ? <p className="panel-foot"><button type="button" className="as-link" onClick={() => showAll(true)}>{t("outlets.all", { count: outlets.length })}</button></p> : null}
      </section>
      {placed.length > 1 ? <Points outlets={placed} pointed={pointed} /> : null}
    </div>
  );
}

const MILLION = 1_000_000;
const DEGREES = 4;

const placeText = ({ latitude, longitude }: NonNullable<OutletShown["position"]>) => `${(latitude / MILLION).toFixed(DEGREES)}, ${(longitude / MILLION).toFixed(DEGREES)}`;

/** North is up; a degree of longitude is as wide as it is there. */
function Points({ outlets, pointed }: { outlets: OutletShown[]; pointed: string | null }) {
  const { t } = useWords();
  const at = outlets.flatMap(({ number, name, position }) => (position ? [{ number, name, latitude: position.latitude / MILLION, longitude: position.longitude / MILLION }] : []));
  const middle = at.reduce((sum, { latitude }) => sum + latitude, 0) / at.length;
  const points = at.map((one) => ({ ...one, x: one.longitude * Math.cos((middle * Math.PI) / 180), y: -one.latitude }));
  const [left, top] = [Math.min(...points.map(({ x }) => x)), Math.min(...points.map(({ y }) => y))];
  const [width, height] = [Math.max(0.02, Math.max(...points.map(({ x }) => x)) - left), Math.max(0.02, Math.max(...points.map(({ y }) => y)) - top)];
  const unit = Math.max(width, height) / 100;
  const pad = 5 * unit;
  return (
    <section className="panel outlet-points" aria-label={t("outlets.where")}>
      <div className="panel-head"><h2 className="section-title">{t("outlets.where")}</h2></div>
      <svg viewBox={`${left - pad} ${top - pad} ${width + 2 * pad} ${height + 2 * pad}`} role="img" aria-label={t("outlets.where_label", { count: points.length })}>
        {points.map((one) => <circle key={one.number} cx={one.x} cy={one.y} r={(pointed === one.number ? 2.6 : 1.3) * unit} className={pointed === one.number ? "pointed" : ""}><title>{one.name}</title></circle>)}
      </svg>
      <p className="muted small">{t("outlets.where_help")}</p>
    </section>
  );
}
