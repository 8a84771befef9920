// Query keys and how fresh each answer has to be, in one list.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, isHealthy, withQuery } from "./client";
import { mailings } from "./mailings";
import type * as Api from "./schema";

const LIVE_MS = 5_000;
const CUSTOMER_MS = 60_000;
const part = encodeURIComponent;

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: () => get<Api.Session>("/session"),
  retry: false,
  staleTime: 30_000,
  refetchInterval: (query) => (query.state.data ? 15_000 : false),
});
export const todayQuery = queryOptions({
  queryKey: ["today"],
  queryFn: () => get<Api.Today>("/today"),
  refetchInterval: LIVE_MS,
});
export const customersQuery = (query: string) =>
  queryOptions({
    queryKey: ["customers", query],
    queryFn: () => get<Api.CustomerRow[]>(withQuery("/customers", { query })),
    placeholderData: keepPreviousData,
  });
export const customerQuery = (id: string) =>
  queryOptions({ queryKey: ["customer", id], queryFn: () => get<Api.Customer>(`/customers/${part(id)}`) });
export const identityQuery = (id: string) =>
  queryOptions({ queryKey: ["customer", id, "identity"], queryFn: () => get<Api.CustomerIdentity>(`/customers/${part(id)}/identity`) });
export const suggestionsPage = (after: string | null) => get<Api.Suggestions>(withQuery("/suggestions", { after }));
export const whyQuery = (id: string) =>
  queryOptions({ queryKey: ["customer", id, "why"], queryFn: () => get<Api.Why>(`/customers/${part(id)}/why`) });
export interface IntentsAsked { programme?: string | undefined; message?: string | undefined; state?: string | undefined; reason?: string | undefined; detail?: string | undefined; settled?: string | undefined }
export const intentsPage = (asked: IntentsAsked, after: string | null) => get<Api.IntentPage>(withQuery("/intents", { ...asked, after }));
export const timelinePage = (id: string, before: string | null) =>
  get<Api.Timeline>(withQuery(`/customers/${part(id)}/timeline`, { before }));
export const programmesQuery = queryOptions({
  queryKey: ["programmes"],
  queryFn: () => get<Api.ProgrammeRow[]>("/programmes"),
});
export const programmeQuery = (id: string) =>
  queryOptions({ queryKey: ["programme", id], queryFn: () => get<Api.Programme>(`/programmes/${part(id)}`) });
/** With what changed up to another version, or up to what is live. */
export const versionQuery = (id: string, version: string, against: string) =>
  queryOptions({ queryKey: ["programme", id, "version", version, against], queryFn: () => get<Api.Version>(withQuery(`/programmes/${part(id)}/versions/${part(version)}`, { against })) });
export const jobQuery = (job: string | null) =>
  queryOptions({
    queryKey: ["job", job],
    queryFn: () => get<Api.Job>(`/jobs/${part(job ?? "")}`),
    enabled: job !== null,
    refetchInterval: (query) => (query.state.data?.done || query.state.error ? false : 400),
  });
export const evaluationQuery = queryOptions({
  queryKey: ["evaluation"],
  queryFn: () => get<Api.Evaluation>("/evaluation"),
});
export const dataQuery = queryOptions({
  queryKey: ["data"],
  queryFn: () => get<Api.DataState>("/data"),
  refetchInterval: LIVE_MS,
});
export const healthQuery = queryOptions({ queryKey: ["health"], queryFn: isHealthy, refetchInterval: LIVE_MS });
export const quarantineQuery = queryOptions({
  queryKey: ["quarantine"],
  queryFn: () => get<Api.Quarantined[]>("/quarantine"),
});
export const refusedQuery = queryOptions({
  queryKey: ["refused"],
  queryFn: () => get<Api.RefusedRows>("/quarantine/rows"),
});
/** Rows of a group are asked for apart from the list of groups: one that is gone is not asked for. */
export const refusedRowsKey = "refused rows";
export const refusedRowsQuery = (group: string) =>
  infiniteQueryOptions({
    queryKey: [refusedRowsKey, group],
    queryFn: ({ pageParam }) => get<Api.RefusedPage>(withQuery(`/quarantine/rows/${part(group)}`, { after: pageParam })),
    initialPageParam: "0",
    getNextPageParam: (page: Api.RefusedPage) => page.next,
    // The last row of a group takes the group along.
    retry: false,
  });
export const sourcesQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: () => get<Api.ConnectedSource[]>("/sources"),
  refetchInterval: LIVE_MS,
});
/** Busy ones are asked for more often. */
export const databasesQuery = queryOptions({
  queryKey: ["databases"],
  queryFn: () => get<Api.ConnectedDatabase[]>("/databases"),
  refetchInterval: (query) => (query.state.data?.some(({ state }) => state.doing !== "waiting" && state.doing !== "failing") ? 1_500 : LIVE_MS),
});
/** One that is asked for and was never read, or is being read, is about to change. */
export const feedsQuery = queryOptions({
  queryKey: ["feeds"],
  queryFn: () => get<Api.ConnectedFeed[]>("/feeds"),
  refetchInterval: (query) => (query.state.data?.some(({ running, tried }) => running || tried === null) ? 1_500 : LIVE_MS),
});
export const privacyQuery = queryOptions({
  queryKey: ["privacy"],
  queryFn: () => get<Api.PrivacyAsked[]>("/privacy"),
  refetchInterval: LIVE_MS,
});
export const importsQuery = queryOptions({ queryKey: ["imports"], queryFn: () => get<Api.Import[]>("/imports") });
export const leftOutRows = (id: string, file: number, code: string, after: string) =>
  get<Api.LeftOutRows>(withQuery(`/imports/${part(id)}/rows`, { file: String(file), code, after }));
