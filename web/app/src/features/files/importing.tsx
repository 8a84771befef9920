// Files that are read in for good: how far it is, and at the end what came of it.
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { refusedQuery } from "../../api/queries";
import type { Bundle, ImportState } from "../../api/schema";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { fates, isGoods } from "./bundle";
import { HowFar } from "./how-far";
import { Totals } from "./outcome";
import { useFileNames } from "./waiting";
import { useForget } from "./work";

/** Of several ways to be wrong so many are named at once. */
const GROUPS_SHOWN = 4;

/** One function for all of its time: the heading takes the focus once, as it comes. */
const focusOnce = (element: HTMLElement | null) => element?.focus();

export function Importing({ bundle, state, afresh }: { bundle: Bundle; state: ImportState; afresh(): void }) {
  const { t } = useWords();
  const names = useFileNames();
  if (state.phase === "done") return <Imported bundle={bundle} state={state} afresh={afresh} />;
  return (
    <section className="panel" aria-label={t("files.importing")}>
      <h2 className="section-title" ref={focusOnce} tabIndex={-1}>{t("files.importing")}</h2>
      <p className="muted after">{names(bundle)}</p>
      <HowFar state={state} label={t("files.importing")} />
      <p className="muted">{t("files.importing_leave")} <Link to={paths.data}>{t("files.to_data")}</Link></p>
    </section>
  );
}

function Imported({ bundle, state, afresh }: { bundle: Bundle; state: ImportState; afresh(): void }) {
  const { t } = useWords();
  const forget = useForget();
  // Nobody goes on with it any more.
  useEffect(() => forget(bundle.id));
  const { allowed } = useMay("files");
  const { left, refused } = fates(state.files);
  return (
    <section className="panel imported" aria-label={t("files.imported")}>
      <div className="file-step-head">
        <span className="file-step-number good" aria-hidden="true"><IconCheck size={18} stroke={2.4} /></span>
        <div role="status">
          <h2 className="section-title">{t("files.imported")}: {isGoods(state.totals) ? state.totals?.articles ? t("files.imported_goods", { count: state.totals.articles }) : t("imports.rows", { count: state.totals?.rows ?? 0 }) : t("files.imported_new", { count: state.new })}</h2>
          {state.known > 0 ? <p className="muted">{t("files.imported_known", { count: state.known })}</p> : null}
        </div>
      </div>
      <Totals state={state} />
      <div className="actions import-links">
        <Button component={Link} to={paths.customers}>{t("files.to_customers")}</Button>
        {state.totals !== null && state.totals.articles > 0 ? <Link to={paths.catalogue}>{t("files.to_catalogue")}</Link> : null}
        {refused > 0 ? <ToRefused files={state.files.map(({ file }) => file)} rows={refused} /> : null}
        {left > 0 ? <Link to={paths.data} hash="imports">{t("files.to_left_out")} ({t("imports.rows", { count: left })})</Link> : null}
        {allowed ? <button type="button" className="as-link" onClick={afresh}>{t("files.more_files")}</button> : null}
      </div>
    </section>
  );
}

/** To the page of the rows where they are wrong in one way only; else to all that waits, and to each by what is wrong. */
function ToRefused({ files, rows }: { files: string[]; rows: number }) {
  const { t, code } = useWords();
  const groups = (useQuery({ ...refusedQuery, refetchOnMount: "always" }).data?.groups ?? []).filter(({ file }) => files.includes(file));
  const words = <>{t("files.to_quarantine")} ({t("imports.rows", { count: rows })})</>;
  const [only, ...more] = groups;
  if (only !== undefined && more.length === 0) return <Link to={paths.refused} params={{ group: only.id }}>{words}</Link>;
  return (
    <>
      <Link to={paths.data} hash="quarantine">{words}</Link>
      {groups.slice(0, GROUPS_SHOWN).map(({ id, file, column, code: why }) => (
        <Link key={id} className="small" to={paths.refused} params={{ group: id }}>{file}: {column ? t("data.refused_in", { column, reason: code("left_out", why) }) : code("left_out", why)}</Link>
      ))}
    </>
  );
}
