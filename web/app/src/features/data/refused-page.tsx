// Refused rows of one file that are wrong in the same way, on a page of their own: looked at, corrected, read again together,
// or not wanted.
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { refusedQuery } from "../../api/queries";
import type { RefusedGroup } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { GroupAbout, GroupLinks, RefusedRows, useGroupName } from "./refused";

export function RefusedPage() {
  const { t } = useWords();
  const { group: id = "" } = useParams({ strict: false });
  const query = useQuery(refusedQuery);
  return (
    <Answer query={query} lines={8} page>
      {({ groups }) => {
        const group = groups.find((one) => one.id === id);
        const rest = groups.filter((one) => one !== group);
        return group ? <One key={id} group={group} rest={rest} /> : (
          <>
            <PageHead title={t("data.refused_done")} lead={<ToQuarantine />} />
            <section className="panel"><Empty title={t("data.refused_done")} help={t(rest.length > 0 ? "data.refused_done_rest" : "data.refused_done_all")}><p className="actions centred"><ToQuarantine /></p></Empty></section>
            <Rest groups={rest} />
          </>
        );
      }}
    </Answer>
  );
}

function ToQuarantine() {
  const { t } = useWords();
  return <Link to={paths.data} hash="quarantine">{t("data.quarantine")}</Link>;
}

function One({ group, rest }: { group: RefusedGroup; rest: RefusedGroup[] }) {
  const name = useGroupName();
  return (
    <>
      <PageHead title={name(group)} lead={<><ToQuarantine /> · <GroupAbout group={group} /></>} />
      <section className="panel refused" aria-label={name(group)}><RefusedRows group={group} /></section>
      <Rest groups={rest} />
    </>
  );
}

/** What else waits; of the same file first, as the list has it. */
function Rest({ groups }: { groups: RefusedGroup[] }) {
  const { t } = useWords();
  if (groups.length === 0) return null;
  return (
    <section className="panel flush refused-rest" aria-labelledby="refused-rest">
      <div className="panel-head"><h2 className="section-title" id="refused-rest">{t("data.refused_rest")}</h2></div>
      <GroupLinks groups={groups} />
    </section>
  );
}
