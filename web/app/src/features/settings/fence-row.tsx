// A fence: its names, where it is, and how far it reaches.
import { ActionIcon, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useWords } from "../../i18n/context";
import type { OutletShown } from "../catalogue/types";
import type { FenceDraft } from "./places-draft";

const NAME_MAX = 120;

export function FenceRow({ fence, outlets, why, change, away }: { fence: FenceDraft; outlets: OutletShown[]; why: string | undefined; change(next: Partial<FenceDraft>): void; away(): void }) {
  const { t, format, say } = useWords();
  const name = say(fence.name) || t("rules.places.new");
  return (
    <fieldset className="rule-row">
      <legend className="visually-hidden">{name}</legend>
      {(["de", "en"] as const).map((language) => (
        <TextInput key={language} label={`${t("schema.edit.name")} (${format.language(language)})`} lang={language} translate="no" maxLength={NAME_MAX} autoComplete="off" value={fence.name[language]} placeholder={fence.name[language === "de" ? "en" : "de"]} error={language === "de" ? why : undefined} onChange={(event) => change({ name: { ...fence.name, [language]: event.currentTarget.value } })} />
      ))}
      <NativeSelect label={t("rules.places.around")} value={fence.isOutlet ? "outlet" : "place"} data={(["place", "outlet"] as const).map((kind) => ({ value: kind, label: t(`rules.places.around.${kind}`) }))} onChange={(event) => change({ isOutlet: event.currentTarget.value === "outlet" })} />
      {fence.isOutlet ? <TextInput label={t("rules.places.outlet")} list="settings-outlets" autoComplete="off" value={fence.outlet} onChange={(event) => change({ outlet: event.currentTarget.value })} /> : <TextInput label={t("rules.places.place")} placeholder={t("rules.places.place_example")} autoComplete="off" spellCheck={false} value={fence.place} onChange={(event) => change({ place: event.currentTarget.value })} />}
      <NumberInput label={t("rules.places.radius")} min={0} max={50_000} allowDecimal={false} allowNegative={false} value={fence.radius_m} onChange={(value) => change({ radius_m: Number(value) || 0 })} />
      {fence.isOutlet ? <datalist id="settings-outlets">{outlets.slice(0, 500).map(({ number, name: called }) => <option key={number} value={number} label={called === number ? undefined : called} />)}</datalist> : null}
      <ActionIcon className="own-away" variant="subtle" color="gray" aria-label={t("schema.edit.away", { name })} onClick={away}><IconX size={16} aria-hidden /></ActionIcon>
    </fieldset>
  );
}
