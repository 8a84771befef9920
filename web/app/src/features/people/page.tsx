// Who may use the app and which systems may send: for administrators, behind the account's menu.
import { PageHead } from "../../app/page";
import { useMay } from "../../app/deed";
import { Failure } from "../../api/client";
import { useWords } from "../../i18n/context";
import { Broken } from "../../ui/states";
import { Tabs } from "@mantine/core";
import { useUrlState } from "../../app/router";
import { AuditTab } from "./audit";
import { Keys } from "./keys";
import { Users } from "./users";

export function PeoplePage() {
  const { t } = useWords();
  const { allowed } = useMay("people");
  const [{ tab = "access" }, setUrl] = useUrlState();
  if (!allowed) return <Broken page error={new Failure(403, "forbidden", "", "")} />;
  return (
    <>
      <PageHead title={t("people.title")} lead={t("people.lead")} />
      <Tabs value={tab} onChange={(next) => setUrl({ tab: next === "audit" ? next : "", who: "", act: "" }, { replace: false })} keepMounted={false}>
        <Tabs.List aria-label={t("people.tabs")} mb="lg">
          <Tabs.Tab value="access">{t("people.title")}</Tabs.Tab>
          <Tabs.Tab value="audit">{t("audit.title")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="access">
          <div className="stack">
            <Users />
            <Keys />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="audit"><AuditTab /></Tabs.Panel>
      </Tabs>
    </>
  );
}