export const erasuresQuery = queryOptions({ queryKey: ["erasures"], queryFn: () => get<Api.Erased[]>("/erasures") });
export const readinessQuery = queryOptions({ queryKey: ["readiness"], queryFn: () => get<Api.Readiness>("/readiness") });
export const qualityQuery = queryOptions({ queryKey: ["quality"], queryFn: () => get<Api.SourceQuality[]>("/quality") });
export const ledgerQuery = (id: string) =>
  queryOptions({ queryKey: ["customer", id, "consents"], queryFn: () => get<Api.ConsentEntry[]>(`/customers/${part(id)}/consents`) });
export const actionsQuery = (id: string) =>
  queryOptions({ queryKey: ["customer", id, "actions"], queryFn: () => get<Api.ActionTold[]>(`/customers/${part(id)}/actions`) });
/** Looks at everybody, so only when it is asked for. */
export const retentionQuery = queryOptions({ queryKey: ["retention"], queryFn: () => get<Api.Retention>("/retention"), staleTime: 60_000, refetchOnWindowFocus: false });
export const webhooksQuery = queryOptions({ queryKey: ["webhooks"], queryFn: () => get<Api.Webhook[]>("/subscriptions"), refetchInterval: LIVE_MS });
/** One that runs is asked for more often. */
export const exportsQuery = queryOptions({
  queryKey: ["exports"],
  queryFn: () => get<Api.FileExport[]>("/exports"),
  refetchInterval: (query) => (query.state.data?.some(({ running }) => running) ? 1_000 : LIVE_MS),
});
/** Of what sells best, or of one article by its number. */
export const relatedQuery = (article: string) =>
  queryOptions({ queryKey: ["related", article], queryFn: () => get<Api.RelatedArticles>(withQuery("/recommendations", { article })), placeholderData: keepPreviousData });
export const optOutsQuery = (source: string, since: string) =>
  queryOptions({ queryKey: ["opt-outs", source, since], queryFn: () => get<Api.OptOuts>(withQuery(`/sources/${part(source)}/opt-outs`, { since })), placeholderData: keepPreviousData });
export const auditPage = (who: string, act: string, before: string | null) => get<Api.Audit>(withQuery("/audit", { who, act, before }));
export const mailboxQuery = (customer: string | undefined, direction: "in" | "out") =>
  queryOptions({
    queryKey: ["mailbox", customer ?? "", direction],
    queryFn: () => get<Api.Mailbox>(withQuery("/mailbox", { customer, direction })),
    // Of one customer the older letters are written again each time.
    refetchInterval: customer === undefined ? LIVE_MS : CUSTOMER_MS,
  });
export const mailQuery = (id: string) =>
  queryOptions({ queryKey: ["mail", id], queryFn: () => get<Api.Mail>(`/mailbox/${part(id)}`), staleTime: Infinity });
export const tourQuery = queryOptions({
  queryKey: ["tour"],
  queryFn: () => get<Api.Tour>("/demo/tour"),
  refetchInterval: LIVE_MS,
});

/** `now` is the moment on the organisation's clock; it decides what is still to come. */
export const mailingsQuery = (now: string) =>
  queryOptions({
    queryKey: ["mailings"],
    queryFn: () => mailings(now),
    refetchInterval: LIVE_MS,
  });
export const handedQuery = (programme: string, mailing: string) =>
  queryOptions({
    queryKey: ["mailings", programme, mailing, "handed"],
    queryFn: () => get<Api.Handed>(`/mailings/${part(programme)}/${part(mailing)}/handed`),
  });
/** Asked anew with the programmes, which bring names of their own. */
export const namesQuery = queryOptions({
  queryKey: ["programmes", "names"],
  queryFn: () => get<Api.Named[]>("/names"),
});
export const messagesQuery = queryOptions({
  queryKey: ["messages"],
  queryFn: () => get<Api.MessageRow[]>("/messages"),
});
export interface PreviewAsked { programme: string; message: string; customer: string; language: string; channel: string }
export const previewQuery = ({ programme, message, customer, language, channel }: PreviewAsked) =>
  queryOptions({
    queryKey: ["messages", programme, message, "preview", customer, language, channel],
    queryFn: () => get<Api.Preview>(withQuery(`/messages/${part(programme)}/${part(message)}/preview`, { customer, language, channel })),
    enabled: customer !== "",
    placeholderData: keepPreviousData,
  });
export const scoreQuery = (programme: string, message: string) =>
  queryOptions({
    queryKey: ["messages", programme, message, "score"],
    queryFn: () => get<Api.Score>(`/messages/${part(programme)}/${part(message)}/score`),
    staleTime: 60_000,
  });
export const usersQuery = queryOptions({ queryKey: ["users"], queryFn: () => get<Api.User[]>("/users") });
export const keysQuery = queryOptions({ queryKey: ["keys"], queryFn: () => get<Api.WriteKey[]>("/keys") });
