// Whether some are left alone by a mailing, so that beside them it shows what the mailing changed.
import { Select } from "@mantine/core";
import { useWords } from "../../i18n/context";
import { HOLDOUTS, type Plan } from "./plan";

export function HoldoutFields({ plan, change }: { plan: Plan; change(next: Partial<Plan>): void }) {
  const { t, format } = useWords();
  const shares = [...new Set([...HOLDOUTS, plan.holdout])].sort((a, b) => a - b);
  const label = (share: number) => (share === 0 ? t("plan.holdout_none") : t("plan.holdout_share", { share: format.percent(share / 100) }));
  return (
    <section className="panel stack">
      <h2 className="section-title">{t("plan.holdout")}</h2>
      <Select
        label={t("plan.holdout_choose")}
        description={t("plan.holdout_help", { standard: label(HOLDOUTS[0] ?? 0) })}
        value={String(plan.holdout)}
        allowDeselect={false}
        data={shares.map((share) => ({ value: String(share), label: label(share) }))}
        onChange={(value) => change({ holdout: Number(value ?? 0) })}
      />
    </section>
  );
}
