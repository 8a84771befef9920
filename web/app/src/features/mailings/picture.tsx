// The waterfall as a picture: a bar per step, each with its words beside it and its share on demand.
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
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
        {t("mailing.outside", { count: Math.max(0, notAsked), all: format.number(waterfall.scanned) })}
        {waterfall.before > 0 ? ` ${t("mailing.before", { count: waterfall.before })}` : null}
      </p>
    </>
  );
}

function Step({ step, all }: { step: Fall; all: number }) {
  const { t, format } = useWords();
  const reason = useReason();
  const share = (count: number) => (all === 0 ? 0 : (100 * count) / all);
  const words = step.kind === "lost" ? (step.label === "open" ? t("mailing.open") : reason(step.label ?? "", step.words)) : t(step.kind === "all" ? "mailing.in_audience" : "mailing.recipients");
  const percent = format.percent(all === 0 ? 0 : step.count / all, 1);
  const told = step.kind === "lost" ? t("mailing.fall", { share: percent, left: format.number(step.left) }) : t("mailing.share", { share: percent });
  const from = step.kind === "lost" ? share(step.left) : 0;
  return (
    <li tabIndex={0} className={step.kind}>
      <div className="fall-line">
        <span>{words}</span>
        <strong>{step.kind === "lost" ? `−${format.number(step.count)}` : format.number(step.count)}</strong>
      </div>
      <div className="fall" aria-hidden="true"><span style={{ marginLeft: `${from}%`, width: `max(${share(step.count)}%, ${step.count > 0 ? "3px" : "0px"})` }} /></div>
      <div className="fall-told muted small">{told}</div>
    </li>
  );
}
