// Rules among the settings, as the server holds them, and a change of one part of them, judged.
import { queryOptions } from "@tanstack/react-query";
import { get, post, put } from "../../api/client";
import type { Retention, RetentionRules, SettingsRules } from "../../api/schema";

export type Part = keyof SettingsRules;
/** What whoever changes rules may publish; rules of erasing are the administrators'. */
export type OpenPart = Exclude<Part, "retention">;

export const RULES_TOUCH = ["settings", "schema", "names", "suggestions", "customer", "retention"];

export const rulesQuery = queryOptions({ queryKey: ["settings"], queryFn: () => get<SettingsRules>("/settings"), staleTime: 60_000 });

/** As if it were published; nothing is kept. What is wrong comes as a failure with its problems. */
export const judgedRulesQuery = <P extends OpenPart>(part: P, to: SettingsRules[P], enabled: boolean) =>
  queryOptions({ queryKey: ["settings judged", part, to], queryFn: () => post<unknown>("/settings/check", { [part]: { to } }).then(() => true), enabled, staleTime: 60_000, retry: false });

export const putRules = <P extends OpenPart>(part: P, to: SettingsRules[P]) => put<SettingsRules>("/settings", { [part]: { to } }).then((rules) => rules[part]);

/** Whom such rules would erase now; it looks at everybody. */
export const dryRunQuery = (to: RetentionRules | null, enabled: boolean) =>
  queryOptions({ queryKey: ["retention tried", to], queryFn: () => post<Retention>("/retention/check", { to }), enabled, staleTime: 60_000, retry: false, refetchOnWindowFocus: false });

export const putRetention = (to: RetentionRules | null) => put<SettingsRules>("/retention", { to }).then(({ retention }) => retention);

export interface Addresses { patterns: string[]; leads_to: { number: string; name: string } | null }
export const addressesQuery = queryOptions({ queryKey: ["addresses"], queryFn: () => get<Addresses>("/catalogue/addresses"), staleTime: 60_000 });
