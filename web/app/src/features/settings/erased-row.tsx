// A rule of what is erased: what it is about, and after how long.
import { ActionIcon, NativeSelect } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useWords } from "../../i18n/context";
import { useDays } from "../retention/rule";
import { ABOUT, type ErasedDraft } from "./retention-draft";
import { spanParts } from "./span";
import { SpanInput } from "./span-input";

const DAYS = ["d"] as const;

/** "3 years"; nothing where it says the same number of days. */
const saidIn = (words: string, span: string) => (words.startsWith(`${spanParts(span, DAYS).amount} `) ? undefined : words);

interface OfRow { rule: ErasedDraft; why: string | undefined; isFirst: boolean; isLast: boolean; change(next: Partial<ErasedDraft>): void; away(): void; up(): void; down(): void }

export function ErasedRow({ rule, why, isFirst, isLast, change, away, up, down }: OfRow) {
  const { t, code } = useWords();
  const days = useDays();
  const name = code("retention_kind", rule.about);
  return (
    <fieldset className="rule-row of-erased">
      <legend className="visually-hidden">{name}</legend>
      <NativeSelect label={t("rules.retention.about")} value={rule.about} data={ABOUT.map((about) => ({ value: about, label: code("retention_kind", about) }))} onChange={(event) => change({ about: event.currentTarget.value as ErasedDraft["about"] })} />
      <SpanInput label={t("rules.retention.after")} said={saidIn(days(spanParts(rule.after, DAYS).amount), rule.after)} span={rule.after} units={DAYS} error={why} change={(after) => change({ after })} />
      <span className="rule-tools">
        <ActionIcon variant="subtle" color="gray" disabled={isFirst} aria-label={t("forms.up", { field: name })} onClick={up}><IconArrowUp size={16} aria-hidden /></ActionIcon>
        <ActionIcon variant="subtle" color="gray" disabled={isLast} aria-label={t("forms.down", { field: name })} onClick={down}><IconArrowDown size={16} aria-hidden /></ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={t("schema.edit.away", { name })} onClick={away}><IconX size={16} aria-hidden /></ActionIcon>
      </span>
    </fieldset>
  );
}
