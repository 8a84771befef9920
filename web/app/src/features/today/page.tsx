// Today: what happened, what needs me, where customers stand.
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { programmesQuery, todayQuery } from "../../api/queries";
import type { Today } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Bars } from "../../ui/bars";
import { Simulated, StateChip, toneOf } from "../../ui/marks";
import { Answer, Empty } from "../../ui/states";
import { KeptPlan, useKept } from "../mailings/kept";
import { useNames } from "../names";
import { useDrafts } from "../programmes/draft-state";
import { DraftNotes } from "../programmes/kept-notes";
import { formName } from "../forms/written";
import { Begin } from "./begin";
import { StateReasons } from "./reasons";
import { inLife } from "./phases";
import { groupStates } from "./states";

type Need = Today["needs_me"][number];

/** These do not wait in a list. */
const ALARMS: Need["code"][] = ["guardrail_paused", "unknown_deliveries", "loop_stands", "carrier_needs_repair"];

export function TodayPage() {
  const { t, format } = useWords();
  const today = useQuery(todayQuery);
  return (
    <>
      <PageHead title={t("today.title")} lead={today.data ? t("today.updated", { time: format.dateTime(today.data.now) }) : undefined} />
      <Answer query={today} lines={10}>
        {(data) => data.customers === 0 ? (
          <div className="stack">
            <Alarms today={data} />
            <Begin />
            {data.needs_me.length > 0 ? <Needs today={data} /> : null}
          </div>
        ) : (
          <>
            <Alarms today={data} />
            <Figures today={data} />
            <div className="split side-first">
              <div className="stack">
                <Needs today={data} />
                <Begun />
                <States today={data} />
                {data.phases.length > 0 ? (
                  <section className="panel">
                    <div className="panel-head"><h2 className="section-title">{t("today.phases")}</h2></div>
                    <PhaseBars today={data} />
                  </section>
                ) : null}
              </div>
              <div className="stack">
                <Deliveries today={data} />
              </div>
            </div>
          </>
        )}
      </Answer>
    </>
  );
}

/** What whoever is signed in began in this browser and has not published. */
function Begun() {
  const { t } = useWords();
  const programmes = useQuery(programmesQuery).data ?? [];
  const drafts = useDrafts().ids().filter((id) => programmes.some((one) => one.id === id));
  const { plan } = useKept();
  if (drafts.length === 0 && plan === null) return null;
  return (
    <section className="panel flush">
      <div className="panel-head"><h2 className="section-title">{t("kept.begun")}</h2></div>
      <DraftNotes programmes={programmes} />
      <KeptPlan />
    </section>
  );
}

function Figures({ today }: { today: Today }) {
  const { t, format } = useWords();
  const delivered = today.by_state.filter(({ state }) => state === "delivered").reduce((sum, { count }) => sum + count, 0);
  return (
    <dl className="figures">
      <div><dt>{t("today.customers")}</dt><dd>{format.number(today.customers)}</dd></div>
      <div>
        <dt>{t("today.events")}</dt>
        <dd>
          {format.number(today.accepted_total)}
          <small>{today.backlog === 0 ? t("today.backlog_none") : `${format.number(today.backlog)} ${t("today.backlog")}`}</small>
        </dd>
      </div>
      <div><dt>{t("today.delivered")}</dt><dd>{format.number(delivered)}</dd></div>
      <div><dt>{t("today.quarantined")}</dt><dd>{format.number(today.quarantined)}</dd></div>
    </dl>
  );
}

function useNeedWords() {
  const { code, format } = useWords();
  const names = useNames();
  return (need: Need) => {
    const { before, count, delivered, field, id, owner, percent, reason, seconds, signal, source, wanted } = need.params;
    return code("needs", need.code, {
      ...(before === undefined ? {} : { before }),
      ...(count === undefined ? {} : { count }),
      ...(field === undefined ? {} : { field }),
      ...(owner === undefined ? {} : { owner }),
      ...(percent === undefined ? {} : { percent }),
      ...(wanted === undefined ? {} : { wanted }),
      ...(delivered === undefined ? {} : { delivered }),
      ...(id === undefined ? {} : { id: need.code === "form_unanswered" ? formName(id) : names.programme(id) }),
      ...(source === undefined ? {} : { source: code("source", source) }),
      ...(seconds === undefined ? {} : { span: format.span(seconds) }),
      ...(reason === undefined ? {} : { reason }),
      ...(signal === undefined ? {} : { signal: code("guardrail", signal) }),
    });
  };
}

/** What is said of deliveries that are late or became worse. */
const OF_QUALITY: string[] = ["delivery_late", "field_emptier", "field_unusable", "data_bad", "data_good", "data_missing", "data_old"];

