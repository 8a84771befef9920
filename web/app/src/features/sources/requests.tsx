// What people ask for under data protection law, as shops report it: what, whose, since when, and that it is done.
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { post } from "../../api/client";
import { customerQuery, privacyQuery } from "../../api/queries";
import type { PrivacyAsked } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { AskFirst } from "../files/ask-first";

const intoView = (element: HTMLElement | null) => element?.closest("section")?.scrollIntoView();

export function Requests() {
  const { t } = useWords();
  const query = useQuery(privacyQuery);
  // Whoever comes for them is led to them, once they are there.
  const isWanted = useLocation().hash === "requests";
  return (
    <section className="panel flush" id="requests" aria-labelledby="requests-title">
      <div className="panel-head"><h2 className="section-title" id="requests-title">{t("requests.title")}</h2>{(query.data ?? []).length > 0 ? <span className="chip bad">{t("data.needs_you")}</span> : null}</div>
      <Answer query={query} lines={2}>
        {(all) => (all.length === 0 ? <Empty title={t("requests.none")} help={t("requests.none_help")} /> : <div ref={isWanted ? intoView : null}><Table all={all} /></div>)}
      </Answer>
    </section>
  );
}

function Table({ all }: { all: PrivacyAsked[] }) {
  const { t } = useWords();
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t("requests.what")}</th>
          <th scope="col">{t("requests.whose")}</th>
          <th scope="col">{t("requests.since")}</th>
          <th scope="col"><span className="visually-hidden">{t("requests.settle")}</span></th>
        </tr>
      </thead>
      <tbody>{all.map((one) => <Row key={one.id} one={one} />)}</tbody>
    </table>
  );
}

function Row({ one }: { one: PrivacyAsked }) {
  const { t, code, format } = useWords();
  const { now } = useSession().clock;
  return (
    <tr>
      <td>
        <strong>{code("privacy", one.kind)}</strong>
        <div className="muted small">{code("privacy_help", one.kind)}</div>
      </td>
      <td className="wide-cell">
        {one.customers.map((id) => <div key={id}><Person id={id} /></div>)}
        {one.customers.length === 0 ? <div>{t(one.identifiers.length === 0 ? "requests.everybody" : "requests.unknown")}</div> : null}
        <div className="muted small">{one.identifiers.map(({ name, value }) => `${code("identifier", name)} ${value}`).join(" · ")}</div>
      </td>
      <td className="nowrap" data-label={t("requests.since")}>
        <time dateTime={one.received} title={format.dateTime(one.received)}>{format.ago(one.received, now)}</time>
        <div className="muted small">{t("requests.from", { source: code("source", one.source) })}</div>
        {one.reference ? <div className="muted small">{t("requests.reference", { reference: one.reference })}</div> : null}
      </td>
      <td><Settle one={one} /></td>
    </tr>
  );
}

/** By name, where one is known. */
function Person({ id }: { id: string }) {
  const customer = useQuery(customerQuery(id));
  return <Link to={paths.customer} params={{ id }}>{customer.data?.name || id.slice(0, 8)}</Link>;
}

function Settle({ one }: { one: PrivacyAsked }) {
  const { t, code } = useWords();
  // Who may enter an objection may say this.
  const { allowed, why } = useMay("objection");
  const settle = useDeed({ act: () => post(`/privacy/${encodeURIComponent(one.id)}/settlement`, {}), touches: ["privacy", "data", "today"], said: () => t("requests.settled", { what: code("privacy", one.kind) }) });
  return <AskFirst label={t("requests.settle")} name={t("requests.settle_of", { what: code("privacy", one.kind) })} question={t("requests.settle_ask")} act={t("requests.settle_really")} disabled={!allowed} why={why} loading={settle.isPending} onYes={() => settle.mutate()} />;
}
