// The third step: a trial run of exactly what is chosen, what would come of it, and then for good; or what else comes next.
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure, post } from "../../api/client";
import { dataQuery } from "../../api/queries";
import type { Bundle } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { problemWords } from "../programmes/problem-words";
import { isGoods, isNothing, isUnderWay } from "./bundle";
import { Cause } from "./columns";
import { HowFar } from "./how-far";
import { Note } from "./note";
import { Outcome } from "./outcome";
import { uploadKey } from "./queries";
import type { Working } from "./work";

interface OfStep { bundle: Bundle; mapping: string; working: Working; /** What comes next, where it is not to read them in. */ instead?: ReactNode }

export function TrialStep({ bundle, mapping, working, instead }: OfStep) {
  const { t, code } = useWords();
  const client = useQueryClient();
  const { work, change } = working;
  const begin = useMutation({
    mutationFn: ({ trial }: { trial: boolean }) => post<Bundle>(`/uploads/${encodeURIComponent(bundle.id)}/import`, { mapping, trial }),
    onSuccess: (answer, { trial }) => {
      if (trial) change({ tried: mapping });
      client.setQueryData(uploadKey(bundle.id), answer);
      void client.invalidateQueries({ queryKey: ["uploads"], exact: true });
    },
  });
  const state = bundle.import;
  const running = isUnderWay(state);
  const isOfThis = work.tried === mapping;
  const ended = state !== null && !running && state.trial && isOfThis ? state : null;
  const good = ended?.phase === "done" && ended.totals !== null ? ended : null;
  const declared = useQuery(dataQuery).data?.sources.some(({ id }) => id === work.source) ?? true;
  const nothing = isNothing(good?.totals ?? null);
  const tryIt = <Button variant={good ? "default" : "filled"} disabled={running} loading={begin.isPending && begin.variables.trial} onClick={() => begin.mutate({ trial: true })}>{t(state === null ? "files.try" : "files.try_again")}</Button>;
  return (
    <div className="stack">
      {begin.error ? <Refusal error={begin.error} /> : null}
      {state?.phase === "failed" && (!state.trial || isOfThis) ? (
        <Note tone="bad" title={t(state.trial ? "files.trial_failed" : "files.import_failed")}>
          {state.error ? <Cause error={state.error} /> : null}{state.trial ? null : <p className="after">{t("files.import_failed_help")}</p>}
        </Note>
      ) : null}
      {running && state !== null ? <HowFar state={state} label={t("files.trial_running")} /> : null}
      {state !== null && state.trial && !running && !isOfThis ? <Note tone="warn">{t("files.stale")}</Note> : null}
      {good !== null ? <Outcome state={good} /> : null}
      {good === null ? (running ? null : <div className="actions">{tryIt}</div>) : instead !== undefined ? <div className="actions">{instead}{tryIt}</div> : (
        <div className="import-bar">
          <p className="muted">{t(isGoods(good.totals) ? "files.import_help_goods" : "files.import_help")}{declared ? null : ` ${t("files.import_declares", { source: code("source", work.source) })}`}</p>
          <div className="actions">
            <Button disabled={running || nothing} title={nothing ? t("files.nothing_at_all") : undefined} loading={begin.isPending && !begin.variables.trial} onClick={() => begin.mutate({ trial: false })}>{t("files.import")}</Button>
            {tryIt}
          </div>
        </div>
      )}
    </div>
  );
}

/** Why neither a trial nor an import could be begun. */
function Refusal({ error }: { error: unknown }) {
  const words = useWords();
  const { title, help } = failureWords(words, error);
  if (!(error instanceof Failure) || error.code !== "invalid") return <Note tone="bad" title={title}>{help}</Note>;
  const { cause_text: cause, help: cure, problems } = error;
  return (
    <Note tone="bad" title={words.t("files.refused")}>
      {problems.length > 0
        ? <ul className="plain-list">{problems.map((problem, index) => { const said = problemWords(words, problem); return <li key={index}>{said.cause}{said.cure ? ` ${words.t("files.cure", { cure: said.cure })}` : null}</li>; })}</ul>
        : <Cause error={{ cause, help: cure }} />}
    </Note>
  );
}
