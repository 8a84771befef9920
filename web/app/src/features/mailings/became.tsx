// What became of a mailing that has begun to go out, from the ledger: whom it was for, who got it, who did not and why.
// Each line leads to its people.
import { Link } from "@tanstack/react-router";
import type { Counts, MailingRow } from "../../api/schema";
import { paths, type Search } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { useReason } from "../../ui/marks";
import { StepRow } from "./picture";
import { becameOf } from "./became-steps";

export const reachedOf = (counts: Counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Everybody has been looked at: whom it would reach is no question any more. */
export const hasGone = (row: MailingRow) => row.state === "done" || (row.followed !== null && row.followed.passed > 0 && row.followed.passed >= row.followed.total);

export function BecamePanel({ row, followed }: { row: MailingRow; followed: NonNullable<MailingRow["followed"]> }) {
  const { t, code, format } = useWords();
  const reason = useReason();
  const all = reachedOf(followed.counts);
  const lead = (search: Search) => ({ programme: row.programme, mailing: row.id, ...search });
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("mailing.became")}</h2></div>
      <ol className="waterfall" aria-label={t("mailing.became")}>
        {becameOf(followed.counts, followed.reasons).map((step) => {
          const words = step.kind === "all" ? t("mailing.in_audience") : step.reason ? reason(step.detail ? `${step.reason}(${step.detail})` : step.reason, step.words) : code("state", step.state);
          const search: Search = { ...(step.state ? { state: step.state } : {}), ...(step.reason ? { reason: step.reason } : {}), ...(step.detail ? { detail: step.detail } : {}) };
          return (
            <StepRow
              key={step.key}
              kind={step.kind}
              words={step.isListed ? <Link to={paths.intents} search={lead(search)}>{words}</Link> : step.state === "open" ? t("programme.counts.open") : words}
              count={step.count}
              left={step.left}
              all={all}
              told={t("mailing.share", { share: format.percent(all === 0 ? 0 : step.count / all, 1) })}
            />
          );
        })}
      </ol>
    </section>
  );
}
