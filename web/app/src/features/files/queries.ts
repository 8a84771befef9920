// Bundles of files, asked for again and again while one is being read.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, post } from "../../api/client";
import type { Bundle, LookedAt } from "../../api/schema";
import { isUnderWay, type Work } from "./bundle";

const POLL_MS = 1_000;
const REST_MS = 5_000;
/** What is different once files were read in. */
const TOUCHED = ["data", "imports", "customers", "customer", "today", "programmes", "evaluation"];

export const uploadsQuery = queryOptions({
  queryKey: ["uploads"],
  queryFn: () => get<Bundle[]>("/uploads"),
  refetchInterval: (query) => (query.state.data?.some((one) => isUnderWay(one.import)) ? POLL_MS : REST_MS),
});

export const uploadKey = (id: string) => ["uploads", "one", id];

export const uploadQuery = (id: string) =>
  queryOptions({
    queryKey: uploadKey(id),
    queryFn: async ({ client }) => {
      const before = client.getQueryData<Bundle>(uploadKey(id));
      const bundle = await get<Bundle>(`/uploads/${encodeURIComponent(id)}`);
      const ended = isUnderWay(before?.import) && bundle.import?.trial === false && bundle.import.phase === "done";
      if (ended) for (const key of TOUCHED) void client.invalidateQueries({ queryKey: [key] });
      return bundle;
    },
    refetchInterval: (query) => (isUnderWay(query.state.data?.import) ? POLL_MS : false),
  });

/** `round` tells one upload of a file from the next. */
export const lookQuery = (bundle: Bundle | null, { source, meanings }: Work, round: number) =>
  queryOptions({
    queryKey: ["look", bundle?.id ?? "", bundle?.files ?? [], source, meanings, round],
    queryFn: () => post<LookedAt>(`/uploads/${encodeURIComponent(bundle?.id ?? "")}/look`, { source, meanings }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
