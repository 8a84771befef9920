// A new mailing that was begun: kept in this browser for whoever began it, until it is published or thrown away.
import { Alert, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { shelf } from "../../app/kept";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { readKept, writtenKept } from "./kept-plan";
import type { Plan } from "./plan";

export interface Kept { plan: Plan | null; keep(plan: Plan): void; drop(): void }

export function useKept(): Kept {
  const { email } = useSession().user;
  const place = shelf("mailing", email);
  return {
    plan: readKept(place.read("")),
    keep: (plan) => place.write("", writtenKept(plan)),
    drop: () => place.write("", null),
  };
}

/** Says in the form that it holds what was begun before. */
export function Restored({ name, discard }: { name: string; discard(): void }) {
  const { t } = useWords();
  const [shown, show] = useState(true);
  if (!shown) return null;
  return (
    <Alert variant="light" color="gray" mb="lg" role="status" title={name.trim() ? t("kept.restored", { name: name.trim() }) : t("kept.restored_nameless")}>
      <div className="actions">
        <Button size="compact-sm" variant="default" onClick={() => show(false)}>{t("kept.go_on")}</Button>
        <Button size="compact-sm" variant="subtle" onClick={discard}>{t("kept.discard")}</Button>
      </div>
    </Alert>
  );
}

/** The same above the list of mailings. */
export function KeptPlan() {
  const { t, language } = useWords();
  const kept = useKept();
  const [gone, setGone] = useState(false);
  if (gone || kept.plan === null) return null;
  const name = kept.plan.name[language === "de" ? "de" : "en"].trim();
  return (
    <div className="kept-plan">
      <span><span className="chip warn">{t("kept.draft")}</span> {name || t("kept.nameless")}</span>
      <span className="actions">
        <Link to={paths.newMailing}>{t("kept.go_on")}</Link>
        <Button size="compact-sm" variant="subtle" onClick={() => { kept.drop(); setGone(true); }}>{t("kept.discard")}</Button>
      </span>
    </div>
  );
}
