// Feeds of content that are read by themselves: how each is and what can be done about it.
import { Button } from "@mantine/core";
import { IconRss } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { feedsQuery } from "../../api/queries";
import type { ConnectedFeed } from "../../api/schema";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { DisconnectFeed, ReadFeed } from "./deeds";
import { FeedChip, FeedStand } from "./state";

const intoView = (element: HTMLElement | null) => element?.closest("section")?.scrollIntoView();

export function Feeds() {
  const { t } = useWords();
  const query = useQuery(feedsQuery);
  // Whoever comes for them is led to them, once they are there.
  const isWanted = useLocation().hash === "feeds";
  const failing = (query.data ?? []).some(({ failure }) => failure !== null && !failure.passing);
  return (
    <section className="panel flush" id="feeds" aria-labelledby="feeds-title">
      <div className="panel-head">
        <h2 className="section-title" id="feeds-title">{t("feeds.title")}{failing ? <> <span className="chip bad">{t("data.needs_you")}</span></> : null}</h2>
        <ConnectFeed />
      </div>
      <Answer query={query} lines={3}>
        {(all) => (all.length === 0 ? <Empty title={t("feeds.none")} help={t("feeds.none_help")} /> : <div ref={isWanted ? intoView : null}>{all.map((one) => <One key={one.id} feed={one} />)}</div>)}
      </Answer>
    </section>
  );
}

export function ConnectFeed() {
  const { t } = useWords();
  const { allowed, why } = useMay("sources");
  if (!allowed) return <Button size="xs" variant="default" disabled title={why}>{t("feeds.connect_one")}</Button>;
  return <Button size="xs" variant="default" renderRoot={(root) => <Link {...root} to={paths.connect} search={{ kind: "feed" }} />} leftSection={<IconRss size={15} aria-hidden />}>{t("feeds.connect_one")}</Button>;
}

function One({ feed }: { feed: ConnectedFeed }) {
  const { t, code } = useWords();
  const { allowed } = useMay("sources");
  const { id, url, kind, every_minutes: minutes, daily_at: daily } = feed;
  return (
    <article className="quarantined" aria-label={id}>
      <div className="panel-head">
        <h3 className="source-name">{id} <FeedChip feed={feed} /></h3>
        <span className="actions">
          {feed.items > 0 ? <Link className="small" to={paths.catalogue} search={{ tab: "items" }}>{t("feeds.see_items")}<span className="visually-hidden">: {id}</span></Link> : null}
          <ReadFeed feed={feed} />
          {allowed ? <Link className="small" to={paths.connect} search={{ kind: "feed", source: id }}>{t("feeds.change")}<span className="visually-hidden">: {id}</span></Link> : null}
          <DisconnectFeed feed={feed} />
        </span>
      </div>
      <p className="muted small source-address">{code("feed_kind", kind)} · {url} · {daily ? t("databases.each_day", { time: daily }) : t("databases.each_minutes", { count: minutes ?? 60 })}</p>
      <FeedStand feed={feed} />
    </article>
  );
}
