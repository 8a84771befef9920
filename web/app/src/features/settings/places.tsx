// Fences: circles around places and outlets, into which an app says its people come, and a drawing of where they are.
import { Button, NumberInput, Switch } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { SettingsRules } from "../../api/schema";
import { useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { outletsQuery } from "../catalogue/queries";
import type { OutletShown } from "../catalogue/types";
import { Note } from "../files/note";
import { isSame } from "../schema/own";
import { FencePlot } from "./fence-plot";
import { FenceRow } from "./fence-row";
import { OnOff, RulesPage } from "./frame";
import { ruleChanges } from "./parts";
import { fenceId, newFence, type PlacesDraft, placesDraftOf, placesTroubles, readPlaces } from "./places-draft";
import { judgedRulesQuery, putRules } from "./rules";
import { Side } from "./side";
import { SpanInput } from "./span-input";

const TYPING_MS = 400;
const UNITS = ["h", "m"] as const;
const NO_OUTLETS: OutletShown[] = [];

export function PlacesPage() {
  return <RulesPage title="rules.places" lead="rules.places.lead">{({ location }) => <Edit live={location} />}</RulesPage>;
}

function Edit({ live }: { live: SettingsRules["location"] }) {
  const { t } = useWords();
  const { allowed: mayTry } = useMay("check");
  const [base, setBase] = useState(live);
  const [draft, setDraft] = useState(() => (live === null ? null : placesDraftOf(live)));
  const outlets = useQuery(outletsQuery).data ?? NO_OUTLETS;
  const after = draft === null ? null : readPlaces(draft);
  const troubles = draft === null ? [] : placesTroubles(draft, outlets.map(({ number }) => number));
  const [settled] = useDebouncedValue(after, TYPING_MS);
  const judged = useQuery(judgedRulesQuery("location", settled, mayTry && !isSame(base, after) && troubles.length === 0 && isSame(settled, after)));
  const names = Object.fromEntries((draft?.fences ?? []).map((fence) => [`fence ${fenceId(fence)}`, t("rules.fence", { name: fence.name.de || fence.name.en })]));
  const back = (now: SettingsRules["location"]) => setDraft(now === null ? null : placesDraftOf(now));
  return (
    <div className="split">
      <OnOff label={t("rules.places.on")} help={t("rules.places.on_help")} isOn={draft !== null} change={(isOn) => setDraft(isOn ? placesDraftOf(base) : null)}>
        {draft === null ? null : <Form draft={draft} outlets={outlets} why={new Map(troubles.map(({ at, why }) => [at, t(`rules.places.why.${why}`)]))} change={(next) => setDraft({ ...draft, ...next })} />}
      </OnOff>
      <div className="plan-side stack">
        <Side
          base={base} after={after} changes={ruleChanges("location", base, after)} names={names} troubles={troubles.length} judged={judged.error} may="publish"
          act={(to) => putRules("location", to)} taken={(now) => { setBase(now); back(now); }} discard={() => back(base)}
        >
          {base === null && after !== null ? <Note tone="calm">{t("rules.places.consent")}</Note> : null}
        </Side>
        {draft === null ? null : <FencePlot draft={draft} outlets={outlets} />}
      </div>
    </div>
  );
}

function Form({ draft, outlets, why, change }: { draft: PlacesDraft; outlets: OutletShown[]; why: Map<string, string>; change(next: Partial<PlacesDraft>): void }) {
  const { t } = useWords();
  const rows = useRef(0);
  const placed = outlets.filter(({ position }) => Boolean(position)).length;
  const add = () => { rows.current += 1; change({ fences: [...draft.fences, newFence(`new ${rows.current}`)] }); };
  return (
    <>
      <div><h2 className="section-title">{t("rules.places.outlets")}</h2><p className="muted after">{t("rules.places.outlets_help", { count: placed })}</p></div>
      <Switch label={t("rules.places.outlets_on")} checked={draft.outlets_m !== null} onChange={(event) => change({ outlets_m: event.currentTarget.checked ? 150 : null })} />
      {draft.outlets_m === null ? null : <NumberInput className="rules-number" label={t("rules.places.radius")} min={0} max={50_000} allowDecimal={false} allowNegative={false} value={draft.outlets_m} error={why.get("outlets_m")} onChange={(value) => change({ outlets_m: Number(value) || 0 })} />}

      <div><h2 className="section-title">{t("rules.places.fences")}</h2><p className="muted after">{t("rules.places.fences_help")}</p></div>
      {draft.fences.length === 0 ? null : (
        <ul className="own-rows own-part" aria-label={t("rules.places.fences")}>
          {draft.fences.map((fence) => (
            <li key={fence.key}>
              <FenceRow fence={fence} outlets={outlets} why={why.get(fence.key)} change={(next) => change({ fences: draft.fences.map((one) => (one.key === fence.key ? { ...one, ...next } : one)) })} away={() => change({ fences: draft.fences.filter(({ key }) => key !== fence.key) })} />
            </li>
          ))}
        </ul>
      )}
      <div><Button size="xs" variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>{t("rules.places.add")}</Button></div>

      <div><h2 className="section-title">{t("rules.places.when")}</h2></div>
      <div className="in-both">
        <SpanInput label={t("rules.places.dwell")} help={t("rules.places.dwell_help")} span={draft.dwell} units={UNITS} error={why.get("dwell")} change={(dwell) => change({ dwell })} />
        <SpanInput label={t("rules.places.away")} help={t("rules.places.away_help")} span={draft.away} units={UNITS} error={why.get("away")} change={(away) => change({ away })} />
      </div>
    </>
  );
}
