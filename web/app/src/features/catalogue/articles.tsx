// Articles, found by number, name and word, by where they hang and by how they are; the search is part of the address.
import { Button, Chip, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type InfiniteData, keepPreviousData, useInfiniteQuery, type UseInfiniteQueryResult, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Broken, Empty, Loading } from "../../ui/states";
import { useNodeName } from "./node-name";
import { Nodes } from "./nodes";
import { Picture } from "./picture";
import { articlesPage, treesQuery } from "./queries";
import { treesOf, wayTo } from "./tree";
import type { ArticleFound, ArticlesFound } from "./types";

const TYPING_MS = 250;
const KINDS = ["out_of_stock", "reduced", "new"] as const;

export function Articles() {
  const { t } = useWords();
  const [{ query = "", category = "", only = "" }] = useUrlState();
  const pages = useInfiniteQuery({
    queryKey: ["catalogue", "articles", query, category, only],
    queryFn: ({ pageParam }) => articlesPage({ query, category, only }, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  return (
    <div className="catalogue">
      <section className="panel catalogue-side" aria-label={t("catalogue.categories")}><Categories category={category} /></section>
      <div className="stack">
        <Search query={query} />
        <Kinds only={only} />
        <Way category={category} />
        {pages.data === undefined ? (pages.isError ? <Broken error={pages.error} retry={() => void pages.refetch()} /> : <Loading lines={10} />) : <Found pages={pages} isFiltered={query !== "" || category !== "" || only !== ""} told={pages.isPlaceholderData ? "" : t(pages.hasNextPage ? "catalogue.found_more" : "catalogue.found", { count: pages.data.pages.flatMap(({ rows }) => rows).length })} />}
      </div>
    </div>
  );
}

function Search({ query }: { query: string }) {
  const { t } = useWords();
  const [, setUrl] = useUrlState();
  const [text, setText] = useState(query);
  const [asked, setAsked] = useState(query);
  // The address changed by other means than this field.
  if (query !== asked) {
    setAsked(query);
    setText(query);
  }
  const ask = (typed: string, replace: boolean) => {
    if (typed.trim() === query) return;
    setAsked(typed.trim());
    setUrl({ query: typed.trim() }, { replace });
  };
  const askSoon = useDebouncedCallback((typed: string) => ask(typed, true), TYPING_MS);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    askSoon.cancel();
    ask(text, false);
  };
  return (
    <form role="search" onSubmit={submit} className="search">
      <TextInput
        size="md" aria-label={t("catalogue.search")} placeholder={t("catalogue.search_hint")} leftSection={<IconSearch size={18} aria-hidden />} value={text} maxLength={200}
        onChange={(event) => { setText(event.currentTarget.value); askSoon(event.currentTarget.value); }}
      />
      <Button size="md" type="submit">{t("action.search")}</Button>
    </form>
  );
}

function Kinds({ only }: { only: string }) {
  const { t } = useWords();
  const [, setUrl] = useUrlState();
  return (
    <Chip.Group multiple value={only.split(",").filter(Boolean)} onChange={(next) => setUrl({ only: next.join(",") })}>
      <div className="chips" role="group" aria-label={t("catalogue.only")}>{KINDS.map((kind) => <Chip key={kind} size="sm" variant="outline" value={kind}>{t(`catalogue.only.${kind}`)}</Chip>)}</div>
    </Chip.Group>
  );
}

/** Where one is in the tree, with the way out. */
function Way({ category }: { category: string }) {
  const { t } = useWords();
  const [, setUrl] = useUrlState();
  const nameOf = useNodeName();
  const trees = useQuery(treesQuery);
  if (category === "") return null;
  const way = wayTo(trees.data?.nodes ?? [], category);
  return (
    <p className="actions small">
      <span>{t("catalogue.within", { path: way.map(({ node }) => nameOf(node)).join(" › ") || t("catalogue.means_unknown") })}</span>
      <button type="button" className="as-link" onClick={() => setUrl({ category: "" })}>{t("catalogue.everywhere")}</button>
    </p>
  );
}

function Categories({ category }: { category: string }) {
  const { t } = useWords();
  const [{ query = "", only = "" }] = useUrlState();
  const trees = useQuery(treesQuery);
  const own = treesOf(trees.data?.nodes ?? []).find(({ name }) => name === null);
  const search = { ...(query ? { query } : {}), ...(only ? { only } : {}) };
  const chosen = wayTo(trees.data?.nodes ?? [], category).map(({ node }) => node.id);
  if (trees.isError) return <Broken error={trees.error} retry={() => void trees.refetch()} />;
  const list = own === undefined ? <p className="muted small">{trees.data === undefined ? t("state.loading") : t("catalogue.no_nodes")}</p> : <Nodes branches={own.branches} chosen={chosen} search={search} label={t("catalogue.categories")} />;
  return (
    <>
      <h2 className="section-title wide-only">{t("catalogue.categories")}</h2>
      <div className="wide-only">{list}</div>
      <details className="narrow-only"><summary>{t("catalogue.categories")}</summary>{list}</details>
    </>
  );
}

interface OfFound { pages: UseInfiniteQueryResult<InfiniteData<ArticlesFound>>; isFiltered: boolean; told: string }

function Found({ pages, isFiltered, told }: OfFound) {
  const { t, format } = useWords();
  const all = pages.data?.pages ?? [];
  const rows = all.flatMap((page) => page.rows);
  const looked = all.reduce((sum, page) => sum + page.looked, 0);
  const articles = all[0]?.articles ?? 0;
  if (articles === 0) return <section className="panel"><Empty title={t("catalogue.empty")} help={t("catalogue.empty_help")}><p className="actions centred"><Link to={paths.files}>{t("files.title")}</Link> <Link to={paths.connect}>{t("sources.connect")}</Link></p></Empty></section>;
  return (
    <section className="panel flush" aria-label={t("catalogue.tab.articles")} aria-busy={pages.isFetching}>
      <p className="visually-hidden" role="status">{told}</p>
      {rows.length === 0 && !pages.hasNextPage ? <Empty title={t("catalogue.none")} help={t("catalogue.none_help")} /> : <ul className="article-list">{rows.map((row) => <Row key={row.number} row={row} />)}</ul>}
      {rows.length === 0 && pages.hasNextPage ? <p className="muted panel-foot">{t("catalogue.none_so_far")}</p> : null}
      <div className="panel-foot actions">
        {pages.hasNextPage ? <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t("catalogue.more")}</Button> : null}
        <span className="muted small">{isFiltered ? t("catalogue.looked", { looked: format.number(looked), all: format.number(articles) }) : pages.hasNextPage ? t("catalogue.shown_of", { shown: format.number(rows.length), all: format.number(articles) }) : t("catalogue.in_all", { count: articles })}</span>
      </div>
      {pages.isFetchNextPageError ? <div className="panel-foot"><Broken error={pages.error} retry={() => void pages.fetchNextPage()} /></div> : null}
    </section>
  );
}

function Row({ row }: { row: ArticleFound }) {
  const { t, format } = useWords();
  return (
    <li className="article-row">
      <Picture address={row.picture} name={row.name} size="small" />
      <div className="article-what">
        <Link to={paths.article} params={{ number: row.number }}>{row.name || row.number}</Link>
        <div className="muted small">{[row.number, row.brand].filter(Boolean).join(" · ")}</div>
        {row.category.length > 0 ? <div className="muted small">{row.category.join(" › ")}</div> : null}
      </div>
      <div className="article-chips">
        {row.new ? <span className="chip accent">{t("catalogue.new")}</span> : null}{" "}
        <Availability available={row.available} pieces={row.pieces} />
      </div>
      <div className="article-price">
        {row.price ? <strong>{format.money(row.price)}</strong> : <span className="muted small">{t("article.no_price")}</span>}
        {row.lowest_before ? <div className="small muted"><span className="visually-hidden">{t("article.before")} </span><del>{format.money(row.lowest_before)}</del></div> : null}
      </div>
    </li>
  );
}

export function Availability({ available, pieces }: { available: boolean; pieces: number | null }) {
  const { t } = useWords();
  if (!available) return <span className="chip bad">{t("article.out_of_stock")}</span>;
  // Nobody told a stock: it counts as available, but nobody knows.
  if (pieces === null) return <span className="chip">{t("article.stock_untold")}</span>;
  return <span className="chip good">{t("article.pieces", { count: pieces })}</span>;
}
