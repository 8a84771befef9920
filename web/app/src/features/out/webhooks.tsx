// Other systems that are told what happens: how each is, how far behind it is, and what can be done about it.
import { Button } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { webhooksQuery } from "../../api/queries";
import type { Webhook } from "../../api/schema";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { Note } from "../files/note";
import { DisconnectWebhook, Redrive } from "./webhook-deeds";
import { standOf, WEBHOOK_TONES } from "./told";
import { Why } from "./why";

export function Webhooks() {
  const { t } = useWords();
  const { demo } = useSession();
  const query = useQuery(webhooksQuery);
  return (
    <section className="panel flush" aria-labelledby="webhooks-title">
      <div className="panel-head">
        <h2 className="section-title" id="webhooks-title">{t("webhooks.title")}{query.data?.some(({ suspended }) => suspended !== null) ? <> <span className="chip bad">{t("data.needs_you")}</span></> : null}</h2>
        {demo ? <Button size="xs" variant="default" renderRoot={(root) => <Link {...root} to={paths.webhook} />}>{t("webhooks.look")}</Button>
          : <Button size="xs" variant="default" renderRoot={(root) => <Link {...root} to={paths.webhook} />} leftSection={<IconPlugConnected size={15} aria-hidden />}>{t("webhooks.connect")}</Button>}
      </div>
      <Answer query={query} lines={3}>
        {(all) => (all.length === 0 ? <Empty title={t("webhooks.none")} help={t(demo ? "webhooks.demo" : "webhooks.none_help")} /> : all.map((one) => <One key={one.id} webhook={one} />))}
      </Answer>
    </section>
  );
}

function One({ webhook }: { webhook: Webhook }) {
  const { t } = useWords();
  return (
    <article className="quarantined" aria-label={webhook.id}>
      <div className="panel-head">
        <h3 className="source-name"><span translate="no">{webhook.id}</span> <StandChip webhook={webhook} /></h3>
        <span className="actions">
          <Link className="small" to={paths.webhook} search={{ which: webhook.id }}>{t("webhooks.open")}<span className="visually-hidden">: {webhook.id}</span></Link>
          <DisconnectWebhook webhook={webhook} />
        </span>
      </div>
      <p className="mono source-address" translate="no">{webhook.url}</p>
      <WebhookStand webhook={webhook} />
    </article>
  );
}

export function StandChip({ webhook }: { webhook: Webhook }) {
  const { t } = useWords();
  const stand = standOf(webhook);
  return <span className={`chip ${WEBHOOK_TONES[stand]}`}>{t(`webhooks.stand.${stand}`)}</span>;
}

export function WebhookStand({ webhook }: { webhook: Webhook }) {
  const { t, format } = useWords();
  const { now } = useSession().clock;
  const { failing, suspended } = webhook;
  return (
    <div className="stack tight">
      {suspended !== null ? <Note tone="bad" title={t("webhooks.suspended")}><p><Why reason={suspended} /></p><p>{t("webhooks.suspended_help")}</p><p className="after-told"><Redrive webhook={webhook} /></p></Note> : null}
      {suspended === null && failing !== null ? (
        <Note tone="warn" title={t("webhooks.failing", { count: failing.attempts, time: format.dateTime(failing.since) })}>
          <p><Why reason={failing.reason} /></p>
          <p>{t("webhooks.failing_help", { time: format.dateTime(failing.last) })}</p>
        </Note>
      ) : null}
      <dl className="values">
        <div><dt>{t("webhooks.told")}</dt><dd>{format.number(webhook.told)}</dd></div>
        <div><dt>{t("webhooks.last")}</dt><dd>{webhook.last_told ? <span title={format.dateTime(webhook.last_told)}>{format.ago(webhook.last_told, now)}</span> : t("databases.never")}</dd></div>
        <div><dt>{t("webhooks.waiting")}</dt><dd>{webhook.behind === null ? "–" : webhook.behind > 0 ? t("webhooks.and_more", { count: webhook.waiting }) : format.number(webhook.waiting)}</dd></div>
        {webhook.oldest ? <div><dt>{t("webhooks.oldest")}</dt><dd className="warned"><span title={format.dateTime(webhook.oldest)}>{format.ago(webhook.oldest, now)}</span></dd></div> : null}
        {webhook.given_up > 0 ? <div><dt>{t("webhooks.given_up")}</dt><dd className="warned">{format.number(webhook.given_up)}</dd></div> : null}
        {webhook.dropped > 0 ? <div><dt>{t("webhooks.dropped")}</dt><dd title={t("webhooks.dropped_help")}>{format.number(webhook.dropped)}</dd></div> : null}
        <div><dt>{t("webhooks.kinds")}</dt><dd>{t("webhooks.kinds_count", { count: webhook.kinds.length })}</dd></div>
      </dl>
    </div>
  );
}
