// The record of what was done: who, when, and about what; by person and by kind, a page at a time.
import { Button, Select } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { auditPage, usersQuery } from "../../api/queries";
import type { AuditAct, Audited } from "../../api/schema";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { Zone } from "../../app/zone";
import { useWords } from "../../i18n/context";
import { Broken, Empty, Loading } from "../../ui/states";

/** Kinds of acts as they are looked for, each by what it is about. */
const GROUPS: [group: "programmes" | "customers" | "access" | "data", acts: AuditAct[]][] = [
  ["programmes", ["published", "restored", "from_files", "stopped", "resumed", "guardrail", "scheduled", "mailing_stopped", "mailing_resumed", "test_sent", "list_kept"]],
  ["customers", ["action_noted", "cause_corrected", "objected", "objection_lifted", "consent_recorded", "consent_withdrawn", "proof_handed_in", "copy_given", "erased", "retention_ran", "privacy_settled", "delivery_arrived", "delivery_not_arrived", "delivery_unsettled"]],
  ["access", ["signed_in", "user_put", "user_removed", "password_changed", "key_given", "key_taken_away", "identity_secret_shown"]],
  ["data", ["imported", "feed_connected", "feed_changed", "feed_disconnected", "form_changed", "form_removed", "article_changed", "article_removed", "pool_filled", "node_moved", "node_move_taken_back", "addresses_changed", "schema_changed", "settings_changed", "retention_changed", "connected", "source_connected", "source_changed", "source_disconnected", "redriven", "subscribed", "subscription_changed", "unsubscribed", "subscription_redriven", "export_made", "export_changed", "export_removed", "export_run"]],
];

export function AuditTab() {
  const { t, code } = useWords();
  const [{ who = "", act = "" }, setUrl] = useUrlState();
  const users = useQuery(usersQuery).data ?? [];
  // Somebody who may not sign in any more is chosen by a click on what they did.
  const people = [...new Set([...users.map(({ email }) => email), ...(who ? [who] : [])])];
  const pages = useInfiniteQuery({
    queryKey: ["audit", who, act],
    queryFn: ({ pageParam }) => auditPage(who, act, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const entries = pages.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <section className="panel flush">
      <div className="panel-head">
        <div className="inline-form">
          <Select label={t("audit.who")} placeholder={t("audit.everybody")} clearable searchable clearButtonProps={{ "aria-label": t("audit.everybody") }} value={who || null} data={people} onChange={(value) => setUrl({ who: value ?? "" })} />
          <Select label={t("audit.act")} placeholder={t("audit.everything")} clearable searchable clearButtonProps={{ "aria-label": t("audit.everything") }} value={act || null} data={GROUPS.map(([group, acts]) => ({ group: t(`audit.group.${group}`), items: acts.map((one) => ({ value: one, label: code("audit_act", one) })) }))} onChange={(value) => setUrl({ act: value ?? "" })} />
        </div>
      </div>
      {pages.isError && pages.data === undefined ? <Broken error={pages.error} retry={() => void pages.refetch()} />
        : pages.data === undefined ? <Loading lines={6} />
        : entries.length === 0 ? <Empty title={t("audit.none")} /> : <Rows entries={entries} />}
      <div className="panel-foot">
        {pages.hasNextPage ? <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t("audit.more")}</Button> : null}
        <Zone />
      </div>
    </section>
  );
}

function Rows({ entries }: { entries: Audited[] }) {
  const { t, code, format } = useWords();
  const [, setUrl] = useUrlState();
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t("table.when")}</th>
          <th scope="col">{t("audit.who")}</th>
          <th scope="col">{t("audit.act")}</th>
          <th scope="col">{t("audit.about")}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td className="nowrap"><time dateTime={entry.at}>{format.dateClock(entry.at)}</time></td>
            <td className="second" data-label={t("audit.who")} style={{ overflowWrap: "anywhere" }}>{entry.who ? <button type="button" className="as-link" onClick={() => setUrl({ who: entry.who })}>{entry.who}</button> : <span className="muted">{t("audit.nobody")}</span>}</td>
            <td>{code("audit_act", entry.act)}</td>
            <td><About entry={entry} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function About({ entry }: { entry: Audited }) {
  const { t, say } = useWords();
  if (entry.programme) return <Link to={paths.programme} params={{ id: entry.programme.id }}>{say(entry.programme.name)}</Link>;
  if (entry.customer) return <Link to={paths.customer} params={{ id: entry.customer.id }}>{entry.customer.name}</Link>;
  if (entry.act === "erased" && entry.about) return <Link to={paths.erasure} params={{ id: entry.about.de }}>{t("erasures.proof")}</Link>;
  if (entry.act === "redriven") return <>{t("data.quarantined_count", { count: Number(entry.about?.de ?? 0) })}</>;
  return <>{entry.about ? say(entry.about) : "–"}</>;
}
