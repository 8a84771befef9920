// Rehearsal: the draft over recorded history, with its progress and what it would have done.
import { Button, Progress, Select, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { post } from "../../api/client";
import { jobQuery } from "../../api/queries";
import type { Definition, Rehearsal } from "../../api/schema";
import { failureMessage } from "../../app/clock";
import { useWords } from "../../i18n/context";
import { Bars } from "../../ui/bars";
import { useReason } from "../../ui/marks";
import { Broken } from "../../ui/states";
import { useNames } from "../names";
import { withoutGaps } from "./days";

const Plot = lazy(() => import("../../ui/plot"));
const PERIODS = [7, 30, 90, 365];

interface Rehearsed { path: string; yaml: string; definition: Definition; allowed: boolean }

/** Starts at once with the last days; another period is a click. */
export function RehearsalPanel({ path, yaml, definition, allowed }: Rehearsed) {
  const words = useWords();
  const { t, format } = words;
  const [days, setDays] = useState("90");
  const start = useMutation({
    mutationFn: () => post<{ job: string }>(`${path}/rehearse`, { yaml, since_days: Number(days) }),
    onError: (error) => notifications.show({ color: "red", ...failureMessage(words, error) }),
  });
  const { mutate } = start;
  const begun = useRef(false);
  useEffect(() => {
    if (!begun.current) mutate();
    begun.current = true;
  }, [mutate]);
  const job = useQuery(jobQuery(start.data?.job ?? null));
  const running = start.isPending || (start.data !== undefined && !job.isError && !job.data?.done);
  const broken = job.data?.error;
  return (
    <div className="rehearsal">
      <div className="panel-head">
        <h3 className="section-title">{t("rehearsal.title")}</h3>
        <div className="actions">
          <Select w={170} size="xs" aria-label={t("edit.days")} value={days} onChange={(value) => setDays(value ?? "90")} data={PERIODS.map((count) => ({ value: String(count), label: t("edit.days_of", { count }) }))} allowDeselect={false} />
          <Button size="xs" variant="default" disabled={!allowed} title={allowed ? undefined : t("error.forbidden")} loading={running} onClick={() => start.mutate()}>{t("edit.rehearse")}</Button>
        </div>
      </div>
      {running ? (
        <div role="status">
          <div className="muted small">{t("rehearsal.running")}: {format.percent(job.data?.progress ?? 0)}</div>
          <Progress value={100 * (job.data?.progress ?? 0)} aria-label={t("rehearsal.running")} mt={6} />
        </div>
      ) : null}
      {job.isError ? <Broken error={job.error} /> : null}
      {broken ? <div role="alert">{typeof broken === "string" ? broken : (broken.cause ?? t("error.internal"))}</div> : null}
      {job.data?.done && job.data.result ? <Outcome result={job.data.result} definition={definition} /> : null}
    </div>
  );
}

function Outcome({ result, definition }: { result: Rehearsal; definition: Definition }) {
  const { t, code, format } = useWords();
  const names = useNames(definition);
  const reason = useReason();
  const entered = result.entered.reduce((sum, { count }) => sum + count, 0);
  const summary = result.busiest_day ? t("rehearsal.plot", { max: result.busiest_day.count, day: format.day(result.busiest_day.day) }) : t("rehearsal.per_day");
  return (
    <div className="stack">
      {result.busiest_day === null && result.sent.length === 0 ? <p className="muted" style={{ margin: 0 }}>{t("rehearsal.nothing")}</p> : null}
      <dl className="figures tight">
        <div><dt>{t("rehearsal.entered")}</dt><dd>{format.number(entered)}</dd></div>
        <div><dt>{t("rehearsal.busiest")}</dt><dd>{result.busiest_day ? format.number(result.busiest_day.count) : "–"}<small>{result.busiest_day ? format.day(result.busiest_day.day) : ""}</small></dd></div>
        <div><dt>{t("rehearsal.collisions")}</dt><dd>{format.number(result.collisions)}</dd></div>
      </dl>
      {result.per_day.length > 0 ? (
        <div>
          <h4 className="eyebrow">{t("rehearsal.per_day")}</h4>
          <Suspense fallback={<Skeleton height={190} />}>
            <Plot points={withoutGaps(result.per_day).map(({ day, count }) => ({ name: format.day(day), value: count }))} label={summary} />
          </Suspense>
        </div>
      ) : null}
      <div className="consequences">
      <div>
        <h4 className="eyebrow" style={{ marginBottom: 8 }}>{t("rehearsal.sent")}</h4>
        <Bars bars={result.sent.map((row) => ({ key: `${row.message} ${row.channel}`, count: row.count, tone: "good", label: <>{names.message(row.message)} <span className="muted small">{code("channel", row.channel)}</span></> }))} />
      </div>
      <div>
        <h4 className="eyebrow" style={{ marginBottom: 8 }}>{t("rehearsal.suppressed")}</h4>
        <Bars bars={result.suppressed.map((row) => ({ key: row.reason, count: row.count, tone: "calm", label: reason(row.reason, row.words) }))} />
      </div>
      </div>
    </div>
  );
}
