// When a mailing goes: at once, or at a moment on the organisation's clock.
import { Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import type { Plan } from "./plan";
import { quietAt } from "./quiet";

export function TimeFields({ plan, change }: { plan: Plan; change(next: Partial<Plan>): void }) {
  const { t, format } = useWords();
  const { organisation, clock } = useSession();
  const [when, setWhen] = useState<"now" | "later">("later");
  const now = format.toLocal(clock.now);
  const quiet = quietAt(plan.at, organisation.quiet_hours);
  return (
    <section className="panel stack">
      <h2 className="section-title">{t("mailing.schedule")}</h2>
      <Radio.Group
        label={t("plan.when")}
        value={when}
        onChange={(next) => {
          setWhen(next === "now" ? "now" : "later");
          if (next === "now") change({ at: now });
        }}
      >
        <div className="choices">
          <Radio value="now" label={t("plan.now")} description={t("plan.now_help")} />
          <Radio value="later" label={t("plan.later")} />
        </div>
      </Radio.Group>
      {when === "later" ? (
        <TextInput type="datetime-local" label={t("plan.at")} description={t("mailing.zone", { zone: organisation.time_zone })} value={plan.at.slice(0, 16)} required withAsterisk={false} onChange={(event) => change({ at: event.currentTarget.value })} error={plan.at !== "" && plan.at < now.slice(0, 16) ? t("plan.past", { now: format.local(now) }) : undefined} />
      ) : null}
      {quiet ? <p className="muted small" style={{ margin: 0 }}>{t("mailing.quiet", { from: quiet.from, to: quiet.to })}</p> : null}
    </section>
  );
}
