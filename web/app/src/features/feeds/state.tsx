// How the reading of a feed is: when last and next, what it holds, what hangs nowhere, and what is wrong.
import type { ConnectedFeed } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { shownUntil } from "./entry";
import { FeedTroubled } from "./told";

const TAGS_SHOWN = 12;

export function FeedChip({ feed: { running, failure, good } }: { feed: ConnectedFeed }) {
  const { t } = useWords();
  if (running) return <span className="chip accent">{t("feeds.running")}</span>;
  if (failure !== null) return <span className={`chip ${failure.passing ? "warn" : "bad"}`}>{t(failure.passing ? "feeds.tries_again" : "feeds.fails")}</span>;
  return good === null ? <span className="chip">{t("databases.not_yet")}</span> : <span className="chip good">{t("feeds.fine")}</span>;
}

export function FeedStand({ feed }: { feed: ConnectedFeed }) {
  const { t, format } = useWords();
  // Feeds are read by the clock on the wall, whatever that of a demonstration shows.
  const now = new Date().toISOString();
  const { failure, unplaced } = feed;
  const until = shownUntil(feed);
  const isSilent = until !== null && until <= now;
  return (
    <div className="stack tight">
      {failure !== null ? (
        <FeedTroubled cause={failure.cause} tone={failure.passing ? "warn" : "bad"}>
          <p className="small">
            {t("databases.since", { time: format.dateTime(failure.since), count: failure.tries })}{" "}
            {feed.next === null ? t(failure.passing ? "databases.passing" : "databases.lasting") : t(failure.passing ? "databases.passing_next" : "databases.lasting_next", { time: format.time(feed.next) })}{" "}
            {feed.items === 0 ? null : until === null ? t("feeds.still_there", { count: feed.items }) : t(isSilent ? "feeds.silent" : "feeds.still_until", { count: feed.items, time: format.dateTime(until) })}
          </p>
        </FeedTroubled>
      ) : null}
      <dl className="values">
        <div><dt>{t("feeds.good")}</dt><dd>{feed.good ? <span title={format.dateTime(feed.good)}>{format.ago(feed.good, now)}</span> : t("databases.never")}</dd></div>
        <div><dt>{t("databases.next")}</dt><dd>{feed.next && failure === null ? format.dateTime(feed.next) : "–"}</dd></div>
        <div><dt>{t("feeds.items")}</dt><dd>{format.number(feed.items)}</dd></div>
        {feed.holds_hours ? <div><dt>{t("feeds.holds_stand")}</dt><dd>{format.exactSpan(feed.holds_hours * 3_600)}</dd></div> : null}
        {feed.empty > 0 ? <div><dt>{t("feeds.empty")}</dt><dd>{format.number(feed.empty)}</dd></div> : null}
        {feed.repeated > 0 ? <div><dt>{t("feeds.repeated")}</dt><dd>{format.number(feed.repeated)}</dd></div> : null}
        {feed.cut > 0 ? <div><dt>{t("feeds.cut")}</dt><dd className="warned">{format.number(feed.cut)}</dd></div> : null}
      </dl>
      {unplaced.length > 0 ? <p className="small after">{t("feeds.unplaced", { count: unplaced.length })}: {unplaced.slice(0, TAGS_SHOWN).join(", ")}{unplaced.length > TAGS_SHOWN ? " …" : ""}. <span className="muted">{t("feeds.unplaced_help")}</span></p> : null}
    </div>
  );
}
