// Notices that are not told unless somebody has them told again.
import { Link } from "@tanstack/react-router";
import type { Webhook } from "../../api/schema";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Redrive } from "./webhook-deeds";
import { Why } from "./why";

export function GivenUp({ webhook }: { webhook: Webhook }) {
  const { t, code, format } = useWords();
  return (
    <section className="panel flush" aria-labelledby="given-up-title">
      <div className="panel-head"><h2 className="section-title" id="given-up-title">{t("webhooks.given_up")}</h2><Redrive webhook={webhook} /></div>
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">{t("webhooks.notice")}</th>
            <th scope="col">{t("table.when")}</th>
            <th scope="col">{t("table.customer")}</th>
            <th scope="col">{t("webhooks.why")}</th>
          </tr>
        </thead>
        <tbody>
          {webhook.given_up_rows.map((row, at) => (
            <tr key={at}>
              <td>{code("notice", row.kind)}</td>
              <td className="muted nowrap">{format.dateTime(row.at)}</td>
              <td className="second" data-label={t("table.customer")}><Link to={paths.customer} params={{ id: row.customer }}>{row.customer.slice(0, 8)}</Link></td>
              <td className="second" data-label={t("webhooks.why")}><Why reason={row.reason} /> <span className="muted small">{t("webhooks.tries", { count: row.attempts })}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
      {webhook.given_up > webhook.given_up_rows.length ? <p className="muted small panel-foot">{t("webhooks.given_up_more", { count: webhook.given_up - webhook.given_up_rows.length })}</p> : null}
    </section>
  );
}
