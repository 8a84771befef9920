// Rules of what is erased by itself, with whom they would take now before they are live.
import { Button, Loader, NativeSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { Failure } from "../../api/client";
import type { RetentionRules } from "../../api/schema";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Broken } from "../../ui/states";
import { Rule, useDays } from "../retention/rule";
import { totals } from "../retention/told";
import { isSame } from "../schema/own";
import { OnOff, RulesPage } from "./frame";
import { ruleChanges } from "./parts";
import { newRule, type RetentionDraft, retentionDraftOf, retentionTroubles, readRetention, ruleId } from "./retention-draft";
import { dryRunQuery, putRetention } from "./rules";
import { Side } from "./side";
import { spanParts } from "./span";
import { SpanInput } from "./span-input";
import { ErasedRow } from "./erased-row";

const TYPING_MS = 700;
const DAYS = ["d"] as const;

export function EditRetentionPage() {
  const { t } = useWords();
  const { allowed } = useMay("retention");
  if (!allowed) return <Broken page error={new Failure(403, "forbidden", "", "")} />;
  return (
    <RulesPage title="rules.retention" lead="rules.retention.lead" link={<Link to={paths.retention}>{t("rules.retention.to")}</Link>}>
      {({ retention }) => <Edit live={retention} />}
    </RulesPage>
  );
}

function Edit({ live }: { live: RetentionRules | null }) {
  const { t, code } = useWords();
  const [base, setBase] = useState(live);
  const [draft, setDraft] = useState(() => (live === null ? null : retentionDraftOf(live)));
  const after = draft === null ? null : readRetention(draft);
  const troubles = draft === null ? [] : retentionTroubles(draft);
  const isReady = troubles.length === 0 && after !== null;
  const [settled] = useDebouncedValue(after, TYPING_MS);
  const dry = useQuery(dryRunQuery(settled, isReady && isSame(settled, after)));
  const back = (now: RetentionRules | null) => setDraft(now === null ? null : retentionDraftOf(now));
  const names = Object.fromEntries((draft?.rules ?? []).map((rule) => [`rule ${ruleId(rule, draft?.rules ?? [])}`, code("retention_kind", rule.about)]));
  const isFresh = isReady && isSame(settled, after) && dry.data !== undefined;
  return (
    <div className="split">
      <div className="stack">
        <OnOff label={t("rules.retention.on")} help={t("rules.retention.on_help")} isOn={draft !== null} change={(isOn) => setDraft(isOn ? retentionDraftOf(base) : null)}>
          {draft === null ? null : <Form draft={draft} why={new Map(troubles.map(({ at, why }) => [at, t(`rules.retention.why.${why}`)]))} change={(next) => setDraft({ ...draft, ...next })} />}
        </OnOff>
        {isReady ? (
          <section className="panel flush" aria-label={t("rules.retention.tried")} aria-busy={!isFresh}>
            <div className="panel-head"><h2 className="section-title">{t("rules.retention.tried")}</h2><span className="muted small" role="status">{isFresh ? t("retention.dry") : dry.isError ? "" : <><Loader size="xs" mr={8} aria-hidden />{t("retention.looking")}</>}</span></div>
            {isFresh ? dry.data.rules.map((rule) => <Rule key={rule.id} rule={rule} />) : <p className="muted panel-foot">{dry.isError ? t("rules.retention.not_tried") : null}</p>}
          </section>
        ) : null}
      </div>
      <div className="plan-side">
        <Side
          base={base} after={after} changes={ruleChanges("retention", base, after)} names={names} troubles={troubles.length} judged={dry.error} may="retention"
          act={putRetention} taken={(now) => { setBase(now); back(now); }} discard={() => back(base)}
        >
          {isFresh && after?.daily ? <p className="warned after">{t("rules.retention.daily_takes", { people: totals(dry.data).people, letters: totals(dry.data).letters })}</p> : <p className="muted small after">{t("rules.retention.nothing_yet")}</p>}
        </Side>
      </div>
    </div>
  );
}

function Form({ draft, why, change }: { draft: RetentionDraft; why: Map<string, string>; change(next: Partial<RetentionDraft>): void }) {
  const { t } = useWords();
  const days = useDays();
  const rows = useRef(0);
  const add = () => { rows.current += 1; change({ rules: [...draft.rules, newRule(`new ${rows.current}`, draft.rules)] }); };
  const move = (from: number, to: number) => {
    const rules = [...draft.rules];
    const [one] = rules.splice(from, 1);
    if (one !== undefined) rules.splice(to, 0, one);
    change({ rules });
  };
  return (
    <>
      <NativeSelect className="rules-number" label={t("retention.when")} value={draft.daily ? "daily" : "by_hand"} data={(["by_hand", "daily"] as const).map((when) => ({ value: when, label: t(`retention.${when}`) }))} onChange={(event) => change({ daily: event.currentTarget.value === "daily" })} />
      <SpanInput label={t("rules.retention.keep")} help={t("rules.retention.keep_help", { span: days(spanParts(draft.keep_orders, DAYS).amount) })} span={draft.keep_orders} units={DAYS} error={why.get("keep_orders")} change={(keep_orders) => change({ keep_orders })} />
      <div><h2 className="section-title">{t("rules.retention.rules")}</h2><p className="muted after">{t("rules.retention.rules_help")}</p></div>
      {draft.rules.length === 0 ? null : (
        <ol className="own-rows own-part" aria-label={t("rules.retention.rules")}>
          {draft.rules.map((rule, index) => (
            <li key={rule.key}>
              <ErasedRow rule={rule} why={why.get(rule.key)} isFirst={index === 0} isLast={index === draft.rules.length - 1} change={(next) => change({ rules: draft.rules.map((one) => (one.key === rule.key ? { ...one, ...next } : one)) })} away={() => change({ rules: draft.rules.filter(({ key }) => key !== rule.key) })} up={() => move(index, index - 1)} down={() => move(index, index + 1)} />
            </li>
          ))}
        </ol>
      )}
      <div><Button size="xs" variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>{t("rules.retention.add")}</Button></div>
    </>
  );
}
