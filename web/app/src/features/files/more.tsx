// How orders are to be counted, where columns alone do not say it: what came to nothing, what was taken back, what is no article.
import { Checkbox, NativeSelect, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";
import type { LookedAt } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { OrderRules } from "./order-rules";
import { cancelledBy, proposedReturns, saysOfOrders, stateColumns } from "./refine";
import type { RuleName } from "./rules";
import type { Working } from "./work";

const FIELDS: Record<RuleName, string> = { cancelled: "rule-cancelled", returns: "rule-returns", not_articles: "rule-not-articles", once: "rule-once", paid: "rule-paid", utc: "rule-utc" };

export function MoreOfOrders({ looked, mapping, working: { work, change } }: { looked: LookedAt; mapping: string; working: Working }) {
  const { t } = useWords();
  const { more } = work;
  const [open, setOpen] = useState(saysOfOrders(more));
  const say = (next: Partial<typeof more>) => change({ more: { ...more, ...next } });
  const states = stateColumns(looked);
  const cancelled = more.cancelled ?? cancelledBy(looked.mapping);
  const chosen = states.find(({ name }) => name === cancelled?.column);
  const byHand = work.text !== null;
  const lead = (rule: RuleName) => {
    setOpen(true);
    setTimeout(() => document.getElementById(FIELDS[rule])?.focus());
  };
  return (
    <div>
      <OrderRules mapping={mapping} files={looked.files} work={work} canChange={(rule) => !byHand && (rule !== "cancelled" || states.length > 0)} change={lead} />
      <details className="mapping-text" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t("files.more_orders")}</summary>
      <fieldset className="more-orders" disabled={byHand}>
        <legend className="visually-hidden">{t("files.more_orders")}</legend>
        {states.length > 0 ? (
          <div>
            <NativeSelect
              id={FIELDS.cancelled} label={t("files.cancelled_by")} description={t("files.cancelled_by_help")} value={cancelled?.column ?? ""}
              data={[{ value: "", label: t("files.cancelled_none") }, ...states.map(({ name }) => ({ value: name, label: name }))]}
              onChange={(event) => say({ cancelled: { column: event.currentTarget.value, values: [] } })}
            />
            {cancelled !== null && cancelled.column !== "" ? (
              <TagsInput
                mt={10} label={t("files.cancelled_states")} description={t("files.cancelled_states_help")} disabled={byHand}
                data={chosen?.examples ?? []} value={cancelled.values} acceptValueOnBlur clearable
                onChange={(values) => say({ cancelled: { ...cancelled, values } })}
              />
            ) : null}
          </div>
        ) : null}
        <TextInput id={FIELDS.returns} label={t("files.returns_by")} description={t("files.returns_by_help")} value={more.returns ?? proposedReturns(looked)} maxLength={8} spellCheck={false} autoCapitalize="none" onChange={(event) => say({ returns: event.currentTarget.value.trim().replace(/\*/g, "") })} />
        <TagsInput id={FIELDS.not_articles} label={t("files.not_articles")} description={t("files.not_articles_help")} disabled={byHand} value={more.notArticles} acceptValueOnBlur clearable onChange={(notArticles) => say({ notArticles })} />
        <div className="stack more-checks">
          <Checkbox id={FIELDS.once} label={t("files.once")} checked={more.once} onChange={(event) => say({ once: event.currentTarget.checked })} />
          <Checkbox id={FIELDS.paid} label={t("files.paid")} description={t("files.paid_help")} checked={more.paid} onChange={(event) => say({ paid: event.currentTarget.checked })} />
          <Checkbox id={FIELDS.utc} label={t("files.utc")} description={t("files.utc_help")} checked={more.utc} onChange={(event) => say({ utc: event.currentTarget.checked })} />
        </div>
      </fieldset>
      </details>
    </div>
  );
}
