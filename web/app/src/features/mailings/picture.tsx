// The waterfall as a picture: a bar per step, each with its words beside it and its share on demand.
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { post } from "../../api/client";
import type { Waterfall } from "../../api/schema";
import { useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { useReason } from "../../ui/marks";
import { Broken, Empty, Loading } from "../../ui/states";
import { type Fall, fallOf } from "./waterfall";

/** `fresh` changes when the audience may have: the waterfall is then asked for again. */
export function WaterfallPanel({ path, fresh }: { path: string; fresh: string }) {
  const { t } = useWords();
  const { allowed, why } = useMay("check");
  const ask = useMutation({ mutationFn: () => post<Waterfall>(`${path}/waterfall`, { yaml: null }) });
  const { mutate } = ask;
  useEffect(() => {
    if (allowed) mutate();
  }, [allowed, mutate, fresh]);
  return (
    <section className="panel">
      <div className="panel-head">
        <h2 className="section-title">{t("mailing.waterfall")}</h2>
        <Button size="compact-sm" variant="subtle" disabled={!allowed} title={why} loading={ask.isPending} onClick={() => mutate()}>{t("mailing.count_again")}</Button>
      </div>
      {ask.data ? <Picture waterfall={ask.data} /> : ask.isError ? <Broken error={ask.error} retry={() => mutate()} /> : allowed ? <Loading lines={5} /> : <Empty title={t("error.forbidden")} />}
    </section>
  );
}

export function Picture({ waterfall }: { waterfall: Waterfall }) {
  const { t, format } = useWords();
  const steps = fallOf(waterfall);
  const notAsked = waterfall.scanned - waterfall.audience - waterfall.before;
  return (
    <>
      <ol className="waterfall" aria-label={t("mailing.waterfall")}>
        {steps.map((step) => <Step key={step.key} step={step} all={waterfall.audience} />)}
      </ol>
      <p className="muted small" style={{ margin: "14px 0 0" }}>
        {notAsked > 0 ? t("mailing.outside", { count: notAsked, all: format.number(waterfall.scanned) }) : null}
        {waterfall.before > 0 ? ` ${t("mailing.before", { count: waterfall.before })}` : null}
      </p>
      {waterfall.languages.length > 0 ? <Readers waterfall={waterfall} /> : null}
    </>
  );
}

/** How many read it in which language, and who reads another one otherwise. */
function Readers({ waterfall }: { waterfall: Waterfall }) {
  const { t, format } = useWords();
  const said = waterfall.languages.map(({ language, count }) => t("mailing.readers", { count, language: format.language(language) }));
  const otherwise = waterfall.languages.filter((row) => row.otherwise > 0);
  return (
    <p className="small" style={{ margin: "8px 0 0" }}>
      {t("mailing.read", { what: format.list(said) })}
      {otherwise.map((row) => <span key={row.language}> {t("mailing.otherwise", { count: row.otherwise, language: format.language(row.language) })}</span>)}
    </p>
  );
}

function Step({ step, all }: { step: Fall; all: number }) {
  const { t, say, rule, format } = useWords();
  const reason = useReason();
  const words = step.kind === "lost" ? (step.label === "open" ? t("mailing.open") : reason(step.label ?? "", step.words)) : t(step.kind === "all" ? "mailing.in_audience" : "mailing.recipients");
  const about = step.rule ? t("mailing.fall_rule", { rule: rule(step.rule) }) : step.label === "no_consent" && step.detail ? t("mailing.fall_purpose", { purpose: say(step.detail) }) : say(step.detail);
  const percent = format.percent(all === 0 ? 0 : step.count / all, 1);
  const told = step.kind === "lost" ? t("mailing.fall", { share: percent, left: format.number(step.left) }) : t("mailing.share", { share: percent });
  return <StepRow kind={step.kind} words={<>{words}{about ? <span className="muted"> · {about}</span> : null}</>} count={step.count} left={step.left} all={all} told={told} />;
}

interface RowProps { kind: Fall["kind"]; words: ReactNode; count: number; left: number; all: number; told: string }

/** One step: its words, its number, its bar, and its share on demand. */
export function StepRow({ kind, words, count, left, all, told }: RowProps) {
  const { format } = useWords();
  const share = (part: number) => (all === 0 ? 0 : (100 * part) / all);
  return (
    <li tabIndex={0} className={kind}>
      <div className="fall-line">
        <span>{words}</span>
        <strong>{kind === "lost" ? `−${format.number(count)}` : format.number(count)}</strong>
      </div>
      <div className="fall" aria-hidden="true"><span style={{ marginLeft: `${kind === "lost" ? share(left) : 0}%`, width: `max(${share(count)}%, ${count > 0 ? "3px" : "0px"})` }} /></div>
      <div className="fall-told muted small">{told}</div>
    </li>
  );
}
