// Sign-up forms, and the page of one as it would be.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, post } from "../../api/client";
import type { FormPreview, Forms, FormWritten } from "./types";

export const formsQuery = queryOptions({ queryKey: ["forms"], queryFn: () => get<Forms>("/forms") });

/** Judged as if it were published; nothing is kept. */
export const pageQuery = (id: string, written: FormWritten, enabled: boolean) =>
  queryOptions({
    queryKey: ["forms", "preview", id, written],
    queryFn: () => post<FormPreview>(`/forms/${encodeURIComponent(id)}/preview`, written),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
