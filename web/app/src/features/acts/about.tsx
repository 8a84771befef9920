// What it was about and where: an article or else a node of a tree, and an outlet.
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { useNodeName } from "../catalogue/node-name";
import { articlesPage, outletsQuery, treesQuery } from "../catalogue/queries";
import { wayTo } from "../catalogue/tree";

const TYPING_MS = 250;
const LISTED_MAX = 50;

interface Picked { value: string | null; choose(value: string | null): void }

export function ArticlePicker({ value, choose }: Picked) {
  const words = useWords();
  const { t } = words;
  const [typed, setTyped] = useState("");
  const [label, setLabel] = useState<string | null>(null);
  // What stands in the field once an article is chosen is its name, not a search.
  const [query] = useDebouncedValue(typed === label ? "" : typed.trim(), TYPING_MS);
  const found = useQuery({ queryKey: ["catalogue", "articles", query, "", ""], queryFn: () => articlesPage({ query, category: "", only: "" }, null), select: ({ rows }) => rows.slice(0, LISTED_MAX), enabled: query !== "" });
  const rows = (query === "" ? [] : (found.data ?? [])).map(({ number, name }) => ({ value: number, label: [name, number].filter(Boolean).join(", ") }));
  const data = value !== null && !rows.some((row) => row.value === value) ? [{ value, label: label ?? value }, ...rows] : rows;
  return (
    <Select
      label={t("act.article")} placeholder={t("catalogue.search_hint")} data={data} value={value} searchable searchValue={typed} onSearchChange={setTyped} filter={({ options }) => options}
      onChange={(next, option) => { setLabel(option?.label ?? null); choose(next); }}
      nothingFoundMessage={query === "" ? t("act.article_type") : found.isFetching ? t("state.loading") : t("catalogue.none")}
      error={found.isError ? failureWords(words, found.error).title : undefined}
      clearable clearButtonProps={{ "aria-label": t("action.clear") }}
    />
  );
}

export function CategoryPicker({ value, choose }: Picked) {
  const words = useWords();
  const { t } = words;
  const nameOf = useNodeName();
  const query = useQuery(treesQuery);
  const nodes = query.data?.nodes ?? [];
  const data = nodes.map(({ node }) => ({ value: node.id, label: [node.tree, ...wayTo(nodes, node.id).map((one) => nameOf(one.node))].filter(Boolean).join(" › ") }));
  return (
    <Select
      label={t("act.category")} data={[...new Map(data.map((one) => [one.value, one])).values()]} value={value} onChange={choose} searchable limit={LISTED_MAX}
      nothingFoundMessage={query.isPending ? t("state.loading") : t("act.no_category")}
      error={query.isError ? failureWords(words, query.error).title : undefined}
      clearable clearButtonProps={{ "aria-label": t("action.clear") }}
    />
  );
}

export function OutletPicker({ value, choose }: Picked) {
  const words = useWords();
  const { t } = words;
  const query = useQuery(outletsQuery);
  const data = (query.data ?? []).map(({ number, name }) => ({ value: number, label: name && name !== number ? `${name}, ${number}` : number }));
  return (
    <Select
      label={t("outlets.outlet")} description={query.data?.length === 0 ? t("outlets.none_help") : undefined} data={data} value={value} onChange={choose} searchable limit={LISTED_MAX}
      nothingFoundMessage={query.isPending ? t("state.loading") : t("outlets.none")}
      error={query.isError ? failureWords(words, query.error).title : undefined}
      clearable clearButtonProps={{ "aria-label": t("action.clear") }}
    />
  );
}
