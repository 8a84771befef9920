// Who may use the app and which systems may send: for administrators, behind the account's menu.
import { PageHead } from "../../app/page";
import { useMay } from "../../app/deed";
import { Failure } from "../../api/client";
import { useWords } from "../../i18n/context";
import { Broken } from "../../ui/states";
import { Keys } from "./keys";
import { Users } from "./users";

export function PeoplePage() {
  const { t } = useWords();
  const { allowed } = useMay("people");
  if (!allowed) return <Broken page error={new Failure(403, "forbidden", "", "")} />;
  return (
    <>
      <PageHead title={t("people.title")} lead={t("people.lead")} />
      <div className="stack">
        <Users />
        <Keys />
      </div>
    </>
  );
}
