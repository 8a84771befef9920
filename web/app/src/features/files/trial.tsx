// The third step: a trial run of exactly what is chosen, what would come of it, and then for good; or what else comes next.
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { Failure, post } from "../../api/client";
import { dataQuery } from "../../api/queries";
import type { Bundle } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { problemWords } from "../programmes/problem-words";
import { isGoods, isNothing, isUnderWay } from "./bundle";
import { stopped } from "./causes";
import { Cause } from "./columns";
import { HowFar } from "./how-far";
import { Note } from "./note";
import { Outcome } from "./outcome";
import { uploadKey } from "./queries";
import type { Working } from "./work";

interface OfStep {
  bundle: Bundle;
  mapping: string;
  working: Working;
  /** The mapping of what was chosen last is still under way. */
  settling: boolean;
  /** What comes next, where it is not to read them in. */
  instead?: ReactNode;
  /** Where what can be pressed stands; absent: below what came of it. */
  foot?: HTMLElement | null;
  /** Somebody pressed: what comes of it is shown here. */
  onBegin?(): void;
}

export function TrialStep({ bundle, mapping, working, settling, instead, foot, onBegin }: OfStep) {
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
  /** Pressed while the mapping was still under way: it begins with the one that comes. */
  const [wanted, want] = useState(false);
  const { mutate } = begin;
  useEffect(() => {
    if (!wanted || settling) return;
    want(false);
    mutate({ trial: true });
  }, [wanted, settling, mutate]);
  const state = bundle.import;
  const running = isUnderWay(state);
  const isOfThis = work.tried === mapping;
  const ended = state !== null && !running && state.trial && isOfThis ? state : null;
  const good = ended?.phase === "done" && ended.totals !== null ? ended : null;
  const declared = useQuery(dataQuery).data?.sources.some(({ id }) => id === work.source) ?? true;
  const nothing = isNothing(good?.totals ?? null);
  const tryIt = <Button variant={good ? "default" : "filled"} disabled={running} loading={wanted || (begin.isPending && begin.variables.trial)} onClick={() => { want(true); onBegin?.(); }}>{t(state === null ? "files.try" : "files.try_again")}</Button>;
  const acts = good !== null && instead !== undefined ? <div className="actions">{instead}{tryIt}</div> : (
    <div className="import-bar">
      <p className={good === null ? "muted foot-word" : "muted"}>{good === null ? t(running || begin.isPending || wanted ? "files.foot_running" : "files.foot_try") : <>{t(isGoods(good.totals) ? "files.import_help_goods" : "files.import_help")}{declared ? null : ` ${t("files.import_declares", { source: code("source", work.source) })}`}</>}</p>
      <div className="actions">
        {good === null ? null : <Button disabled={running || settling || nothing} title={nothing ? t("files.nothing_at_all") : undefined} loading={begin.isPending && !begin.variables.trial} onClick={() => begin.mutate({ trial: false })}>{t("files.import")}</Button>}
        {tryIt}
      </div>
    </div>
  );
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
      {good !== null ? <Outcome state={good} mapping={mapping} /> : null}
      {foot === undefined ? acts : foot === null ? null : createPortal(acts, foot)}
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
        ? <ul className="plain-list">{problems.map((problem, index) => { const said = problemWords(words, problem); return <li key={index}>{stopped(said.cause)}{said.cure ? ` ${words.t("files.cure", { cure: said.cure })}` : null}</li>; })}</ul>
        : <Cause error={{ cause, help: cure }} />}
    </Note>
  );
}
