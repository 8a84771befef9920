// Outlets: where they are, as points beside one another, and when they are open.
import { Button, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { foundIn, spans } from "./hours";
import { Hours } from "./outlet-hours";
import { OutletPoints } from "./outlet-points";
import { outletsQuery } from "./queries";
import type { OutletShown } from "./types";

export function Outlets() {
  const { t } = useWords();
  const query = useQuery(outletsQuery);
  return (
    <Answer query={query} lines={8}>
      {(outlets) => (outlets.length === 0 ? <section className="panel"><Empty title={t("outlets.none")} help={t("outlets.none_help")}><p className="actions centred"><New /></p></Empty></section> : <All outlets={outlets} />)}
    </Answer>
  );
}

const SHOWN = 60;
/** More of them can be searched. */
const FEW = 12;
/** "2" comes before "10". */
const inOrder = new Intl.Collator("de", { numeric: true });

function All({ outlets }: { outlets: OutletShown[] }) {
  const { t } = useWords();
  const [pointed, point] = useState<string | null>(null);
  const [all, showAll] = useState(false);
  const [{ query = "" }, setUrl] = useUrlState();
  const sorted = [...outlets].sort((one, other) => inOrder.compare(one.name || one.number, other.name || other.number));
  // What is known of none of them has no column.
  const has = { zone: outlets.some(({ zone }) => zone !== null), place: outlets.some(({ position }) => Boolean(position)), hours: outlets.some(({ hours }) => hours.length > 0) };
  const placed = outlets.filter(({ position }) => Boolean(position));
  const found = foundIn(sorted, query);
  const shown = all ? found : found.slice(0, SHOWN);
  return (
    <div className={placed.length > 1 ? "split" : "stack"}>
      <section className="panel flush" aria-label={t("catalogue.tab.outlets")}>
        <div className="panel-head"><h2 className="section-title">{t("outlets.count", { count: outlets.length })}</h2><New /></div>
        {outlets.length > FEW || query !== "" ? <div className="outlet-search"><TextInput aria-label={t("outlets.search")} placeholder={t("outlets.search_hint")} leftSection={<IconSearch size={16} aria-hidden />} maxLength={200} autoComplete="off" value={query} onChange={(event) => setUrl({ query: event.currentTarget.value })} /><span className="muted small" role="status">{query === "" ? "" : t("outlets.found", { count: found.length })}</span></div> : null}
        {found.length === 0 ? <Empty title={t("outlets.found_none")} help={t("outlets.found_none_help")} /> : <table className="table cards">
          <thead><tr><th scope="col">{t("outlets.outlet")}</th>{has.zone ? <th scope="col">{t("outlets.zone")}</th> : null}{has.place ? <th scope="col">{t("outlets.place")}</th> : null}{has.hours ? <th scope="col">{t("outlets.hours")}</th> : null}</tr></thead>
          <tbody>
            {shown.map((outlet) => (
              <tr key={outlet.number} onMouseEnter={() => point(outlet.number)} onMouseLeave={() => point(null)} onFocus={() => point(outlet.number)} onBlur={() => point(null)}>
                <td><Link to={paths.outlet} params={{ number: outlet.number }}><strong>{outlet.name || outlet.number}</strong></Link>{outlet.name && outlet.name !== outlet.number ? <div className="muted small">{outlet.number}</div> : null}</td>
                {has.zone ? <td data-label={t("outlets.zone")}>{outlet.zone ?? "–"}</td> : null}
                {has.place ? <td className="second nowrap" data-label={t("outlets.place")}>{outlet.position ? placeText(outlet.position) : <span className="muted">{t("outlets.no_place")}</span>}</td> : null}
                {has.hours ? <td className="second" data-label={t("outlets.hours")}><Hours all={spans(outlet.hours)} /></td> : null}
              </tr>
            ))}
          </tbody>
        </table>}
        {has.place || has.hours ? null : <p className="muted small panel-foot">{t("outlets.nothing_more")}</p>}
        {shown.length < found.length ? <p className="panel-foot"><button type="button" className="as-link" onClick={() => showAll(true)}>{t("outlets.all", { count: found.length })}</button></p> : null}
      </section>
      {placed.length > 1 ? <Points outlets={placed} pointed={pointed} /> : null}
    </div>
  );
}

const MILLION = 1_000_000;
const DEGREES = 4;

const placeText = ({ latitude, longitude }: NonNullable<OutletShown["position"]>) => `${(latitude / MILLION).toFixed(DEGREES)}, ${(longitude / MILLION).toFixed(DEGREES)}`;

function Points({ outlets, pointed }: { outlets: OutletShown[]; pointed: string | null }) {
  const { t } = useWords();
  const points = outlets.flatMap(({ number, name, position }) => (position ? [{ number, name, north: position.latitude / MILLION, east: position.longitude / MILLION }] : []));
  return <OutletPoints title={t("outlets.where")} points={points} pointed={pointed} help={t("outlets.where_help")} />;
}

function New() {
  const { t } = useWords();
  const { allowed, why } = useMay("publish");
  if (!allowed) return <Button size="xs" variant="default" disabled title={why}>{t("outlet.new")}</Button>;
  return <Button size="xs" variant="default" renderRoot={(root) => <Link {...root} to={paths.newOutlet} />} leftSection={<IconPlus size={15} aria-hidden />}>{t("outlet.new")}</Button>;
}