/** Where something is done about it; what only the configuration mends has no page. */
function NeedLink({ need }: { need: Need }) {
  const { t } = useWords();
  const { id } = need.params;
  if (need.code === "shop_unknown") return null;
  if (need.code === "form_unanswered") return <Link to={paths.readiness}>{t("today.open")}</Link>;
  if (id !== undefined) return <Link to={paths.programme} params={{ id: String(id) }}>{t("today.open")}</Link>;
  if (need.code === "unknown_deliveries") return <Link to={paths.intents} search={{ state: "unknown", settled: "no" }}>{t("today.open")}</Link>;
  if (need.code === "database_fails" && need.params.source !== undefined) return <Link to={paths.database} params={{ id: need.params.source }}>{t("today.open")}</Link>;
  if (need.code === "feed_fails") return <Link to={paths.data} hash="feeds">{t("today.open")}</Link>;
  if (OF_QUALITY.includes(need.code)) return <Link to={paths.quality}>{t("today.open")}</Link>;
  if (need.code === "export_failed" || need.code === "subscription_suspended") return <Link to={paths.out}>{t("today.open")}</Link>;
  return <Link to={paths.data} {...(need.code === "privacy_requests" ? { hash: "requests" } : need.code === "quarantine" ? { hash: "quarantine" } : {})}>{t("today.open")}</Link>;
}

/** What stopped by itself, with its figures: nobody should have to look for it. */
function Alarms({ today }: { today: Today }) {
  const { t } = useWords();
  const words = useNeedWords();
  const alarms = today.needs_me.filter(({ code }) => ALARMS.includes(code));
  if (alarms.length === 0) return null;
  return (
    <section className="alarms" aria-label={t("today.alarms")}>
      {alarms.map((need) => (
        <div key={need.code + JSON.stringify(need.params)} className="alarm" role="alert">
          <IconAlertTriangle size={20} aria-hidden />
          <span>{words(need)}</span>
          <NeedLink need={need} />
        </div>
      ))}
    </section>
  );
}

function Needs({ today }: { today: Today }) {
  const { t } = useWords();
  const words = useNeedWords();
  const needs = today.needs_me.filter(({ code }) => !ALARMS.includes(code));
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("today.needs_me")}</h2></div>
      {needs.length === 0 ? (
        <span className="muted">{today.needs_me.length > 0 ? t("today.nothing_else", { count: today.needs_me.length }) : t("today.nothing")}</span>
      ) : (
        <ul className="needs">
          {needs.map((need) => (
            <li key={need.code + JSON.stringify(need.params)}>
              <span>{words(need)}</span>
              <NeedLink need={need} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function States({ today }: { today: Today }) {
  const { t, code, format } = useWords();
  const groups = groupStates(today.by_state);
  const { open, settled } = today.uncertain;
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("today.states")}</h2></div>
      {groups.length === 0 ? (
        <span className="muted">{t("today.no_states")}</span>
      ) : (
        <Bars
          bars={groups.map((group) => ({
            key: group.state,
            count: group.count,
            tone: toneOf(group.state) === "good" ? "good" : toneOf(group.state) === "bad" ? "bad" : "calm",
            label: (
              <>
                <Link to={paths.intents} search={{ state: group.state }} className="quiet">{code("state", group.state)}</Link>
                {group.state === "unknown" ? <span className="muted small" style={{ marginLeft: 8 }}>{t("intents.uncertain_count", { open: format.number(open), settled: format.number(settled) })}</span> : null}
                {group.reasons.length > 0 ? <StateReasons state={group.state} reasons={group.reasons} /> : null}
              </>
            ),
          }))}
        />
      )}
    </section>
  );
}

function PhaseBars({ today }: { today: Today }) {
  const { say } = useWords();
  return <Bars bars={inLife(today.phases).map((phase) => ({ key: phase.id, label: say(phase.name), count: phase.customers }))} />;
}

function Deliveries({ today }: { today: Today }) {
  const { t, say, code, format } = useWords();
  return (
    <section className="panel flush">
      <div className="panel-head"><h2 className="section-title">{t("today.deliveries")}</h2></div>
      {today.deliveries.length === 0 ? (
        <Empty title={t("today.no_deliveries")} help={t("today.no_deliveries_help")} />
      ) : (
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t("table.when")}</th>
              <th scope="col">{t("table.customer")}</th>
              <th scope="col">{t("table.message")}</th>
              <th scope="col">{t("table.channel")}</th>
              <th scope="col">{t("table.state")}</th>
            </tr>
          </thead>
          <tbody>
            {today.deliveries.map((row) => (
              <tr key={`${row.at} ${row.customer} ${row.message.id}`}>
                <td className="nowrap muted" title={format.dateTime(row.at)}>{format.ago(row.at, today.now)}</td>
                <td>
                  <Link to={paths.customer} params={{ id: row.customer }}>{row.customer_name || row.customer.slice(0, 8)}</Link>
                </td>
                <td><Link to={paths.content} search={{ tab: "mailbox", customer: row.customer, mail: row.delivery }} className="quiet">{say(row.message.name)}</Link></td>
                <td className="muted nowrap">{code("channel", row.channel)}</td>
                <td><StateChip state={row.state} /> <Simulated when={row.simulated} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
