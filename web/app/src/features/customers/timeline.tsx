// The timeline: events and decisions, newest first, a page at a time.
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { timelinePage } from "../../api/queries";
import type { TimelineEntry } from "../../api/schema";
import { paths } from "../../app/paths";
import { Zone } from "../../app/zone";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Broken, Empty, Loading } from "../../ui/states";
import { Cause } from "../acts/cause";
import { withNames, withTimes } from "./chain";
import { byDay, kindTone } from "./days";
import { originWords, saysMore } from "./lineage";

export function TimelineTab({ id }: { id: string }) {
  const { t, format } = useWords();
  const pages = useInfiniteQuery({
    queryKey: ["customer", id, "timeline"],
    queryFn: ({ pageParam }) => timelinePage(id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  if (pages.isError && pages.data === undefined) return <Broken error={pages.error} retry={() => void pages.refetch()} />;
  if (pages.data === undefined) return <Loading lines={10} />;
  const entries = pages.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <section className="panel"><Empty title={t("timeline.none")} /></section>;
  return (
    <section className="panel">
      {byDay(entries, format.date).map(({ day, entries: ofDay }) => (
        <div key={day} className="day">
          <h2 className="eyebrow">{day}</h2>
          <ol className="timeline">{ofDay.map((entry, index) => <Entry key={`${entry.at} ${index}`} customer={id} entry={entry} />)}</ol>
        </div>
      ))}
      {pages.hasNextPage ? (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t("timeline.more")}</Button>
      ) : (
        <span className="muted">{t("timeline.end")}</span>
      )}
      <Zone />
    </section>
  );
}

function Entry({ customer, entry }: { customer: string; entry: TimelineEntry }) {
  const words = useWords();
  const { t, say, code, format } = words;
  return (
    <li className={kindTone(entry.kind)}>
      <time dateTime={entry.at} className="muted small">{format.time(entry.at)}</time>
      <div>
        <div>{withNames(withTimes(say(entry.words), format.dateTime), words)} <Simulated when={entry.simulated} />{entry.delivery ? <> <Link to={paths.content} search={{ tab: "mailbox", customer, mail: entry.delivery }} className="small nowrap">{t("why.letter")}</Link></> : null}</div>
        {entry.event !== null && entry.cause !== null ? <Cause customer={customer} event={entry.event} at={entry.at} cause={entry.cause} isOther={entry.of !== null} /> : null}
        {entry.of ? <div className="muted small">{t("timeline.of", { name: entry.of.name })}</div> : null}
        {entry.source ? <div className="muted small">{t("timeline.source", { source: code("source", entry.source) })}{saysMore(entry.at, entry.origin) ? ` · ${originWords(words, entry.origin)}` : ""}</div> : null}
      </div>
    </li>
  );
}
