// Rehearsal: today's version and the draft over the same recorded days and people, and the difference in words.
import { Button, Progress, Select, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { post } from "../../api/client";
import { jobQuery } from "../../api/queries";
import type { Definition, Rehearsal } from "../../api/schema";
import { failureMessage } from "../../app/clock";
import { useWords } from "../../i18n/context";
import { useReason } from "../../ui/marks";
import { Broken } from "../../ui/states";
import { useNames } from "../names";
import { perDay } from "./days";
import { difference, reasonRows, sentRows, UNSENT, type WhyNot } from "./rehearsed";
import { SideBySide } from "./side-by-side";

const Plot = lazy(() => import("../../ui/plot"));
const PERIODS = [7, 30, 90, 365];

interface Rehearsed { path: string; yaml: string; isNew: boolean; definition: Definition; allowed: boolean }

/** Starts at once with the last days; another period is a click. */
export function RehearsalPanel({ path, yaml, isNew, definition, allowed }: Rehearsed) {
  const words = useWords();
  const { t, say, format } = words;
  const [days, setDays] = useState("90");
  const start = useMutation({
    mutationFn: () => post<{ job: string }>(`${path}/rehearse`, { yaml, new: isNew, since_days: Number(days) }),
    onError: (error) => notifications.show({ color: "red", ...failureMessage(words, error), closeButtonProps: { "aria-label": words.t("action.close") } }),
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
        <h3 className="section-title">{t("rehearsal.of", { name: say(definition.name) })}</h3>
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
  const words = useWords();
  const { t, say, code, format } = words;
  const names = useNames(definition);
  const reason = useReason();
  const { published, draft, others } = result;
  const plot = useMemo(() => perDay(published.per_day, draft.per_day), [published, draft]);
  const busiest = (of: typeof draft) => (of.busiest_day ? t("rehearsal.busiest_day", { count: of.busiest_day.count, day: format.day(of.busiest_day.day) }) : "–");
  const whyWords = ({ state, reason: named, detail, words: said }: WhyNot) => (named === null ? code("state", state) : `${code("state", state)}: ${reason(detail ? `${named}(${detail})` : named, said)}`);
  const sentWords = (key: string) => {
    const [message = "", channel = ""] = key.split(" ");
    return <>{names.message(message)} <span className="muted small">{code("channel", channel)}</span></>;
  };
  return (
    <div className="stack">
      <p className="muted small" style={{ margin: 0 }}>{t("rehearsal.stretch", { name: say(definition.name), from: format.date(result.from), until: format.date(result.until) })}</p>
      {result.sample ? <p className="muted small" style={{ margin: 0 }}>{t("rehearsal.sample", { people: format.number(result.sample.people), of: format.number(result.sample.of) })}</p> : null}
      <section aria-label={t("rehearsal.difference")}>
        <h4 className="eyebrow">{t("rehearsal.difference")}</h4>
        <ul className="sentences">{difference(result).map(({ key, params, why }) => <li key={`${key} ${why ? whyWords(why) : ""}`}>{t(key, { ...params, ...(why ? { what: whyWords(why) } : {}) })}</li>)}</ul>
        {published.sent_total + draft.sent_total === 0 ? <p className="muted" style={{ margin: "6px 0 0" }}>{t("rehearsal.nothing")}</p> : null}
      </section>
      <SideBySide
        title={t("rehearsal.in_numbers")}
        rows={[
          { key: "entered", label: t("rehearsal.entered"), before: published.entered, after: draft.entered },
          { key: "sent", label: t("rehearsal.sent"), before: published.sent_total, after: draft.sent_total },
          { key: "people", label: t("rehearsal.people"), before: published.people, after: draft.people },
          ...UNSENT.filter((state) => state === "suppressed" || published.counts[state] + draft.counts[state] > 0).map((state) => ({ key: state, label: code("state", state), before: published.counts[state], after: draft.counts[state] })),
          { key: "open", label: t("rehearsal.open"), before: published.counts.open, after: draft.counts.open },
          { key: "collisions", label: t("rehearsal.collisions"), before: result.collisions_published, after: result.collisions_draft },
        ]}
      />
      {plot.length > 0 ? (
        <div>
          <h4 className="eyebrow">{t("rehearsal.per_day")}</h4>
          <Suspense fallback={<Skeleton height={190} />}>
            <Plot
              names={plot.map(({ day }) => format.day(day))}
              series={[
                { name: t("rehearsal.published"), tone: "calm", values: plot.map(({ before }) => before) },
                { name: t("rehearsal.draft"), tone: "accent", values: plot.map(({ after }) => after) },
              ]}
              label={t("rehearsal.plot", { before: busiest(published), after: busiest(draft) })}
            />
          </Suspense>
          <p className="muted small" style={{ margin: 0 }}>{t("rehearsal.plot", { before: busiest(published), after: busiest(draft) })}</p>
        </div>
      ) : null}
      <div className="consequences">
        <SideBySide title={t("rehearsal.by_message")} rows={sentRows(published, draft).map((row) => ({ ...row, label: sentWords(row.key) }))} />
        <SideBySide title={t("programme.reasons")} rows={reasonRows(published, draft).map((row) => ({ ...row, label: whyWords(row.why) }))} />
      </div>
      <details>
        <summary>{t("rehearsal.others", { count: others.length })}</summary>
        <p className="muted small">{t("rehearsal.others_help")}</p>
        <SideBySide
          title={t("rehearsal.others_sent")}
          rows={others.map((one) => ({ key: one.programme, label: names.programme(one.programme), before: one.sent_published, after: one.sent_draft }))}
        />
      </details>
    </div>
  );
}
