// Data: where events come from and how late, what waits in the inbox and in quarantine, and who was erased.
import { Button } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { dataQuery, healthQuery } from "../../api/queries";
import type { DataState } from "../../api/schema";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Answer, Empty } from "../../ui/states";
import { Databases } from "../databases/list";
import { Feeds } from "../feeds/list";
import { Connected } from "../sources/connected";
import { Requests } from "../sources/requests";
import { WaitingFiles } from "../files/waiting";
import { Erasures } from "./erasures";
import { Imports } from "./imports";
import { Quarantine } from "./quarantine";
import { Ways } from "./ways";

/** What is red here needs somebody on Today. */
const LATENESS = { in_time: "good", late: "warn", too_late: "bad" } as const;

export function DataPage() {
  const { t } = useWords();
  const query = useQuery(dataQuery);
  return (
    <>
      <PageHead title={t("data.title")}><span className="actions"><Link to={paths.content} search={{ tab: "mailbox" }}>{t("data.mailbox")}</Link><ReadFiles /></span></PageHead>
      <Answer query={query}>
        {(data) => (
          <>
            <Figures data={data} />
            <Ways />
            <div className="stack calm-empty">
              <WaitingFiles />
              <Sources data={data} />
              <Connected />
              <Databases />
              <Feeds />
              <Requests />
              <Quarantine />
              <Imports />
              <Erasures />
            </div>
          </>
        )}
      </Answer>
    </>
  );
}

function ReadFiles() {
  const { t } = useWords();
  const { allowed, why } = useMay("files");
  if (!allowed) return <Button disabled title={why}>{t("files.title")}</Button>;
  return <Button component={Link} to={paths.files} leftSection={<IconFileUpload size={16} aria-hidden />}>{t("files.title")}</Button>;
}

function Figures({ data }: { data: DataState }) {
  const { t, format } = useWords();
  const health = useQuery(healthQuery);
  const stands = data.needs.includes("loop_stands");
  const needed = (code: DataState["needs"][number]) => (data.needs.includes(code) ? <> <span className="chip bad">{t("data.needs_you")}</span></> : null);
  const behind = Math.max(0, data.inbox.last - data.inbox.applied);
  return (
    <dl className="figures">
      <div><dt>{t("data.health")}</dt><dd className="date">{health.data === undefined ? "–" : t(health.data && !stands ? "data.health_ok" : "data.health_bad")}{needed("loop_stands")}</dd></div>
      <div><dt>{t("data.inbox")}</dt><dd>{format.number(data.inbox.last)}<small>{behind === 0 ? t("data.inbox_done") : t("data.inbox_behind", { count: behind })}{needed("backlog")}</small></dd></div>
      <div><dt>{t("data.store")}</dt><dd>{format.bytes(data.store.file_bytes)}<small title={`${t("data.store_parts", { count: data.store.parts })}, ${t("data.store_format", { format: data.store.format })}`}>{t("data.store_help")}</small></dd></div>
      <div><dt>{t("data.quarantine")}</dt><dd>{format.number(data.quarantine_count)}<small>{needed("quarantine")}</small></dd></div>
    </dl>
  );
}

function Sources({ data }: { data: DataState }) {
  const { t, code, format } = useWords();
  const { now } = useSession().clock;
  return (
    <section className="panel flush">
      <div className="panel-head"><h2 className="section-title">{t("data.sources")}</h2></div>
      {data.sources.length === 0 ? (
        <Empty title={t("data.no_sources")} />
      ) : (
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t("data.source")}</th>
              <th scope="col" className="num">{t("data.events")}</th>
              <th scope="col">{t("data.last")}</th>
              <th scope="col">{t("data.lag")}</th>
            </tr>
          </thead>
          <tbody>
            {data.sources.map((source) => (
              <tr key={source.id}>
                <td>
                  <strong>{code("source", source.id)}</strong> <Simulated when={source.id === "simulated"} />
                  {code("source_help", source.id) === source.id ? null : <div className="muted small">{code("source_help", source.id)}</div>}
                  {source.delayed ? <div className="muted small">{t("data.delayed")}</div> : null}
                </td>
                <td className="num" data-label={t("data.events")}>
                  {format.number(source.events)}
                  {source.replayed > 0 ? <div className="muted small">{t("data.replayed", { count: source.replayed })}</div> : null}
                </td>
                <td data-label={t("data.last")}>{source.last_received ? <span title={format.dateTime(source.last_received)}>{format.ago(source.last_received, now)}</span> : <span className="muted">{t("data.never")}</span>}</td>
                <td data-label={t("data.lag")}>{source.lag_seconds === null ? "–" : <span className={`chip ${source.lateness ? LATENESS[source.lateness] : ""}`}>{format.span(source.lag_seconds)}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
