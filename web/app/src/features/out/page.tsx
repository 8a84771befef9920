// What leaves by itself: other systems that are told what happens, and exports into files.
import { Link } from "@tanstack/react-router";
import { Failure } from "../../api/client";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Broken } from "../../ui/states";
import { Exports } from "./exports";
import { Webhooks } from "./webhooks";

export function OutPage() {
  const { t } = useWords();
  const { allowed } = useMay("out");
  if (!allowed) return <Broken page error={new Failure(403, "forbidden", "", "")} />;
  return (
    <>
      <PageHead title={t("out.title")} lead={<><Link to={paths.data}>{t("data.title")}</Link> · {t("out.lead")}</>} />
      <div className="stack">
        <Webhooks />
        <Exports />
      </div>
    </>
  );
}
