// The guided tour: four people of the demonstration and what one can try with them.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Failure } from "../../api/client";
import { tourQuery } from "../../api/queries";
import type { Tour } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Answer, Empty } from "../../ui/states";
import { useTold } from "../customers/why-entries";
import { LastSecondDeeds } from "./last-second";

export function TourPage() {
  const { t } = useWords();
  const query = useQuery(tourQuery);
  const missing = query.error instanceof Failure && query.error.status === 404;
  return (
    <>
      <PageHead title={t("tour.title")} lead={<>{t("tour.lead")} <Simulated /></>} />
      {missing ? <Unprepared /> : (
        <Answer query={query}>
          {({ stops }) => (stops.length === 0 ? <Unprepared /> : <ol className="tour">{stops.map((stop) => <Stop key={stop.kind} stop={stop} />)}</ol>)}
        </Answer>
      )}
    </>
  );
}

function Unprepared() {
  const { t } = useWords();
  return <section className="panel"><Empty title={t("tour.none")} help={t("tour.none_help")} /></section>;
}

function Stop({ stop }: { stop: Tour["stops"][number] }) {
  const { t, code } = useWords();
  const told = useTold();
  return (
    <li className="panel">
      <div>
        <h2 className="section-title">{code("tour_title", stop.kind)}</h2>
        <p>{code("tour_text", stop.kind)}</p>
      </div>
      <div className="stack" style={{ gap: 14 }}>
        {stop.customers.length === 0 ? <span className="muted">{t("tour.nobody")}</span> : null}
        {stop.customers.map((customer) => (
          <div key={customer.id}>
            <strong>{customer.name}</strong> <Simulated />
            {customer.note ? <div className="muted small">{told(customer.note)}</div> : null}
            <div className="actions small">
              <Link to={paths.customer} params={{ id: customer.id }}>{t("tour.profile")}</Link>
              <Link to={paths.customer} params={{ id: customer.id }} search={{ tab: "why", ...(customer.message ? { view: customer.message } : {}), ...(customer.which ? { which: customer.which } : {}) }}>{t("tour.why")}</Link>
            </div>
          </div>
        ))}
        {stop.kind === "last_second" ? <LastSecondDeeds stop={stop} /> : null}
      </div>
    </li>
  );
}
