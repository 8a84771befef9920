// Files that are being read in, and those that wait for somebody to go on with them.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { remove } from "../../api/client";
import type { Bundle } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { AskFirst } from "./ask-first";
import { isBegun, isImport, isUnderWay } from "./bundle";
import { HowFar } from "./how-far";
import { uploadsQuery } from "./queries";
import { useForget, useHandedIn } from "./work";

const NAMED = 3;

/** `here`: on the page where they are gone on with, and there only such as hold a file. */
export function WaitingFiles({ here = false }: { here?: boolean }) {
  const { t } = useWords();
  const all = (useQuery(uploadsQuery).data ?? []).filter(({ files }) => !here || files.length > 0);
  const isRunning = (one: Bundle) => isImport(one.import) && isUnderWay(one.import);
  const running = all.filter(isRunning);
  const begun = all.filter(isBegun);
  if (running.length + begun.length === 0) return null;
  return (
    <section className={`panel flush waiting-files${here ? " here" : ""}`} aria-label={t(running.length > 0 ? "files.under_way" : "files.waiting")}>
      {running.length > 0 ? <h2 className="section-title">{t("files.under_way")}</h2> : null}
      {running.map((one) => <Running key={one.id} bundle={one} />)}
      {begun.length > 0 ? <h2 className="section-title">{t("files.waiting")}</h2> : null}
      {begun.length > 0 && here ? <p className="muted small waiting-help">{t("files.waiting_help")}</p> : null}
      {begun.map((one) => <Begun key={one.id} bundle={one} />)}
    </section>
  );
}

export function useFileNames(): (bundle: Bundle) => string {
  const { t, format } = useWords();
  return ({ files }) => {
    const names = files.slice(0, NAMED).map(({ name }) => name);
    if (names.length === 0) return t("files.waiting_none");
    const more = files.length - names.length;
    return more > 0 ? t("files.and_more", { files: names.join(", "), count: more }) : format.list(names);
  };
}

function Running({ bundle }: { bundle: Bundle }) {
  const { t } = useWords();
  const files = useFileNames()(bundle);
  return (
    <div className="waiting-one">
      <div className="panel-head"><strong>{files}</strong><Link to={paths.files} search={{ bundle: bundle.id }} aria-label={t("files.show_of", { files })}>{t("files.show")}</Link></div>
      {bundle.import ? <HowFar state={bundle.import} label={t("files.progress_of", { files })} /> : null}
    </div>
  );
}

function Begun({ bundle }: { bundle: Bundle }) {
  const { t, format } = useWords();
  const files = useFileNames()(bundle);
  const { allowed, why } = useMay("files");
  const forget = useForget();
  const at = useHandedIn(bundle.id);
  const away = useDeed({ act: () => remove(`/uploads/${encodeURIComponent(bundle.id)}`), touches: ["uploads"], said: () => t("files.deleted"), onDone: () => forget(bundle.id) });
  const state = bundle.import;
  return (
    <div className="waiting-one">
      <div className="panel-head">
        <span>
          <strong>{files}</strong>{" "}
          <span className="muted small">{format.bytes(bundle.files.reduce((sum, { bytes }) => sum + bytes, 0))}{at === null ? null : `, ${t("files.handed_in", { time: format.dateTime(at) })}`}</span>{" "}
          {state?.phase === "failed" ? <span className="chip bad">{t("files.failed_chip")}</span> : state?.phase === "done" ? <span className="chip">{t("files.tried_chip")}</span> : null}
        </span>
        <span className="actions">
          {allowed ? <Link to={paths.files} search={{ bundle: bundle.id }} aria-label={t("files.go_on_of", { files })}>{t("files.go_on")}</Link> : null}
          <AskFirst label={t("files.delete")} name={t("files.delete_of", { files })} question={t("files.delete_ask")} act={t("files.delete")} disabled={!allowed} why={why} loading={away.isPending} onYes={() => away.mutate()} />
        </span>
      </div>
    </div>
  );
}
