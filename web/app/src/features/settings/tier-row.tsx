// A tier: its names, from how many points it is held, and over which time they are counted.
import { ActionIcon, NumberInput, Switch, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useWords } from "../../i18n/context";
import { SpanInput } from "./span-input";
import type { TierDraft } from "./loyalty-draft";

const DAYS = ["d"] as const;
const NAME_MAX = 120;

export function TierRow({ tier, why, change, away }: { tier: TierDraft; why: string | undefined; change(next: Partial<TierDraft>): void; away(): void }) {
  const { t, format, say } = useWords();
  const name = say(tier.name) || t("rules.loyalty.new_tier");
  return (
    <fieldset className="rule-row">
      <legend className="visually-hidden">{name}</legend>
      {(["de", "en"] as const).map((language) => (
        <TextInput key={language} label={`${t("schema.edit.name")} (${format.language(language)})`} lang={language} translate="no" maxLength={NAME_MAX} autoComplete="off" value={tier.name[language]} placeholder={tier.name[language === "de" ? "en" : "de"]} error={language === "de" ? why : undefined} onChange={(event) => change({ name: { ...tier.name, [language]: event.currentTarget.value } })} />
      ))}
      <NumberInput label={t("rules.loyalty.from")} min={0} max={100_000_000} allowDecimal={false} allowNegative={false} value={tier.from} onChange={(value) => change({ from: Number(value) || 0 })} />
      <div className="tier-within">
        {tier.within === null ? null : <SpanInput label={t("rules.loyalty.within")} span={tier.within} units={DAYS} change={(within) => change({ within })} />}
        <Switch mt={8} size="xs" label={t("rules.loyalty.within_on")} checked={tier.within !== null} onChange={(event) => change({ within: event.currentTarget.checked ? "365d" : null })} />
      </div>
      <ActionIcon className="own-away" variant="subtle" color="gray" aria-label={t("schema.edit.away", { name })} onClick={away}><IconX size={16} aria-hidden /></ActionIcon>
    </fieldset>
  );
}
