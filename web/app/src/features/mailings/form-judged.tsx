// What the server says of a mailing while it is planned: problems at their fields, and whom it would reach.
import { useDebouncedValue } from "@mantine/hooks";
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { post } from "../../api/client";
import type { Check, Problem, Waterfall } from "../../api/schema";
import { useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { Broken, Empty, Loading } from "../../ui/states";
import { problemWords } from "../programmes/problem-words";
import { Picture } from "./picture";
import { missingOf, type Plan, withMailing } from "./plan";

const TYPING_MS = 500;

export interface Judged {
  /** The programme's text with the mailing, once the form is whole. */
  text: string | null;
  good: boolean;
  of: { message: Problem[]; audience: Problem[]; rest: Problem[] };
  waterfall: Waterfall | null;
  pending: boolean;
  failure: Error | null;
}

export const checkQuery = (programme: string, yaml: string | null, isNew: boolean) =>
  queryOptions({ queryKey: ["plan", programme, "check", yaml], queryFn: () => post<Check>(`/programmes/${encodeURIComponent(programme)}/check`, { yaml, new: isNew }), enabled: yaml !== null });
const waterfallQuery = ({ programme, mailing, yaml, isNew, enabled }: { programme: string; mailing: string; yaml: string | null; isNew: boolean; enabled: boolean }) =>
  queryOptions({ queryKey: ["plan", programme, "waterfall", mailing, yaml], queryFn: () => post<Waterfall>(`/programmes/${encodeURIComponent(programme)}/mailings/${encodeURIComponent(mailing)}/waterfall`, { yaml, new: isNew }), enabled: enabled && yaml !== null });

/** `before` is the text without what the form says, of a programme that is live or of a new one. */
export function useJudgement(plan: Plan, { id, before, isNew }: { id: string; before: string | null; isNew: boolean }): Judged {
  const { allowed } = useMay("check");
  const missing = missingOf(plan);
  const name = missing === "name" ? { de: plan.id, en: plan.id } : plan.name;
  const now = before !== null && (missing === null || missing === "name") ? withMailing(before, { ...plan, name }) : null;
  const [text] = useDebouncedValue(now, TYPING_MS);
  const asked = allowed && text === now ? text : null;
  const check = useQuery(checkQuery(id, asked, isNew));
  const problems = check.data?.problems ?? [];
  const good = asked !== null && check.data !== undefined && problems.length === 0;
  const waterfall = useQuery(waterfallQuery({ programme: id, mailing: plan.id, yaml: asked, isNew, enabled: good }));
  return {
    text: asked,
    good,
    of: byField(problems, plan),
    waterfall: good ? (waterfall.data ?? null) : null,
    pending: now !== null && (text !== now || check.isFetching || waterfall.isFetching),
    failure: check.error ?? waterfall.error,
  };
}

function byField(problems: Problem[], plan: Plan): Judged["of"] {
  const of: Judged["of"] = { message: [], audience: [], rest: [] };
  for (const problem of problems) {
    const isOwn = problem.place.includes(`mailing ${plan.id}`);
    if (isOwn && problem.place.endsWith("audience")) of.audience.push(problem);
    else if (isOwn || problem.place.includes(`message ${plan.message}`)) of.message.push(problem);
    else of.rest.push(problem);
  }
  return of;
}

/** Problems of a field, as its error. */
export function useProblemText(problems: Problem[]): ReactNode {
  const words = useWords();
  if (problems.length === 0) return undefined;
  return problems.map((problem) => problemWords(words, problem)).map(({ cause, cure }, index) => <span key={index} style={{ display: "block" }}>{cause}{cure ? ` ${words.t("edit.cure", { cure })}` : ""}</span>);
}

export function Judgement({ plan, judged, children }: { plan: Plan; judged: Judged; children: ReactNode }) {
  const { t } = useWords();
  const { allowed } = useMay("check");
  const missing = missingOf(plan);
  const rest = useProblemText(judged.of.rest);
  return (
    <section className="panel" aria-labelledby="plan-judged" aria-busy={judged.pending}>
      <div className="panel-head"><h2 className="section-title" id="plan-judged">{t("mailing.waterfall")}</h2></div>
      {!allowed ? <Empty title={t("error.forbidden")} help={t("error.forbidden_help")} />
        : missing !== null && missing !== "name" ? <Empty title={t("plan.not_yet")} help={t(`plan.missing.${missing}`)} />
        : judged.failure ? <Broken error={judged.failure} />
        : judged.waterfall ? <Picture waterfall={judged.waterfall} />
        : judged.pending ? <Loading lines={5} /> : <Empty title={t("plan.mend_first")} />}
      {rest ? <div className="step-problem small" role="alert">{rest}</div> : null}
      {children}
    </section>
  );
}
