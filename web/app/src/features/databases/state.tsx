// How the reading of a database is: what it does, when last and next, what came, how far behind it is, and what is wrong.
import { Link } from "@tanstack/react-router";
import type { ConnectedDatabase } from "../../api/schema";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Note } from "../files/note";
import { Trouble } from "./told";

type State = ConnectedDatabase["state"];

const TONES: Record<State["doing"], string> = { waiting: "good", connecting: "accent", reading: "accent", importing: "accent", failing: "bad" };

export function DoingChip({ state }: { state: State }) {
  const { t, code } = useWords();
  // Until it was read to its end for the first time, waiting says nothing good.
  const words = state.doing === "waiting" && state.last === null ? t("databases.not_yet") : code("database_doing", state.doing);
  return <span className={`chip ${state.doing === "waiting" && state.last === null ? "" : TONES[state.doing]}`}>{words}</span>;
}

export function DatabaseStand({ database: { state, read } }: { database: ConnectedDatabase }) {
  const { t, format } = useWords();
  // Databases are read by the clock on the wall, whatever that of a demonstration shows.
  const now = new Date().toISOString();
  const hears = read.by === "capture";
  const { failure } = state;
  return (
    <div className="stack tight">
      {failure !== null ? (
        <Trouble told={{ code: failure.code, cause: failure.cause, help: failure.help }}>
          <p className="small">
            {t("databases.since", { time: format.dateTime(failure.since), count: failure.tries })}{" "}
            {state.next === null ? t(failure.passing ? "databases.passing" : "databases.lasting") : t(failure.passing ? "databases.passing_next" : "databases.lasting_next", { time: format.time(state.next) })}
          </p>
        </Trouble>
      ) : null}
      <dl className="values">
        <div><dt>{t("databases.last")}</dt><dd>{state.last ? <span title={format.dateTime(state.last)}>{format.ago(state.last, now)}</span> : t("databases.never")}</dd></div>
        {hears ? null : <div><dt>{t("databases.next")}</dt><dd>{state.next && failure === null ? format.dateTime(state.next) : "–"}</dd></div>}
        <div><dt>{t("databases.rows")}</dt><dd>{format.number(state.rows)}</dd></div>
        <div><dt>{t("databases.events")}</dt><dd>{format.number(state.events)}</dd></div>
        {hears ? <div><dt>{t("databases.deleted")}</dt><dd>{format.number(state.deleted)}</dd></div> : null}
        {state.wrong > 0 ? <div><dt>{t("databases.wrong")}</dt><dd className="warned">{format.number(state.wrong)} <Link to={paths.data} hash="imports" className="small">{t("databases.see_wrong")}</Link></dd></div> : null}
      </dl>
      {state.looked_back !== null ? <Note tone="warn" title={t("databases.looked_back")}><p>{t("databases.looked_back_help", { watermark: state.looked_back })}</p></Note> : null}
      {state.lag !== null ? <Lag lag={state.lag} /> : null}
    </div>
  );
}

/** What the server keeps on its disk for us, of what it would. */
function Lag({ lag: { behind_bytes: behind, kept_bytes: kept, spare_bytes: spare } }: { lag: NonNullable<State["lag"]> }) {
  const { t, format } = useWords();
  const share = spare === null || kept + spare === 0 ? null : kept / (kept + spare);
  const tone = share !== null && share > 0.8 ? "bad" : share !== null && share > 0.5 ? "warn" : "";
  return (
    <div className="lag">
      <p className="after">
        {behind === 0 ? t("databases.up_to_date") : t("databases.behind", { size: format.bytes(behind) })}{" "}
        <span className={tone === "" ? "muted" : "warned"}>{spare === null ? t("databases.kept_endless", { kept: format.bytes(kept) }) : t("databases.kept", { kept: format.bytes(kept), whole: format.bytes(kept + spare) })}</span>
      </p>
      {share === null ? null : <div className="lag-bar" aria-hidden="true"><span className={tone} style={{ width: `${Math.max(1, 100 * share)}%` }} /></div>}
      {tone === "" ? null : <p className="warned small after">{t("databases.kept_help")}</p>}
    </div>
  );
}
