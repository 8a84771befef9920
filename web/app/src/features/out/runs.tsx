// What became of the runs of an export: rows as small columns, and each run in words.
import type { FileExport } from "../../api/schema";
import { useWords } from "../../i18n/context";

type Run = FileExport["runs"][number];

export function Runs({ runs, most }: { runs: Run[]; most: number }) {
  const { t, format } = useWords();
  if (runs.length === 0) return <p className="muted small after">{t("exports.never_run")}</p>;
  return (
    <>
      {most > 1 && runs.length > 2 ? <RunBars runs={runs} /> : null}
      <ol className="runs">
        {runs.slice(0, most).map((run) => (
          <li key={run.at}>
            <time className="muted nowrap" dateTime={run.at}>{format.dateTime(run.at)}</time>
            {run.failed === null ? <span>{t("exports.rows", { count: run.rows })} {run.file ? <code className="mono" translate="no">{run.file}</code> : null}</span>
              : <span><span className="chip bad">{t("exports.failed")}</span> <span lang="en">{run.failed}</span></span>}
          </li>
        ))}
      </ol>
    </>
  );
}

/** The oldest at the left; one that failed is a mark without height. */
function RunBars({ runs }: { runs: Run[] }) {
  const greatest = Math.max(1, ...runs.map(({ rows }) => rows));
  return <div className="run-bars" aria-hidden="true">{[...runs].reverse().map((run) => <span key={run.at} className={run.failed ? "bad" : ""} style={{ height: `${run.failed ? 100 : Math.max(6, (100 * run.rows) / greatest)}%` }} />)}</div>;
}
