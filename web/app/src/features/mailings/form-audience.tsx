// To whom a mailing goes: everybody, those of whom a rule holds, or a pasted list; counted while it is written.
import { Button, Radio, Textarea } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import type { PastedList } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { type Judged, useProblemText } from "./form-judged";
import type { Plan } from "./plan";

interface Fields { plan: Plan; judged: Judged; change(next: Partial<Plan>): void }

/** Where one may begin; each is a rule like any other. */
const BEGINNINGS = [["bought", "orders.count > 0"], ["lately", "orders.count(within = 90d) > 0"], ["silent", "orders.count > 0 && orders.count(within = 180d) == 0"], ["never", "orders.count == 0"]] as const;

export function AudienceFields({ plan, judged, change }: Fields) {
  const { t, say, format } = useWords();
  const { waterfall, pending } = judged;
  const everybody = waterfall === null ? null : waterfall.audience + waterfall.before;
  return (
    <section className="panel stack">
      <h2 className="section-title">{t("mailing.audience")}</h2>
      <Radio.Group label={t("plan.who")} value={plan.who} onChange={(who) => change({ who: who as Plan["who"], rule: "" })}>
        <div className="choices">
          {(["everybody", "rule", "list"] as const).map((who) => <Radio key={who} value={who} label={t(`plan.who.${who}`)} />)}
        </div>
      </Radio.Group>
      {plan.who === "rule" ? (
        <div className="actions" role="group" aria-label={t("plan.beginnings")}>
          <span className="muted small">{t("plan.beginnings")}</span>
          {BEGINNINGS.map(([name, rule]) => <Button key={name} size="compact-sm" variant="default" onClick={() => change({ rule })}>{t(`plan.beginning.${name}`)}</Button>)}
        </div>
      ) : null}
      {plan.who === "list" ? <Pasted plan={plan} change={change} /> : null}
      {plan.who === "everybody" ? null : <RuleField plan={plan} judged={judged} change={change} />}
      {waterfall ? <p className="small" style={{ margin: 0 }}>{waterfall.purpose ? t("plan.purpose", { purpose: say(waterfall.purpose.name), count: waterfall.agreed, all: format.number(waterfall.audience) }) : t("plan.purpose_none")}</p> : null}
      <p className="small" role="status" style={{ margin: 0 }}>
        {everybody !== null ? <><strong>{t("plan.counted", { count: everybody, all: format.number(waterfall?.scanned ?? 0) })}</strong>{plan.who === "rule" && everybody > 0 && everybody === waterfall?.scanned ? ` ${t("plan.matches_all")}` : null}</> : <span className="muted">{pending ? t("plan.counting") : t("plan.count_later")}</span>}
      </p>
    </section>
  );
}

function RuleField({ plan, judged, change }: Fields) {
  const { t, rule } = useWords();
  const error = useProblemText(judged.of.audience);
  return (
    <Textarea
      label={t(plan.who === "list" ? "plan.rule_too" : "plan.rule")}
      description={plan.rule.trim() === "" || error ? t("plan.rule_help") : t("plan.rule_read", { words: rule(plan.rule) })}
      value={plan.rule}
      onChange={(event) => change({ rule: event.currentTarget.value })}
      error={error}
      autosize
      minRows={2}
      spellCheck={false}
      classNames={{ input: "yaml" }}
    />
  );
}

function Pasted({ plan, change }: Pick<Fields, "plan" | "change">) {
  const { t } = useWords();
  const { allowed, why } = useMay("publish");
  const [text, setText] = useState("");
  const keep = useDeed({
    act: () => post<PastedList & { list: string }>("/lists", { text }),
    onDone: ({ list, size }) => change({ list: { name: list, size } }),
    said: ({ size, unknown }) => t(unknown.length === 0 ? "plan.list_kept" : "mailing.list_partly", { count: size, unknown: unknown.length }),
  });
  const unknown = keep.data?.unknown ?? [];
  return (
    <div className="stack" style={{ gap: 12 }}>
      {plan.list ? <strong>{t("mailing.list_of", { count: plan.list.size })}</strong> : null}
      <Textarea label={t("mailing.list_paste")} description={t("mailing.list_help")} value={text} onChange={(event) => setText(event.currentTarget.value)} readOnly={!allowed} autosize minRows={4} maxRows={12} spellCheck={false} error={unknown.length > 0 ? t("mailing.list_unknown", { count: unknown.length }) : undefined} />
      {unknown.length > 0 ? (
        <ul className="unknown small" aria-label={t("mailing.list_unknown", { count: unknown.length })}>
          {unknown.slice(0, 20).map(({ line, text: wrong }) => <li key={line}><span className="muted">{t("mailing.list_line", { line })}</span> <code className="mono">{wrong}</code></li>)}
        </ul>
      ) : null}
      <div><Button variant="default" disabled={!allowed || text.trim() === ""} title={why} loading={keep.isPending} onClick={() => keep.mutate()}>{t("mailing.list_do")}</Button></div>
    </div>
  );
}
