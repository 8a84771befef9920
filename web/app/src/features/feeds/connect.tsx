// Connecting a feed, and changing one that is connected, by the same steps.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { feedsQuery } from "../../api/queries";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { Note } from "../files/note";
import { FeedSetup } from "./setup";

/** `after`: how many steps stand before these. */
export function ConnectFeedSteps({ known, after }: { known: string | null; after: number }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const query = useQuery(feedsQuery);
  return (
    <Answer query={query} lines={8}>
      {(all) => {
        const one = all.find(({ id }) => id === known) ?? null;
        if (known !== null && one === null) return <section className="panel"><Empty title={t("feeds.gone")} help={t("feeds.gone_help")}><p className="actions centred"><Link to={paths.data} hash="feeds">{t("feeds.title")}</Link></p></Empty></section>;
        return <FeedSetup known={one} taken={all.map(({ id }) => id)} after={after} done={() => void navigate({ to: paths.data, hash: "feeds" })} />;
      }}
    </Answer>
  );
}

export function ChangeFeed({ id }: { id: string }) {
  const { t } = useWords();
  const { allowed } = useMay("sources");
  return (
    <>
      <PageHead title={t("databases.change_of", { name: id })} lead={<><Link to={paths.data} hash="feeds">{t("data.title")}</Link> · {t("feeds.lead_one")}</>} />
      {allowed ? <div className="stack"><ConnectFeedSteps known={id} after={0} /></div> : <Note tone="calm" title={t("error.forbidden")}>{t("sources.may_not")}</Note>}
    </>
  );
}
