// Frame of a page of rules: its head with the way back, the rules as they are, and a switch for having any.
import { Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { SettingsRules } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import type { Key } from "../../i18n/catalogue";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { rulesQuery } from "./rules";

export function RulesPage({ title, lead, link, children }: { title: Key; lead: Key; link?: ReactNode; children(rules: SettingsRules): ReactNode }) {
  const { t } = useWords();
  const query = useQuery(rulesQuery);
  return (
    <>
      <PageHead title={t(title)} lead={<><Link to={paths.settings}>{t("settings.title")}</Link> · {t(lead)}</>}>{link}</PageHead>
      <Answer query={query} lines={8}>{children}</Answer>
    </>
  );
}

/** Whether there is such a thing at all; what is below is only there when there is. */
export function OnOff({ label, help, isOn, change, children }: { label: string; help: string; isOn: boolean; change(isOn: boolean): void; children: ReactNode }) {
  return (
    <section className="panel stack rules-form" aria-label={label}>
      <Switch label={label} description={help} checked={isOn} onChange={(event) => change(event.currentTarget.checked)} />
      {isOn ? children : null}
    </section>
  );
}
