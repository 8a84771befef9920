// Profile: what we know, what they bought, where they are under way.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { programmeQuery } from "../../api/queries";
import type { Customer } from "../../api/schema";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { TillPurchase } from "../../app/till";
import { useWords } from "../../i18n/context";
import { Simulated, unslug } from "../../ui/marks";
import { isElsewhere, useNames } from "../names";
import { stepWords } from "../programmes/words";
import { inCard, isContact } from "./card";
import { ContactDetails } from "./contact";
import { Interests } from "./interests";
import { Lineage } from "./lineage";
import { Orders } from "./orders";
import { Things } from "./things";
import { fieldValue } from "./value";

export function ProfileTab({ customer }: { customer: Customer }) {
  const { t, format } = useWords();
  const { orders } = customer;
  return (
    <>
      <dl className="figures">
        <div><dt>{t("customers.orders")}</dt><dd>{format.number(orders.count)}<small>{t("customer.kept", { count: orders.kept })}</small></dd></div>
        <div><dt>{t("customer.value")}</dt><dd>{format.money(orders.value)}</dd></div>
        <div><dt>{t("customer.first_order")}</dt><dd className="date">{orders.first ? format.date(orders.first) : t("customer.never")}</dd></div>
        <div><dt>{t("customers.last_order")}</dt><dd className="date">{orders.last ? format.date(orders.last) : t("customer.never")}</dd></div>
      </dl>
      <div className="split">
        <div className="stack">
          <Orders list={orders.list} count={orders.count} />
          <Things things={customer.things} />
          <Runs customer={customer} />
          <Contacts customer={customer} />
          <Programmes customer={customer} />
        </div>
        <div className="stack">
          <ContactDetails customer={customer} />
          <Interests interests={customer.interests} viewed={customer.viewed} />
          <Details customer={customer} />
        </div>
      </div>
    </>
  );
}

function Section({ title, empty, children }: { title: string; empty: string | null; children: ReactNode }) {
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{title}</h2></div>
      {empty === null ? children : <span className="muted">{empty}</span>}
    </section>
  );
}

function Runs({ customer }: { customer: Customer }) {
  const { t, say, format } = useWords();
  const { clock, demo } = useSession();
  return (
    <Section title={t("customer.runs")} empty={customer.runs.length === 0 ? t("customer.no_runs") : null}>
      <ul className="needs">
        {customer.runs.map((run) => (
          <li key={`${run.journey} ${run.since}`} style={{ display: "block" }}>
            <strong>{say(run.name)}</strong>
            <div className="muted small">
              <RunStep journey={run.journey} step={run.step} />
              {run.due ? `, ${t("customer.run_due", { when: format.ago(run.due, clock.now) })}` : null}
            </div>
          </li>
        ))}
      </ul>
      {demo && customer.runs.length > 0 ? <div style={{ marginTop: 12 }}><TillPurchase customer={customer.id} variant="default" /></div> : null}
    </Section>
  );
}

/** Where somebody stands, in the words of the step itself. */
function RunStep({ journey, step }: { journey: string; step: string }) {
  const words = useWords();
  const programme = useNames().programmeOf(journey);
  const query = useQuery({ ...programmeQuery(programme ?? ""), enabled: programme !== null });
  const definition = query.data?.definition;
  const found = definition?.journeys?.find(({ id }) => id === journey)?.steps.find(({ id }) => id === step);
  const said = found ? stepWords(words, found, new Map((definition?.messages ?? []).map((message) => [message.id, words.say(message.name)]))) : "";
  return words.t("customer.run_at", { step: said || unslug(step) });
}

function Programmes({ customer }: { customer: Customer }) {
  const { t, say, code, format } = useWords();
  return (
    <Section title={t("customer.programmes")} empty={customer.programmes.length === 0 ? t("customer.no_programmes") : null}>
      <ul className="needs">
        {customer.programmes.map((programme) => (
          <li key={programme.id}>
            <span>
              <Link to={paths.programme} params={{ id: programme.id }}>{say(programme.name)}</Link>
              <span className="muted small" style={{ display: "block" }}>{`${code("arm", programme.arm)}, ${format.date(programme.at)}`}</span>
            </span>
            {programme.reached ? <span><span className="chip good">{t("customer.reached")}</span></span> : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Contacts({ customer }: { customer: Customer }) {
  const { t, code, format } = useWords();
  const names = useNames();
  return (
    <Section title={t("customer.contacts")} empty={customer.contacts.length === 0 ? t("customer.no_contacts") : null}>
      <ul className="needs">
        {customer.contacts.map((contact) => (
          <li key={contact.delivery}>
            <span>
              {isElsewhere(contact.message) ? names.contact(contact.message) : <Link to={paths.content} search={{ tab: "mailbox", customer: customer.id, mail: contact.delivery }}>{names.message(contact.message)}</Link>}{" "}
              <span className="muted small">{`${code("channel", contact.channel)}, ${code("class", contact.class)}`}</span>
            </span>
            <span className="muted small">{format.dateTime(contact.at)}</span>
          </li>
        ))}
      </ul>
      <Link className="more" to={paths.content} search={{ tab: "mailbox", customer: customer.id }}>{t("customer.all_letters")}</Link>
    </Section>
  );
}

function Details({ customer }: { customer: Customer }) {
  const words = useWords();
  const { t, code } = words;
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("customer.profile")}</h2></div>
      <dl className="pairs">
        {inCard(customer.profile).filter(({ field }) => !isContact(field)).map((row) => (
          <div key={row.field}>
            <dt>{code("field", row.field)}</dt>
            <dd>{fieldValue(words, row.field, row.value)} <Simulated when={row.simulated} /><Lineage row={row} /></dd>
          </div>
        ))}
      </dl>
      <h3 className="eyebrow gap">{t("customer.segments")}</h3>
      <div className="chips">
        {customer.segments.length === 0 ? <span className="muted">{t("customer.no_segments")}</span> : customer.segments.map((name) => <span key={name} className="chip">{unslug(name)}</span>)}
      </div>
    </section>
  );
}
