// People who look alike, page by page; nothing is joined that nobody decided.
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { suggestionsPage } from "../../api/queries";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Broken, Empty, Loading } from "../../ui/states";
import { PairCard } from "./pair";

const ENTERING_MS = 3_000;

export function AlikePage() {
  const { t } = useWords();
  const query = useInfiniteQuery({
    queryKey: ["suggestions"],
    queryFn: ({ pageParam }) => suggestionsPage(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.is_complete === false ? ENTERING_MS : false),
  });
  const pages = query.data?.pages ?? [];
  const pairs = pages.flatMap((page) => page.pairs);
  const compares = pages[0]?.compares ?? true;
  const isEntering = pages[0]?.is_complete === false;
  return (
    <>
      <PageHead title={t("alike.title")} lead={<><Link to={paths.customers}>{t("customers.title")}</Link> · {t("alike.lead")}</>} />
      {query.data === undefined ? (query.isError ? <Broken error={query.error} retry={() => void query.refetch()} /> : <Loading lines={8} />) : (
        <section className="panel flush" aria-label={t("alike.title")} aria-busy={query.isFetching}>
          {!compares ? <Empty title={t("alike.off")} help={t("alike.off_help")}><Button component={Link} to={paths.matching} mt="md">{t("alike.set_up")}</Button></Empty> : pairs.length === 0 && !query.hasNextPage ? <Empty title={t(isEntering ? "alike.entering" : "alike.none")} help={t(isEntering ? "alike.entering_help" : "alike.none_help")} /> : (
            <>
              {isEntering ? <p className="panel-head muted small" role="status">{t("alike.entering")}: {t("alike.entering_help")}</p> : null}
              {pairs.map((pair) => <PairCard key={pair.people.map(({ id }) => id).join()} pair={pair} />)}
              {pairs.length === 0 ? <p className="muted panel-foot">{t("alike.none_so_far")}</p> : null}
              {query.isFetchNextPageError ? <div className="panel-foot"><Broken error={query.error} retry={() => void query.fetchNextPage()} /></div> : null}
              {query.hasNextPage ? <div className="panel-foot"><Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("alike.more")}</Button></div> : null}
            </>
          )}
        </section>
      )}
    </>
  );
}
