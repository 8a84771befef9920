// The third step: what the columns of the first rows mean, and what would come of them: the same as for files.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { LookedAtFile } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { ColumnsStep } from "../files/columns";
import { lookQuery, uploadQuery } from "../files/queries";
import { isNothing, NO_WORK, type Work } from "../files/bundle";
import { TrialStep } from "../files/trial";
import { useRefined } from "../files/use-refined";
import type { Working } from "../files/work";

export interface Understood { mapping: string; columns: LookedAtFile["columns"] }
interface OfStep { upload: string; source: string; /** The mapping that counts so far, where there is one. */ text: string | null; open: boolean; done(understood: Understood): void; again(): void }

/** What somebody said of the columns is kept as long as the page is open, as the password is. */
function useOwnWork(source: string, text: string | null): Working {
  const [work, setWork] = useState<Work>({ ...NO_WORK, source, text });
  return { work, change: (next) => setWork((before) => ({ ...before, ...next })) };
}

export function MeaningStep({ upload, source, text, open, done, again }: OfStep) {
  const query = useQuery(uploadQuery(upload));
  const working = useOwnWork(source, text);
  const bundle = query.data ?? null;
  const look = useQuery({ ...lookQuery(bundle, working.work, 0), enabled: bundle !== null });
  const all = useRefined(look.data, working.work);
  if (!open) return <Summary work={working.work} again={again} />;
  if (bundle === null) return <Answer query={query} lines={5}>{() => null}</Answer>;
  const mapping = working.work.text ?? (look.data !== undefined && look.data.problem === null ? all.mapping : null);
  return (
    <div className="stack">
      <ColumnsStep query={look} working={working} />
      {mapping === null || look.data === undefined ? null : <Tried key="trial" bundle={bundle} mapping={mapping} working={working} settling={working.work.text === null && look.isFetching} columns={look.data.files[0]?.columns ?? []} done={done} />}
    </div>
  );
}

function Summary({ work, again }: { work: Work; again(): void }) {
  const { t } = useWords();
  return (
    <p className="actions files-summary">
      <span>{t(work.text === null ? "databases.understood" : "databases.understood_text")}</span>
      <Button size="compact-sm" variant="default" onClick={again}>{t("sources.change")}</Button>
    </p>
  );
}

interface OfTrial { bundle: Parameters<typeof TrialStep>[0]["bundle"]; mapping: string; working: Working; settling: boolean; columns: LookedAtFile["columns"]; done(understood: Understood): void }

function Tried({ bundle, mapping, working, settling, columns, done }: OfTrial) {
  const { t } = useWords();
  const state = bundle.import;
  const isDone = state?.trial === true && state.phase === "done" && working.work.tried === mapping;
  const nothing = isDone && isNothing(state.totals);
  return (
    <div className="looked-file stack">
      <h3 className="looked-name">{t("files.step_trial")}</h3>
      <TrialStep bundle={bundle} mapping={mapping} working={working} settling={settling} instead={<Button disabled={nothing} title={nothing ? t("databases.nothing_comes") : undefined} onClick={() => done({ mapping, columns })}>{t("databases.take_meanings")}</Button>} />
      {isDone ? null : <p className="muted small actions">{t("databases.trial_help")} <button type="button" className="as-link" onClick={() => done({ mapping, columns })}>{t("databases.without_trial")}</button></p>}
    </div>
  );
}
