// Reading files in: which files, what their columns mean, a trial run, and then for good. Each step stands on the same
// page; what was begun stays in the address and in this browser, so that it can be gone on with.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Failure, remove } from "../../api/client";
import type { Bundle } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { AskFirst } from "./ask-first";
import { isImport, openStep } from "./bundle";
import { ColumnsStep } from "./columns";
import { FilesStep } from "./choose";
import { Importing } from "./importing";
import { Note } from "./note";
import { lookQuery, uploadQuery } from "./queries";
import { asksSomething } from "./refine";
import { leadTo, StepPanel } from "./step-panel";
import { TrialStep } from "./trial";
import { useRefined } from "./use-refined";
import { WaitingFiles } from "./waiting";
import { useForget, useWork } from "./work";

const COLUMNS = "files-columns";
const TRIAL = "files-trial";

export function FilesPage() {
  const { t } = useWords();
  const [search, setSearch] = useUrlState();
  const [begun, begin] = useState(0);
  /** Begun on this page: what is chosen stays; of another bundle it is what was said of that one. */
  const [own, setOwn] = useState<{ bundle: string; of: string } | null>(null);
  const { allowed } = useMay("files");
  const id = search.bundle ?? null;
  const of = id === null ? "" : own?.bundle === id ? own.of : id;
  const query = useQuery({ ...uploadQuery(id ?? ""), enabled: id !== null });
  const bundle = id === null ? null : (query.data ?? null);
  const isGone = id !== null && query.error instanceof Failure && query.error.status === 404;
  const afresh = () => { setSearch({ bundle: "" }); begin(begun + 1); };
  return (
    <>
      <PageHead title={t("files.title")} lead={<><Link to={paths.data}>{t("data.title")}</Link> · {t("files.lead")}</>}>
        {bundle !== null && !isImport(bundle.import) && allowed ? <Afresh bundle={bundle} done={afresh} /> : null}
      </PageHead>
      {isGone ? (
        <section className="panel">
          <Empty title={t("files.gone")} help={t("files.gone_help")}>
            <p className="actions centred"><Link to={paths.data} hash="imports">{t("imports.title")}</Link> <button type="button" className="as-link" onClick={afresh}>{t("files.more_files")}</button></p>
          </Empty>
        </section>
      ) : id !== null && bundle === null ? (
        <Answer query={query} lines={8}>{() => null}</Answer>
      ) : bundle !== null && isImport(bundle.import) ? (
        <Importing bundle={bundle} state={bundle.import} afresh={afresh} />
      ) : !allowed ? (
        <Note tone="calm" title={t("error.forbidden")}>{t("files.may_not")}</Note>
      ) : (
        <>
          {id === null ? <WaitingFiles here /> : null}
          <Steps key={`${begun} ${of}`} bundle={bundle} move={(to) => { setOwn({ bundle: to, of }); setSearch({ bundle: to }); }} />
        </>
      )}
    </>
  );
}

function Afresh({ bundle, done }: { bundle: Bundle; done(): void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const forget = useForget();
  const away = useDeed({
    act: () => remove(`/uploads/${encodeURIComponent(bundle.id)}`),
    onDone: () => {
      forget(bundle.id);
      done();
      void client.invalidateQueries({ queryKey: ["uploads"], exact: true });
    },
  });
  return <AskFirst label={t("files.afresh")} question={t("files.afresh_ask")} act={t("files.delete")} loading={away.isPending} onYes={() => away.mutate()} />;
}

function Steps({ bundle, move }: { bundle: Bundle | null; move(bundle: string): void }) {
  const { t } = useWords();
  const working = useWork(bundle?.id ?? null);
  const { work } = working;
  const [pending, setPending] = useState(0);
  /** Grows with each upload, for a file may come again under its name. */
  const [round, setRound] = useState(0);
  const files = bundle?.files.length ?? 0;
  const look = useQuery({ ...lookQuery(bundle, work, round), enabled: files > 0 && pending === 0 && work.source !== "" });
  const looked = files > 0 && pending === 0 && work.source !== "" ? look.data : undefined;
  const all = useRefined(looked, work);
  const step = openStep({ files, pending, source: work.source, looked, text: work.text });
  const mapping = work.text ?? (looked === undefined ? null : all.mapping);
  /** What the columns mean is agreed upon once a trial of exactly this has been run. */
  const isTried = bundle?.import?.phase === "done" && bundle.import.trial && work.tried === mapping;
  const [foot, setFoot] = useState<HTMLElement | null>(null);
  return (
    <div className="stack">
      <StepPanel number={1} title={t("files.step_files")} help={t("files.step_files_help")} state={step === "files" ? "open" : "done"}>
        <FilesStep bundle={bundle} working={working} move={move} setPending={setPending} sent={(whole) => { setRound((before) => before + 1); if (whole) leadTo(COLUMNS); }} />
      </StepPanel>
      <StepPanel name={COLUMNS} number={2} title={t("files.step_columns")} help={t(step === "files" ? "files.step_columns_later" : "files.step_columns_help")} state={step === "files" ? "later" : step === "columns" ? "open" : looked !== undefined && asksSomething(looked, all, work) ? "asking" : isTried ? "done" : "ready"}>
        {step === "files" ? null : <ColumnsStep query={look} working={working} />}
      </StepPanel>
      <StepPanel name={TRIAL} number={3} title={t("files.step_trial")} help={t(step === "trial" ? "files.step_trial_help" : "files.step_trial_later")} state={step === "trial" ? "open" : "later"}>
        {step === "trial" && bundle !== null && mapping !== null ? <TrialStep bundle={bundle} mapping={mapping} working={working} settling={work.text === null && look.isFetching} foot={foot} onBegin={() => leadTo(TRIAL, true)} /> : null}
      </StepPanel>
      {step === "trial" ? <div className="files-foot" ref={setFoot} role="group" aria-label={t("files.foot")} /> : null}
    </div>
  );
}
