// Where events come from, a line each: how many, when last, and how late; of files that were read once, when.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { databasesQuery, importsQuery, sourcesQuery } from "../../api/queries";
import type { DataState } from "../../api/schema";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Empty } from "../../ui/states";
import { readOn } from "./from-files";

/** What is red here needs somebody on Today. */
const LATENESS = { in_time: "good", late: "warn", too_late: "bad" } as const;

type Source = DataState["sources"][number];

export function Sources({ data }: { data: DataState }) {
  const { t, code, format } = useWords();
  // One that never sent anything is named, and needs no line.
  const isSilent = ({ last_received: last, events }: Source) => last === null && events === 0;
  const [heard, silent] = [data.sources.filter((one) => !isSilent(one)), data.sources.filter(isSilent)];
  return (
    <section className="panel flush" id="sources" aria-labelledby="sources-title">
      <div className="panel-head"><h2 className="section-title" id="sources-title">{t("data.sources")}</h2></div>
      {data.sources.length === 0 ? <Empty title={t("data.no_sources")} /> : heard.length === 0 ? null : <Heard sources={heard} />}
      {silent.length === 0 ? null : <p className="muted small silent-sources">{t("data.silent")} {format.list(silent.map(({ id }) => code("source", id)))}</p>}
    </section>
  );
}

function Heard({ sources }: { sources: Source[] }) {
  const { t } = useWords();
  // Files are read by everybody's clock; beside another one the two cannot be compared.
  const { movable } = useSession().clock;
  const imports = useQuery(importsQuery).data ?? [];
  const connected = (useQuery(sourcesQuery).data ?? []).map(({ id }) => id);
  const databases = (useQuery(databasesQuery).data ?? []).map(({ id }) => id);
  const alive = [...connected, ...databases];
  const pageOf = (id: string): Page => (databases.includes(id) ? "database" : connected.includes(id) || imports.some(({ source }) => source === id) ? "source" : null);
  return (
    <table className="table cards compact">
      <thead>
        <tr>
          <th scope="col">{t("data.source")}</th>
          <th scope="col" className="num">{t("data.events")}</th>
          <th scope="col">{t("data.last")}</th>
          <th scope="col">{t("data.lag")}</th>
        </tr>
      </thead>
      <tbody>{sources.map((source) => <Row key={source.id} source={source} page={pageOf(source.id)} read={movable ? null : readOn(source, imports, alive)} />)}</tbody>
    </table>
  );
}

/** Where more of it stands; null: nowhere. */
type Page = "source" | "database" | null;

function Row({ source, page, read }: { source: Source; page: Page; read: string | null }) {
  const { t, code, format } = useWords();
  const name = code("source", source.id);
  const { now } = useSession().clock;
  const help = code("source_help", source.id);
  const about = [help === source.id ? null : help, read !== null ? t("data.from_files") : source.delayed ? t("data.delayed") : null].filter(Boolean).join(" · ");
  return (
    <tr>
      <td>
        <strong>{page === "database" ? <Link to={paths.database} params={{ id: source.id }}>{name}</Link> : page === "source" ? <Link to={paths.connect} search={{ source: source.id }}>{name}</Link> : name}</strong> <Simulated when={source.id === "simulated"} />
        {about === "" ? null : <span className="muted small source-about">{about}</span>}
      </td>
      <td className="num" data-label={t("data.events")}>
        {format.number(source.events)}
        {source.replayed > 0 ? <span className="muted small source-about">{t("data.replayed", { count: source.replayed })}</span> : null}
      </td>
      <td data-label={t("data.last")}>{source.last_received ? <span title={format.dateTime(source.last_received)}>{format.ago(source.last_received, now)}</span> : <span className="muted">{t("data.never")}</span>}</td>
      <td data-label={t("data.lag")}>{read !== null ? <span className="muted">{t("data.read_on", { date: format.date(read) })}</span> : source.lag_seconds === null ? "–" : <span className={`chip ${source.lateness ? LATENESS[source.lateness] : ""}`}>{format.span(source.lag_seconds)}</span>}</td>
    </tr>
  );
}
