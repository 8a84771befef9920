// Rules of retention: what each says, whom it would take now, who stays and why, and doing it. Looking does nothing.
import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Failure, post } from "../../api/client";
import { retentionQuery } from "../../api/queries";
import type { Retention, RetentionRun } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Broken, Empty } from "../../ui/states";
import { AskFirst } from "../files/ask-first";
import { Note } from "../files/note";
import { LastRun } from "./last-run";
import { Rule, useDays } from "./rule";
import { totals } from "./told";

export function RetentionPage() {
  const { t } = useWords();
  const { allowed } = useMay("retention");
  const query = useQuery({ ...retentionQuery, enabled: allowed });
  if (!allowed) return <Broken page error={new Failure(403, "forbidden", "", "")} />;
  return (
    <>
      <PageHead title={t("retention.title")} lead={<><Link to={paths.data}>{t("data.title")}</Link> · {t("retention.lead")}</>}>
        <span className="actions"><Link to={paths.data} hash="erasures">{t("retention.proofs")}</Link><Button component={Link} to={paths.editRetention} variant="default">{t("retention.change")}</Button></span>
      </PageHead>
      <Answer query={query} lines={10}>{(told) => (told.configured ? <Told told={told} looking={query.isFetching} again={() => void query.refetch()} /> : <None />)}</Answer>
    </>
  );
}

function None() {
  const { t } = useWords();
  return (
    <section className="panel">
      <Empty title={t("retention.none")} help={t("retention.none_help")}><Button component={Link} to={paths.editRetention} mt="md">{t("retention.set_up")}</Button></Empty>
    </section>
  );
}

function Told({ told, looking, again }: { told: Retention; looking: boolean; again(): void }) {
  const { t, format } = useWords();
  const days = useDays();
  const { people, letters, held } = totals(told);
  return (
    <>
      <dl className="figures">
        <div><dt>{t("retention.due_people")}</dt><dd>{format.number(people)}<small>{t("retention.due_people_help")}</small></dd></div>
        <div><dt>{t("retention.due_letters")}</dt><dd>{format.number(letters)}<small>{t("retention.due_letters_help")}</small></dd></div>
        <div><dt>{t("retention.stay")}</dt><dd>{format.number(held)}<small>{t("retention.stay_help")}</small></dd></div>
        <div><dt>{t("retention.when")}</dt><dd className="date">{t(told.daily ? "retention.daily" : "retention.by_hand")}<small>{t(told.daily ? "retention.daily_help" : "retention.by_hand_help")}</small></dd></div>
      </dl>
      <div className="stack">
        <Run due={people + letters} people={people} letters={letters} looking={looking} again={again} />
        <section className="panel flush" aria-labelledby="rules-title">
          <div className="panel-head"><h2 className="section-title" id="rules-title">{t("retention.rules")}</h2></div>
          {told.keep_orders_days === null ? null : <p className="muted small panel-lead">{t("retention.keep_orders", { span: days(told.keep_orders_days) })} {t("retention.never")}</p>}
          {told.rules.map((rule) => <Rule key={rule.id} rule={rule} />)}
        </section>
        {told.last === null ? null : <LastRun run={told.last} rules={told.rules} />}
      </div>
    </>
  );
}

interface OfRun { due: number; people: number; letters: number; looking: boolean; again(): void }

/** Nothing brings back what is erased: how much it is was said before. */
function Run({ due, people, letters, looking, again }: OfRun) {
  const { t } = useWords();
  const run = useDeed({
    act: () => post<RetentionRun>("/retention", {}),
    touches: ["retention", "customers", "customer", "erasures", "mailbox", "today", "audit"],
    said: ({ rules }) => t("retention.done", { people: rules.reduce((all, one) => all + one.people, 0), letters: rules.reduce((all, one) => all + one.letters, 0) }),
  });
  return (
    <section className="panel" aria-label={t("retention.run")}>
      <div className="actions">
        <AskFirst isMain label={t("retention.run")} question={t("retention.run_ask", { people, letters })} act={t("retention.run_really")} disabled={due === 0} why={due === 0 ? t("retention.nothing_due") : undefined} loading={run.isPending} onYes={() => run.mutate()} />
        <button type="button" className="as-link" disabled={looking || run.isPending} onClick={again}>{t("retention.again")}</button>
        {run.isPending ? <span className="muted" role="status"><Loader size="xs" mr={8} aria-hidden />{t("retention.running", { people, letters })}</span>
          : looking ? <span className="muted" role="status"><Loader size="xs" mr={8} aria-hidden />{t("retention.looking")}</span>
          : <span className="muted">{t(due === 0 ? "retention.nothing_due" : "retention.dry")}</span>}
      </div>
      {run.data?.more ? <div className="after-told"><Note tone="warn">{t("retention.more")}</Note></div> : null}
    </section>
  );
}
