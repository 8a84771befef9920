// Connecting a source that sends by itself: what it is, what has to be entered, and then what is to be done at the other
// side. The same page shows one that is connected, and changes it.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { databasesQuery, importsQuery, sourcesQuery } from "../../api/queries";
import type { ConnectedSource } from "../../api/schema";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Answer, Empty, Loading } from "../../ui/states";
import { useKeepRemarks } from "../databases/remarks";
import { DatabaseSetup } from "../databases/setup";
import { ChangeFeed, ConnectFeedSteps } from "../feeds/connect";
import { Note } from "../files/note";
import { leadTo, StepPanel } from "../files/step-panel";
import { Once } from "../people/once";
import { ChangeForm } from "./change";
import { Disconnect } from "./disconnect";
import { HeardOf } from "./heard";
import { KindCards } from "./kind-cards";
import { connectableOf } from "./kinds";
import { NewForm } from "./new";
import { importsOf, OfFiles } from "./of-files";
import { OptOuts } from "./opt-outs";
import { Steps } from "./steps";

const KIND = "source-kind";
const ENTRIES = "source-entries";

export function ConnectPage() {
  const { t, code } = useWords();
  const [{ kind, source }, setUrl] = useUrlState();
  const query = useQuery(sourcesQuery);
  const imports = useQuery({ ...importsQuery, enabled: Boolean(source) });
  const files = importsOf(source ?? "", imports.data ?? []);
  const isOfFiles = files.length > 0 && query.data?.some(({ id }) => id === source) === false;
  /** Of the source that was connected just now; it is nowhere else. */
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null);
  const connected = (id: string, secret: string | null) => {
    setMade(secret === null ? null : { id, secret });
    setUrl({ source: id, kind: "" }, { replace: false });
  };
  if (source && kind === "database") return <ChangeDatabase id={source} />;
  if (source && kind === "feed") return <ChangeFeed id={source} />;
  return (
    <>
      <PageHead title={source ? code("source", source) : t("sources.connect")} lead={<><Link to={paths.data} hash="connected">{t("data.title")}</Link> · {t(isOfFiles ? "sources.lead_files" : source ? "sources.lead_one" : kind === "database" ? "databases.lead" : kind === "feed" ? "feeds.lead" : "sources.lead")}</>} />
      <Answer query={query} lines={8}>
        {(all) => {
          const one = all.find(({ id }) => id === source);
          if (one !== undefined) return <One source={one} secret={made?.id === one.id ? made.secret : null} noted={() => setMade(null)} renewed={(secret) => { setMade({ id: one.id, secret }); window.scrollTo({ top: 0 }); }} />;
          if (source && isOfFiles) return <OfFiles source={source} imports={files} />;
          if (source && imports.isPending) return <Loading lines={6} />;
          if (source) return <section className="panel"><Empty title={t("sources.gone")} help={t("sources.gone_help")}><p className="actions centred"><Link to={paths.data} hash="connected">{t("sources.title")}</Link></p></Empty></section>;
          return <Connect all={all} done={connected} />;
        }}
      </Answer>
    </>
  );
}

function Connect({ all, done }: { all: ConnectedSource[]; done(id: string, secret: string | null): void }) {
  const { t } = useWords();
  const [{ kind: asked }, setUrl] = useUrlState();
  const { allowed } = useMay("sources");
  const kind = connectableOf(asked);
  if (!allowed) return <Note tone="calm" title={t("error.forbidden")}>{t("sources.may_not")}</Note>;
  return (
    <div className="stack">
      <StepPanel name={KIND} number={1} title={t("sources.step_kind")} help={t("sources.step_kind_help")} state={kind === null ? "open" : "done"}>
        <KindCards chosen={kind} choose={(next) => setUrl({ kind: next })} labelledby={KIND} />
      </StepPanel>
      {kind === "database" ? <Database known={null} after={1} /> : kind === "feed" ? <ConnectFeedSteps known={null} after={1} /> : (
        <>
          <StepPanel name={ENTRIES} number={2} title={t("sources.step_entries")} help={t("sources.step_entries_help")} state={kind === null ? "later" : "open"}>
            {kind === null ? null : <NewForm key={kind} kind={kind} all={all} done={done} />}
          </StepPanel>
          <StepPanel number={3} title={t("sources.step_there")} help={t("sources.step_there_help")} state="later">{null}</StepPanel>
        </>
      )}
    </div>
  );
}

/** A database does not send but is read: its steps are others. One that is connected already is changed by the same. */
function Database({ known, after }: { known: string | null; after: number }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const keep = useKeepRemarks();
  const query = useQuery(databasesQuery);
  return (
    <Answer query={query} lines={8}>
      {(all) => {
        const one = all.find(({ id }) => id === known) ?? null;
        if (known !== null && one === null) return <section className="panel"><Empty title={t("databases.gone")} help={t("databases.gone_help")} /></section>;
        return <DatabaseSetup known={one} all={all} after={after} done={({ database, remarks }) => { keep(database.id, remarks); void navigate({ to: paths.database, params: { id: database.id } }); }} />;
      }}
    </Answer>
  );
}

function ChangeDatabase({ id }: { id: string }) {
  const { t, code } = useWords();
  const { allowed } = useMay("sources");
  const name = code("source", id);
  return (
    <>
      <PageHead title={t("databases.change_of", { name })} lead={<Link to={paths.database} params={{ id }}>{t("databases.back_to", { name })}</Link>} />
      {allowed ? <div className="stack"><Database known={id} after={0} /></div> : <Note tone="calm" title={t("error.forbidden")}>{t("sources.may_not")}</Note>}
    </>
  );
}

interface Shown { source: ConnectedSource; secret: string | null; noted(): void; renewed(secret: string): void }

function One({ source, secret, noted, renewed }: Shown) {
  const { t, code } = useWords();
  const [, setUrl] = useUrlState();
  const name = code("source", source.id);
  const { allowed } = useMay("sources");
  return (
    <div className="stack">
      {secret === null ? null : <Once label={t("sources.secret_new", { name })} secret={secret} help={t("sources.secret_once")} done={() => { noted(); leadTo("source-there"); }} />}
      <section className="panel" aria-labelledby="source-there">
        <div className="panel-head"><h2 className="section-title" id="source-there" tabIndex={-1}>{t("sources.step_there")}</h2><span className="chip">{code("source_kind", source.kind)}</span></div>
        <Steps source={source} />
      </section>
      <section className="panel" aria-labelledby="source-heard">
        <div className="panel-head"><h2 className="section-title" id="source-heard">{t("sources.heard")}</h2><Link to={paths.data} hash="quarantine" className="small">{t("data.quarantine")}</Link></div>
        <HeardOf source={source} />
        <p className="muted small after">{t("sources.since_start")}</p>
      </section>
      <OptOuts source={source.id} />
      {allowed ? (
        <section className="panel" aria-labelledby="source-change">
          <div className="panel-head"><h2 className="section-title" id="source-change">{t("sources.change")}</h2></div>
          {/* What was changed elsewhere, or taken back, is shown again. */}
          <ChangeForm key={`${source.prefix}\n${source.mapping}`} source={source} renewed={renewed} />
        </section>
      ) : null}
      <section className="panel" aria-labelledby="source-away">
        <div className="panel-head"><h2 className="section-title" id="source-away">{t("sources.disconnect")}</h2><Disconnect source={source} done={() => setUrl({ source: "" })} /></div>
        <p className="muted after">{t("sources.disconnect_what")}</p>
      </section>
    </div>
  );
}
