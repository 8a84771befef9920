// The loyalty programme: what gives points, when they are gone, and the tiers that points reach.
import { Button, NativeSelect, NumberInput, Switch } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { SettingsRules } from "../../api/schema";
import { useMay } from "../../app/deed";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { isSame } from "../schema/own";
import { schemaQuery } from "../schema/queries";
import { OnOff, RulesPage } from "./frame";
import { type LoyaltyDraft, loyaltyDraftOf, loyaltyTroubles, newTier, readLoyalty, tierId } from "./loyalty-draft";
import { ruleChanges } from "./parts";
import { judgedRulesQuery, putRules } from "./rules";
import { Side } from "./side";
import { SpanInput } from "./span-input";
import { TierRow } from "./tier-row";

const TYPING_MS = 400;
const DAYS = ["d"] as const;
const PLACES = ["everywhere", "online", "outlet"] as const;

export function LoyaltyPage() {
  return <RulesPage title="rules.loyalty" lead="rules.loyalty.lead">{({ loyalty }) => <Edit live={loyalty} />}</RulesPage>;
}

function Edit({ live }: { live: SettingsRules["loyalty"] }) {
  const { t } = useWords();
  const { allowed: mayTry } = useMay("check");
  const [base, setBase] = useState(live);
  const [draft, setDraft] = useState(() => (live === null ? null : loyaltyDraftOf(live)));
  const after = draft === null ? null : readLoyalty(draft);
  const troubles = draft === null ? [] : loyaltyTroubles(draft);
  const [settled] = useDebouncedValue(after, TYPING_MS);
  const judged = useQuery(judgedRulesQuery("loyalty", settled, mayTry && !isSame(base, after) && troubles.length === 0 && isSame(settled, after)));
  const names = Object.fromEntries((draft?.tiers ?? []).map((tier) => [`tier ${tierId(tier)}`, t("rules.tier", { name: tier.name.de || tier.name.en })]));
  const back = (now: SettingsRules["loyalty"]) => setDraft(now === null ? null : loyaltyDraftOf(now));
  return (
    <div className="split">
      <OnOff label={t("rules.loyalty.on")} help={t("rules.loyalty.on_help")} isOn={draft !== null} change={(isOn) => setDraft(isOn ? loyaltyDraftOf(base) : null)}>
        {draft === null ? null : <Form draft={draft} why={new Map(troubles.map(({ at, why }) => [at, t(`rules.loyalty.why.${why}`)]))} change={(next) => setDraft({ ...draft, ...next })} />}
      </OnOff>
      <div className="plan-side">
        <Side
          base={base} after={after} changes={ruleChanges("loyalty", base, after)} names={names} troubles={troubles.length} judged={judged.error} may="publish"
          act={(to) => putRules("loyalty", to)} taken={(now) => { setBase(now); back(now); }} discard={() => back(base)}
        />
      </div>
    </div>
  );
}

function Form({ draft, why, change }: { draft: LoyaltyDraft; why: Map<string, string>; change(next: Partial<LoyaltyDraft>): void }) {
  const { t, code } = useWords();
  const { currency } = useSession().organisation;
  const rows = useRef(0);
  const fields = useQuery(schemaQuery).data?.own.fields ?? {};
  const of = (type: string) => [{ value: "", label: t("schema.edit.nearest.none") }, ...Object.entries(fields).filter(([, own]) => own === type).map(([id]) => ({ value: id, label: code("field", id) }))];
  const add = () => { rows.current += 1; change({ tiers: [...draft.tiers, newTier(`new ${rows.current}`, draft.tiers)] }); };
  return (
    <>
      <h2 className="section-title">{t("rules.loyalty.points")}</h2>
      <div className="in-both">
        <NumberInput label={t("rules.loyalty.points_label")} min={0} max={1_000_000} allowDecimal={false} allowNegative={false} value={draft.points} error={why.get("points")} onChange={(value) => change({ points: Number(value) || 0 })} />
        <NumberInput label={t("rules.loyalty.amount_label", { currency })} min={0} max={1_000_000} allowDecimal={false} allowNegative={false} value={draft.amount} error={why.get("amount")} onChange={(value) => change({ amount: Number(value) || 0 })} />
        <NativeSelect label={code("loyalty_part", "counts")} value={draft.place} data={PLACES.map((place) => ({ value: place, label: code("points_place", place) }))} onChange={(event) => change({ place: event.currentTarget.value as LoyaltyDraft["place"] })} />
      </div>
      <p className="muted small after">{t("rules.loyalty.points_help")}</p>
      <Switch label={t("rules.loyalty.expires")} checked={draft.expire_after !== null} onChange={(event) => change({ expire_after: event.currentTarget.checked ? "730d" : null })} />
      {draft.expire_after === null ? null : <SpanInput label={t("rules.loyalty.expire_after")} span={draft.expire_after} units={DAYS} error={why.get("expire_after")} change={(expire_after) => change({ expire_after })} />}

      <div><h2 className="section-title">{t("rules.loyalty.tiers")}</h2><p className="muted after">{t("rules.loyalty.tiers_help")}</p></div>
      {draft.tiers.length === 0 ? null : (
        <ol className="own-rows own-part" aria-label={t("rules.loyalty.tiers")}>
          {draft.tiers.map((tier) => (
            <li key={tier.key}>
              <TierRow tier={tier} why={why.get(tier.key)} change={(next) => change({ tiers: draft.tiers.map((one) => (one.key === tier.key ? { ...one, ...next } : one)) })} away={() => change({ tiers: draft.tiers.filter(({ key }) => key !== tier.key) })} />
            </li>
          ))}
        </ol>
      )}
      <div><Button size="xs" variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>{t("rules.loyalty.add")}</Button></div>

      <div><h2 className="section-title">{t("rules.loyalty.told")}</h2><p className="muted after">{t("rules.loyalty.told_help")}</p></div>
      <div className="in-both">
        <NativeSelect label={code("loyalty_part", "told_points")} description={t("rules.loyalty.told_points_help")} value={draft.told_points} data={of("int")} onChange={(event) => change({ told_points: event.currentTarget.value })} />
        <NativeSelect label={code("loyalty_part", "told_tier")} description={t("rules.loyalty.told_tier_help")} value={draft.told_tier} data={of("text")} onChange={(event) => change({ told_tier: event.currentTarget.value })} />
      </div>
    </>
  );
}
