// Data: where events come from and how late, what waits in the inbox and in quarantine, and who was erased.
import { Button } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { dataQuery, databasesQuery, erasuresQuery, feedsQuery, healthQuery, importsQuery, privacyQuery, sourcesQuery } from "../../api/queries";
import type { DataState } from "../../api/schema";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { Databases } from "../databases/list";
import { Feeds } from "../feeds/list";
import { Connected } from "../sources/connected";
import { Requests } from "../sources/requests";
import { WaitingFiles } from "../files/waiting";
import { Erasures } from "./erasures";
import { Imports } from "./imports";
import { JumpBar } from "./jump-bar";
import { Quarantine } from "./quarantine";
import { Sources } from "./sources";
import { Ways } from "./ways";

export function DataPage() {
  const { t } = useWords();
  const query = useQuery(dataQuery);
  return (
    <>
      <PageHead title={t("data.title")}><span className="actions"><Link to={paths.content} search={{ tab: "mailbox" }}>{t("data.mailbox")}</Link><ReadFiles /></span></PageHead>
      <Answer query={query}>
        {(data) => (
          <>
            <Parts data={data} />
            <Figures data={data} />
            <Ways />
            <div className="stack calm-empty">
              <WaitingFiles />
              <Sources data={data} />
              <div className="data-connect"><Connected /><Databases /><Feeds /></div>
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

/** The parts of the page with what each holds. */
function Parts({ data }: { data: DataState }) {
  const { t } = useWords();
  const { allowed: mayErase } = useMay("erase");
  const connected = useQuery(sourcesQuery).data;
  const databases = useQuery(databasesQuery).data;
  const feeds = useQuery(feedsQuery).data;
  const requests = useQuery(privacyQuery).data;
  const imports = useQuery(importsQuery).data;
  const erasures = useQuery({ ...erasuresQuery, enabled: mayErase }).data;
  const isFailing = (failure: { passing: boolean } | null) => failure !== null && !failure.passing;
  const count = (all: unknown[] | undefined) => all?.length ?? null;
  return (
    <JumpBar
      label={t("data.parts")}
      parts={[
        { id: "sources", name: t("data.sources"), count: data.sources.length },
        { id: "connected", name: t("sources.title"), count: count(connected) },
        { id: "databases", name: t("databases.title"), count: count(databases), needsYou: (databases ?? []).some(({ state }) => isFailing(state.failure)) },
        { id: "feeds", name: t("feeds.title"), count: count(feeds), needsYou: (feeds ?? []).some(({ failure }) => isFailing(failure)) },
        { id: "requests", name: t("requests.title"), count: count(requests), needsYou: (requests ?? []).length > 0 },
        { id: "quarantine", name: t("data.quarantine"), count: data.quarantine_count, needsYou: data.quarantine_count > 0 },
        { id: "imports", name: t("imports.title"), count: count(imports) },
        ...(mayErase ? [{ id: "erasures", name: t("erasures.title"), count: count(erasures) }] : []),
      ]}
    />
  );
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
