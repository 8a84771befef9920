// What the catalogue is asked, and how long an answer holds.
import { queryOptions } from "@tanstack/react-query";
import { get, withQuery } from "../../api/client";
import type { ArticleShown, ArticlesFound, CategoryTrees, ContentAudience, ContentShown, OutletShown, PoolShown } from "./types";

const REST_MS = 60_000;

export interface Wanted { query: string; category: string; only: string }

/** The server looks through a piece of the catalogue at a time. */
export const articlesPage = ({ query, category, only }: Wanted, after: string | null) => get<ArticlesFound>(withQuery("/catalogue", { query, category, only, after }));
export const articleQuery = (number: string) =>
  queryOptions({ queryKey: ["catalogue", "article", number], queryFn: () => get<ArticleShown>(`/catalogue/articles/${encodeURIComponent(number)}`) });
export const treesQuery = queryOptions({ queryKey: ["catalogue", "categories"], queryFn: () => get<CategoryTrees>("/catalogue/categories"), staleTime: REST_MS });
export const outletsQuery = queryOptions({ queryKey: ["catalogue", "outlets"], queryFn: () => get<OutletShown[]>("/catalogue/outlets"), staleTime: REST_MS });
export const contentItemsQuery = queryOptions({ queryKey: ["catalogue", "content"], queryFn: () => get<ContentShown[]>("/catalogue/content"), staleTime: REST_MS });
export const poolsQuery = queryOptions({ queryKey: ["catalogue", "pools"], queryFn: () => get<PoolShown[]>("/catalogue/pools") });
/** One pass over everybody: asked only when somebody wants to know. */
export const audienceQuery = (item: string) =>
  queryOptions({ queryKey: ["catalogue", "audience", item], queryFn: () => get<ContentAudience>(`/catalogue/content/${encodeURIComponent(item)}/audience`), staleTime: REST_MS });
