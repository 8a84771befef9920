// The guided tour: four people of the demonstration and what one can try with them.
import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Failure, post } from "../../api/client";
import { tourQuery } from "../../api/queries";
import type { Tour } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { TillPurchase } from "../../app/till";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Answer, Empty } from "../../ui/states";

const BOOKABLE = ["till_purchase", "last_second"];

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
  const { t, say } = useWords();
  return (
    <li className="panel">
      <div>
        <h2 className="section-title">{t(`tour.${stop.kind}.title`)}</h2>
        <p>{t(`tour.${stop.kind}.text`)}</p>
      </div>
      <div className="stack" style={{ gap: 14 }}>
        {stop.customers.map((customer) => (
          <div key={customer.id}>
            <strong>{customer.name}</strong> <Simulated />
            {customer.note ? <div className="muted small">{say(customer.note)}</div> : null}
            <div className="actions small">
              <Link to={paths.customer} params={{ id: customer.id }}>{t("tour.profile")}</Link>
              <Link to={paths.customer} params={{ id: customer.id }} search={{ tab: "why" }}>{t("tour.why")}</Link>
            </div>
          </div>
        ))}
        <Deeds stop={stop} />
      </div>
    </li>
  );
}

function Deeds({ stop }: { stop: Tour["stops"][number] }) {
  const { t, format } = useWords();
  const { clock } = useSession();
  const { allowed, why } = useMay("demo");
  const client = useQueryClient();
  const customer = stop.customers[0]?.id;
  const wait = stop.due ? Math.ceil((Date.parse(stop.due) - Date.parse(clock.now)) / 1000) : 0;
  const move = useDeed({
    act: () => post("/demo/clock", { seconds: wait }),
    said: () => t("clock.moved", { time: format.dateTime(stop.due ?? clock.now) }),
    onDone: () => void client.invalidateQueries(),
  });
  if (!BOOKABLE.includes(stop.kind)) return null;
  return (
    <div>
      {stop.due ? <div className="muted small" style={{ marginBottom: 8 }}>{t(wait >= 0 ? "tour.due" : "tour.due_past", { when: format.ago(stop.due, clock.now) })}</div> : null}
      <div className="actions">
        <TillPurchase customer={customer} />
        {clock.manual && wait > 0 ? (
          <Button size="sm" variant="default" disabled={!allowed} title={why} loading={move.isPending} onClick={() => move.mutate()}>{t("tour.forward", { span: format.span(wait) })}</Button>
        ) : null}
      </div>
    </div>
  );
}
