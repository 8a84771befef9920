// The guided tour: four people of the demonstration and what one can try with them.
import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Failure, post } from "../../api/client";
import { tourQuery } from "../../api/queries";
import type { LastSecond, Tour } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { TillPurchase } from "../../app/till";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Answer, Empty } from "../../ui/states";
import { useTold } from "../customers/why-entries";

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

/** Three deeds in their order: fill the cart, buy at the till, let the last second pass. */
function LastSecondDeeds({ stop }: { stop: Tour["stops"][number] }) {
  const { t, format } = useWords();
  const { clock } = useSession();
  const { allowed, why } = useMay("demo");
  const client = useQueryClient();
  const again = () => void client.invalidateQueries();
  const fill = useDeed({
    act: () => post<LastSecond>("/demo/last-second", {}),
    said: ({ due }) => t("tour.filled", { time: format.dateTime(due) }),
    onDone: again,
  });
  // Once the cart is bought nothing is due any more; the second that was left is still to pass.
  const due = stop.due ?? fill.data?.due ?? null;
  const wait = due ? Math.ceil((Date.parse(due) - Date.parse(clock.now)) / 1000) : 0;
  const ready = due !== null && wait > 0;
  const move = useDeed({
    act: () => post("/demo/clock", { seconds: wait }),
    said: () => t("clock.moved", { time: format.dateTime(due ?? clock.now) }),
    onDone: again,
  });
  return (
    <>
      {due ? <div className="muted small">{t(ready ? "tour.due" : "tour.due_past", { when: format.ago(due, clock.now) })}</div> : null}
      <ol className="deeds">
        <li><Button size="sm" variant={ready ? "default" : "filled"} disabled={!allowed || ready} title={why} loading={fill.isPending} onClick={() => fill.mutate()}>{t("tour.fill")}</Button></li>
        <li><TillPurchase customer={ready ? stop.customers[0]?.id : undefined} variant={ready ? "filled" : "default"} /></li>
        <li><Button size="sm" variant="default" disabled={!allowed || !ready} title={why} loading={move.isPending} onClick={() => move.mutate()}>{ready ? t("tour.forward", { span: format.span(wait) }) : t("tour.forward_last")}</Button></li>
      </ol>
    </>
  );
}
