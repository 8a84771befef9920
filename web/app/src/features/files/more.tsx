// How orders are to be counted, where columns alone do not say it: what came to nothing, what was taken back, what is no article.
import { Checkbox, NativeSelect, TagsInput, TextInput } from "@mantine/core";
import type { LookedAt } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { cancelledBy, proposedReturns, saysMore, stateColumns } from "./refine";
import type { Working } from "./work";

export function MoreOfOrders({ looked, working: { work, change } }: { looked: LookedAt; working: Working }) {
  const { t } = useWords();
  const { more } = work;
  const say = (next: Partial<typeof more>) => change({ more: { ...more, ...next } });
  const states = stateColumns(looked);
  const cancelled = more.cancelled ?? cancelledBy(looked.mapping);
  const chosen = states.find(({ name }) => name === cancelled?.column);
  const byHand = work.text !== null;
  return (
    <details className="mapping-text" open={saysMore(more) || undefined}>
      <summary>{t("files.more_orders")}</summary>
      <fieldset className="more-orders" disabled={byHand}>
        <legend className="visually-hidden">{t("files.more_orders")}</legend>
        {states.length > 0 ? (
          <div>
            <NativeSelect
              label={t("files.cancelled_by")} description={t("files.cancelled_by_help")} value={cancelled?.column ?? ""}
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
        <TextInput label={t("files.returns_by")} description={t("files.returns_by_help")} value={more.returns ?? proposedReturns(looked)} maxLength={8} spellCheck={false} autoCapitalize="none" onChange={(event) => say({ returns: event.currentTarget.value.trim().replace(/\*/g, "") })} />
        <TagsInput label={t("files.not_articles")} description={t("files.not_articles_help")} disabled={byHand} value={more.notArticles} acceptValueOnBlur clearable onChange={(notArticles) => say({ notArticles })} />
        <div className="stack more-checks">
          <Checkbox label={t("files.once")} checked={more.once} onChange={(event) => say({ once: event.currentTarget.checked })} />
          <Checkbox label={t("files.paid")} description={t("files.paid_help")} checked={more.paid} onChange={(event) => say({ paid: event.currentTarget.checked })} />
          <Checkbox label={t("files.utc")} description={t("files.utc_help")} checked={more.utc} onChange={(event) => say({ utc: event.currentTarget.checked })} />
        </div>
      </fieldset>
    </details>
  );
}
