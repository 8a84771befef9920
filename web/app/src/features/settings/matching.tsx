// By which fields people who look alike are compared.
import { NativeSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { MatchingRules, SettingsRules } from "../../api/schema";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Note } from "../files/note";
import { isSame } from "../schema/own";
import { schemaQuery } from "../schema/queries";
import { OnOff, RulesPage } from "./frame";
import { guessed, matchingTroubles, type MatchingDraft, NO_MATCHING, readMatching } from "./matching-draft";
import { MATCHING_KEYS, ruleChanges } from "./parts";
import { judgedRulesQuery, putRules } from "./rules";
import { Side } from "./side";

const TYPING_MS = 400;

export function MatchingPage() {
  const { t } = useWords();
  return (
    <RulesPage title="rules.matching" lead="rules.matching.lead" link={<Link to={paths.alike}>{t("rules.matching.to")}</Link>}>
      {({ matching }) => <Edit live={matching} />}
    </RulesPage>
  );
}

const draftOf = (rules: MatchingRules | null): MatchingDraft | null => (rules === null ? null : { ...NO_MATCHING, ...Object.fromEntries(Object.entries(rules).map(([key, field]) => [key, field ?? ""])) });

function Edit({ live }: { live: SettingsRules["matching"] }) {
  const { t, code } = useWords();
  const { allowed: mayTry } = useMay("check");
  const [base, setBase] = useState(live);
  const [draft, setDraft] = useState(() => draftOf(live));
  const fields = useQuery(schemaQuery).data?.own.fields ?? {};
  const after = draft === null ? null : readMatching(draft);
  const troubles = draft === null ? [] : matchingTroubles(draft);
  const isChanged = !isSame(base, after);
  const [settled] = useDebouncedValue(after, TYPING_MS);
  const judged = useQuery(judgedRulesQuery("matching", settled, mayTry && isChanged && troubles.length === 0 && isSame(settled, after)));
  const of = (type: string) => Object.entries(fields).filter(([, own]) => own === type).map(([id]) => ({ value: id, label: code("field", id) }));
  const errorOf = (key: keyof MatchingDraft) => {
    const found = troubles.find((one) => one.at === key);
    return found === undefined ? undefined : t(`rules.matching.why.${found.why}`);
  };
  return (
    <div className="split">
      <OnOff label={t("rules.matching.on")} help={t("rules.matching.on_help")} isOn={draft !== null} change={(isOn) => setDraft(isOn ? (draftOf(base) ?? guessed(fields)) : null)}>
        {draft === null ? null : (
          <>
            <div className="in-both">
              {MATCHING_KEYS.map((key) => {
                const known = of(key === "birthday" ? "day" : "text");
                return (
                  <NativeSelect
                    key={key} label={code("matching_part", key)} value={known.some(({ value }) => value === draft[key]) ? draft[key] : ""} error={errorOf(key)} withAsterisk={key === "family_name"}
                    data={[{ value: "", label: t("schema.edit.nearest.none") }, ...known]} onChange={(event) => setDraft({ ...draft, [key]: event.currentTarget.value })}
                  />
                );
              })}
            </div>
            <p className="muted small after">{t("rules.matching.fields_help")} <Link to={paths.editSchema}>{t("schema.edit.title")}</Link></p>
          </>
        )}
      </OnOff>
      <div className="plan-side">
        <Side
          base={base} after={after} changes={ruleChanges("matching", base, after)} troubles={troubles.length} judged={judged.error} may="publish"
          act={(to) => putRules("matching", to)} taken={(now) => { setBase(now); setDraft(draftOf(now)); }} discard={() => setDraft(draftOf(base))}
        >
          {isChanged && after !== null ? <Note tone="calm">{t("rules.matching.then")}</Note> : null}
        </Side>
      </div>
    </div>
  );
}
