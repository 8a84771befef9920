// How somebody became one person: who was merged into them and can be parted again, who looks like them, with whom they live.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { post } from "../../api/client";
import { identityQuery } from "../../api/queries";
import type { Customer, CustomerIdentity } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { IDENTITY_KEYS, PairCard } from "../alike/pair";
import { AskFirst } from "../files/ask-first";

export function IdentityTab({ customer }: { customer: Customer }) {
  const query = useQuery(identityQuery(customer.id));
  return (
    <Answer query={query} lines={6}>
      {(identity) => (
        <div className="stack">
          <Known customer={customer} />
          <Alike identity={identity} />
          <Merges customer={customer} identity={identity} />
          <Household identity={identity} />
        </div>
      )}
    </Answer>
  );
}

/** By what they are known, and which lists hold them no longer. */
function Known({ customer }: { customer: Customer }) {
  const { t, code, format } = useWords();
  const gone = customer.no_longer_delivered ?? [];
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("identity.known_by")}</h2></div>
      {customer.identifiers.length === 0 ? <p className="muted after">{t("identity.known_by_nothing")}</p> : (
        <dl className="pairs">{customer.identifiers.map(({ kind, value }) => <div key={`${kind} ${value}`}><dt>{code("identifier", kind)}</dt><dd className="mono">{value}</dd></div>)}</dl>
      )}
      {gone.map(({ source, since }) => <p key={`${source} ${since}`} className="warned after">{t("identity.no_longer", { source: source ? code("source", source) : t("lineage.unknown"), date: format.date(since) })}</p>)}
    </section>
  );
}

function Alike({ identity: { alike, compares } }: { identity: CustomerIdentity }) {
  const { t } = useWords();
  return (
    <section className="panel flush" aria-labelledby="identity-alike">
      <div className="panel-head"><h2 className="section-title" id="identity-alike">{t("identity.alike")}</h2><Link className="small" to={paths.alike}>{t("identity.all_alike")}</Link></div>
      {alike.length === 0 ? <p className="muted panel-foot">{t(compares ? "identity.alike_none" : "identity.alike_off")}{compares ? null : <> <Link to={paths.matching}>{t("alike.set_up")}</Link></>}</p> : alike.map((pair) => <PairCard key={pair.people.map(({ id }) => id).join()} pair={pair} />)}
    </section>
  );
}

function Merges({ customer, identity: { merges } }: { customer: Customer; identity: CustomerIdentity }) {
  const { t, format } = useWords();
  return (
    <section className="panel" aria-labelledby="identity-merges">
      <div className="panel-head"><h2 className="section-title" id="identity-merges">{t("identity.merges")}</h2></div>
      {merges.length === 0 ? <span className="muted">{t("identity.merges_none")}</span> : (
        <ul className="needs">
          {merges.map((merge) => (
            <li key={`${merge.id} ${merge.at}`}>
              <span>
                <strong>{merge.name || t("customer.unnamed", { id: merge.id.slice(0, 8) })}</strong>
                <span className="muted small" style={{ display: "block" }}>{t("identity.merged_at", { time: format.dateTime(merge.at) })}{merge.parted ? ` · ${t("identity.parted_at", { time: format.dateTime(merge.parted) })}` : ""}</span>
              </span>
              {merge.parted ? <Link to={paths.customer} params={{ id: merge.id }}>{t("today.open")}<span className="visually-hidden">: {merge.name}</span></Link> : <Part customer={customer} merge={merge} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Parted by somebody, they are never joined again: that is said first. */
function Part({ customer, merge }: { customer: Customer; merge: CustomerIdentity["merges"][number] }) {
  const { t } = useWords();
  const { allowed, why } = useMay("merge");
  const name = merge.name || merge.id.slice(0, 8);
  const part = useDeed({ act: () => post(`/customers/${customer.id}/unmerge`, { from: merge.id }), touches: IDENTITY_KEYS, said: () => t("identity.parted", { name }) });
  return <AskFirst label={t("identity.part")} name={t("identity.part_of", { name })} question={t("identity.part_ask", { name })} act={t("identity.part_really")} disabled={!allowed} why={why} loading={part.isPending} onYes={() => part.mutate()} />;
}

function Household({ identity: { household } }: { identity: CustomerIdentity }) {
  const { t, format } = useWords();
  return (
    <section className="panel" aria-labelledby="identity-household">
      <div className="panel-head"><h2 className="section-title" id="identity-household">{t("identity.household")}</h2></div>
      {household.length === 0 ? <span className="muted">{t("identity.household_none")}</span> : (
        <>
          <p className="muted small after">{t("identity.household_help")}</p>
          <ul className="needs">
            {household.map((one) => (
              <li key={one.id}>
                <Link to={paths.customer} params={{ id: one.id }}>{one.name || t("customer.unnamed", { id: one.id.slice(0, 8) })}</Link>
                <span className="muted small">{t("alike.orders", { count: one.orders })} · {t("alike.since", { date: format.date(one.since) })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
