// One database that is read by itself: how it is, how it is read and how that is changed, and the ways to end it.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { databasesQuery } from "../../api/queries";
import type { ConnectedDatabase, DatabaseShown, HowRead, NewDatabase } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { OptOuts } from "../sources/opt-outs";
import { whereOf } from "./at";
import { BeginAnew, DisconnectDatabase, ReadNow } from "./deeds";
import { type How, howOf, readOf, type What } from "./guess";
import { HowForm } from "./how";
import { placeWords, scheduleWords } from "./place";
import { useRemarks } from "./remarks";
import { DATABASE_KEYS } from "./setup";
import { DatabaseStand, DoingChip } from "./state";
import { Refused, Remarks } from "./told";

export function DatabasePage() {
  const { t, code } = useWords();
  const { id } = useParams({ from: paths.database });
  const query = useQuery(databasesQuery);
  return (
    <>
      <PageHead title={code("source", id)} lead={<><Link to={paths.data} hash="databases">{t("data.title")}</Link> · {t("databases.lead_one")}</>} />
      <Answer query={query} lines={8}>
        {(all) => {
          const one = all.find((database) => database.id === id);
          if (one === undefined) return <section className="panel"><Empty title={t("databases.gone")} help={t("databases.gone_help")}><p className="actions centred"><Link to={paths.data} hash="databases">{t("databases.title")}</Link></p></Empty></section>;
          return <One database={one} />;
        }}
      </Answer>
    </>
  );
}

function One({ database }: { database: ConnectedDatabase }) {
  const words = useWords();
  const { t } = words;
  const navigate = useNavigate();
  const { allowed } = useMay("sources");
  const remarks = useRemarks(database.id);
  return (
    <div className="stack">
      {remarks.length > 0 ? <Remarks remarks={remarks} /> : null}
      <section className="panel" aria-labelledby="database-stand">
        <div className="panel-head"><h2 className="section-title" id="database-stand">{t("databases.stand")} <DoingChip state={database.state} /></h2><ReadNow database={database} /></div>
        <p className="muted small source-address">{placeWords(words, database)}</p>
        <DatabaseStand database={database} />
      </section>
      <section className="panel" aria-labelledby="database-read">
        <div className="panel-head">
          <h2 className="section-title" id="database-read">{t("databases.how")}</h2>
          {allowed ? <Link className="small" to={paths.connect} search={{ kind: "database", source: database.id }}>{t("databases.change_all")}</Link> : null}
        </div>
        <Read database={database} />
        {allowed ? <Change key={JSON.stringify(database.read)} database={database} /> : null}
      </section>
      <OptOuts source={database.id} />
      <section className="panel" aria-labelledby="database-anew">
        <div className="panel-head"><h2 className="section-title" id="database-anew">{t("databases.anew")}</h2><BeginAnew database={database} /></div>
        <p className="muted after">{t(database.read.by === "capture" ? "databases.anew_help_capture" : "databases.anew_help")}</p>
      </section>
      <section className="panel" aria-labelledby="database-away">
        <div className="panel-head"><h2 className="section-title" id="database-away">{t("sources.disconnect")}</h2><DisconnectDatabase database={database} done={() => void navigate({ to: paths.data, hash: "databases" })} /></div>
        <p className="muted after">{t(database.read.by === "capture" ? "databases.disconnect_what_capture" : database.at.kind === "sqlite" ? "databases.disconnect_what_file" : "databases.disconnect_what")}</p>
      </section>
    </div>
  );
}

function Read({ database: { read, at, mapping } }: { database: ConnectedDatabase }) {
  const words = useWords();
  const { t, code } = words;
  return (
    <>
      <dl className="pairs">
        <div><dt>{t("databases.when")}</dt><dd>{scheduleWords(words, read)}</dd></div>
        {at.user !== null ? <div><dt>{t("databases.user")}</dt><dd>{at.user}</dd></div> : null}
        {at.tls !== null ? <div><dt>{t("databases.tls")}</dt><dd>{t(`database_tls.${at.roots ? "own" : at.tls}`)}</dd></div> : null}
        {read.by === "pull" ? (
          <>
            <div><dt>{t("databases.watermark")}</dt><dd>{read.watermark} ({code("watermark", read.watermark_kind)})</dd></div>
            <div><dt>{t("databases.key")}</dt><dd>{read.key.join(", ")}</dd></div>
            <div><dt>{t("databases.query")}</dt><dd><code className="mono">{read.query}</code></dd></div>
          </>
        ) : (
          <>
            <div><dt>{t("databases.table")}</dt><dd>{read.schema ? `${read.schema}.` : ""}{read.table}</dd></div>
            <div><dt>{t("databases.publication")}</dt><dd>{read.publication}</dd></div>
            <div><dt>{t("databases.slot")}</dt><dd>{read.slot}</dd></div>
          </>
        )}
      </dl>
      <details className="mapping-text after-summary">
        <summary>{t("databases.mapping")}</summary>
        <pre className="mono delivery-example" tabIndex={0} aria-label={t("databases.mapping")}>{mapping}</pre>
      </details>
    </>
  );
}

const whatOf = (read: HowRead): What => (read.by === "capture" ? { schema: read.schema, table: read.table, query: "" } : { schema: null, table: null, query: read.query });

interface Changed { read: HowRead; before: HowRead; isBack?: boolean }

/** The plan and what finds the rows; where they come from and what they mean is changed step by step. */
function Change({ database }: { database: ConnectedDatabase }) {
  const { t, code } = useWords();
  const { id, at, read, mapping } = database;
  const [open, setOpen] = useState(false);
  const [how, setHow] = useState<How>(howOf(read));
  const change = useDeed({
    act: (asked: Changed) => post<DatabaseShown>("/databases", { id, at, mapping, read: asked.read, password: null } satisfies NewDatabase),
    touches: DATABASE_KEYS,
    said: (_, { isBack }: Changed) => t(isBack ? "sources.changed_back" : "sources.changed", { name: code("source", id) }),
    undo: ({ read: now, before, isBack }: Changed): Changed | null => (isBack ? null : { read: before, before: now, isBack: true }),
    quiet: ({ isBack }: Changed) => !isBack,
  });
  // What is heard as it changes has nothing to plan.
  if (read.by === "capture") return null;
  if (!open) return <p className="after-summary"><Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>{t("databases.change_how")}</Button></p>;
  const next = readOf(how, whatOf(read));
  const isChanged = JSON.stringify(next) !== JSON.stringify(readOf(howOf(read), whatOf(read)));
  const fromStart = next.by === "pull" && (next.watermark !== read.watermark || next.watermark_kind !== read.watermark_kind || next.key.join() !== read.key.join());
  return (
    <div className="change-how">
      <HowForm where={whereOf(at)} what={whatOf(read)} columns={null} how={how} change={(more) => { change.reset(); setHow((before) => ({ ...before, ...more })); }} act={t("sources.change_now")} disabled={!isChanged} help={fromStart ? t("databases.from_start") : undefined} busy={change.isPending} trouble={change.error ? <Refused error={change.error} /> : null} go={() => change.mutate({ read: next, before: read })} />
      <Button size="compact-sm" variant="subtle" onClick={() => { setOpen(false); setHow(howOf(read)); }}>{t("action.cancel")}</Button>
    </div>
  );
}
