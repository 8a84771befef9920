// Every act of somebody about being written to: by channel, purpose and controller, as it stands now and how it came to that,
// each with its words, its source and what proves it.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ledgerQuery } from "../../api/queries";
import type { ConsentEntry, Customer } from "../../api/schema";
import { useMay } from "../../app/deed";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { ActRow } from "./act";
import { type Group, groupsOf, spansOf, type Standing } from "./ledger";
import { RecordConsent } from "./record";
import { Withdraw } from "./withdraw";

const DAY_MS = 86_400_000;
/** Of these there is something that can be withdrawn. */
const WITHDRAWABLE: readonly Standing[] = ["given", "overridden", "waiting", "unproven"];

export const TONES: Record<Standing, string> = { given: "good", overridden: "warn", withdrawn: "bad", waiting: "warn", expired: "", unproven: "warn", replaced: "", objects: "bad", lifted: "" };

export function Ledger({ customer }: { customer: Customer }) {
  const { t } = useWords();
  const { allowed, why } = useMay("objection");
  const [recording, record] = useState(false);
  const query = useQuery(ledgerQuery(customer.id));
  return (
    <div className="stack">
      {recording ? <RecordConsent customer={customer} known={query.data ?? []} close={() => record(false)} /> : null}
      <section className="panel flush" aria-labelledby="ledger-title">
        <div className="panel-head">
          <h2 className="section-title" id="ledger-title">{t("ledger.title")}</h2>
          {recording ? null : <Button size="xs" variant="default" disabled={!allowed} title={why} onClick={() => record(true)}>{t("ledger.record")}</Button>}
        </div>
        <Answer query={query} lines={5}>
          {(entries) => (entries.length === 0 ? <Empty title={t("consent.none")} help={t("consent.none_help")} /> : <Groups customer={customer} entries={entries} />)}
        </Answer>
      </section>
    </div>
  );
}

function Groups({ customer, entries }: { customer: Customer; entries: ConsentEntry[] }) {
  const { t } = useWords();
  const since = entries.map(({ occurred }) => occurred).reduce((one, other) => (Date.parse(one) < Date.parse(other) ? one : other));
  return (
    <>
      <p className="muted small panel-lead">{t("ledger.lead")}</p>
      {groupsOf(entries).map((group) => <One key={group.key} customer={customer} group={group} since={since} />)}
    </>
  );
}

export function useGroupName(): (group: Pick<Group<ConsentEntry>, "isObjection" | "channel" | "purpose">) => string {
  const { t, code } = useWords();
  return ({ isObjection, channel, purpose }) =>
    isObjection ? t("ledger.objection") : `${channel ? code("channel", channel) : t("consent.all_channels")} · ${purpose ? code("purpose", purpose) : t("consent.all_purposes")}`;
}

function One({ customer, group, since }: { customer: Customer; group: Group<ConsentEntry>; since: string }) {
  const { t, code, format } = useWords();
  const named = useGroupName();
  const name = named(group);
  // What it says does not count any more, though nothing about the same replaced it.
  const ended = (entry: ConsentEntry) => (group.standing === "withdrawn" && group.by !== null && entry.act === "granted" && entry.state === "holds" ? t("ledger.ended_by", { name: named({ ...group.by, isObjection: false }), time: format.dateTime(group.by.occurred) }) : null);
  const [newest, ...earlier] = group.entries;
  return (
    <article className="quarantined consent-group" aria-label={name}>
      <div className="panel-head">
        <h3 className="source-name">{name} <span className={`chip ${TONES[group.standing]}`}>{code("consent_standing", group.standing)}</span></h3>
        <span className="muted small">{t("ledger.for", { controller: group.controller })}</span>
      </div>
      <Lane group={group} since={since} />
      <ol className="acts" aria-label={t("ledger.acts_of", { name })}>{newest === undefined ? null : <ActRow customer={customer} entry={newest} ended={ended(newest)} />}</ol>
      {WITHDRAWABLE.includes(group.standing) ? <div className="act-deed"><Withdraw customer={customer} of={group} name={name} /></div> : null}
      {earlier.length === 0 ? null : (
        <details>
          <summary>{t("ledger.earlier", { count: earlier.length })}</summary>
          <ol className="acts" aria-label={t("ledger.earlier", { count: earlier.length })}>{earlier.map((entry) => <ActRow key={entry.id} customer={customer} entry={entry} ended={ended(entry)} />)}</ol>
        </details>
      )}
    </article>
  );
}

/** What stood when, since the first act of all; the acts below it say the same in words. */
function Lane({ group, since }: { group: Group<ConsentEntry>; since: string }) {
  const { format } = useWords();
  const { now } = useSession().clock;
  if (Date.parse(now) - Date.parse(since) < DAY_MS) return null;
  return (
    <div className="lane" aria-hidden="true">
      <div className="lane-bar">{spansOf(group.entries, since, now).map(({ from, to, tone }) => <span key={`${from} ${to} ${tone}`} className={tone} style={{ left: `${Math.min(99, 100 * from)}%`, width: `${Math.max(1, 100 * (to - from))}%` }} />)}</div>
      <div className="lane-ends muted small"><span>{format.date(since)}</span><span>{format.date(now)}</span></div>
    </div>
  );
}
