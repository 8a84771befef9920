// A copy of everything that is kept of somebody, as a page that can be read and printed; the file beside it is the
// server's answer as it was.
import { Button } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Copied } from "../../api/schema";
import { Zone } from "../../app/zone";
import { useWords } from "../../i18n/context";
import { Simulated, unslug } from "../../ui/marks";
import { save } from "../../ui/save";
import { LedgerSheet } from "../consents/sheet";
import { useNames } from "../names";
import { inCard } from "./card";
import { fileName, sourceOf } from "./copied";
import { CopiedDeliveries, CopiedLetters, CopiedTimeline } from "./copy-told";
import { whoIsMeant } from "./erasing";
import { InterestBars } from "./interests";
import { Orders } from "./orders";
import { fieldValue } from "./value";

interface Shown { copy: Copied; /** As the server wrote it. */ text: string; onClose(): void }

export function CopySheet({ copy, text, onClose }: Shown) {
  const { t } = useWords();
  const { customer } = copy;
  return (
    <article className="sheet stack" aria-labelledby="copy-title">
      <div className="actions unprinted">
        <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>{t("copy.print")}</Button>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => save(fileName(copy), text, "application/json")}>{t("copy.save")}</Button>
        <Button variant="subtle" onClick={onClose}>{t("copy.close")}</Button>
      </div>
      <Head copy={copy} />
      <Profile copy={copy} />
      <Identifiers copy={copy} />
      <Part title={t("consent.title")} empty={copy.consents.length === 0}><LedgerSheet entries={copy.consents} /></Part>
      <Placed copy={copy} />
      <div>
        <Orders whole list={customer.orders.list} count={customer.orders.count} />
        {customer.orders.count > customer.orders.list.length ? <p className="muted small">{t("copy.orders_rest", { shown: customer.orders.list.length, count: customer.orders.count })}</p> : null}
      </div>
      <Contacts copy={copy} />
      <CopiedTimeline copy={copy} />
      <CopiedDeliveries copy={copy} />
      <CopiedLetters copy={copy} />
      <Zone />
    </article>
  );
}

function Head({ copy }: { copy: Copied }) {
  const { t, format } = useWords();
  return (
    <header className="panel">
      <div className="panel-head"><h2 className="section-title" id="copy-title" tabIndex={-1} ref={focusOnce}>{t("copy.sheet")}</h2></div>
      <dl className="pairs wide">
        <div><dt>{t("copy.about")}</dt><dd>{whoIsMeant(copy.customer)} <Simulated when={copy.facts.some(({ simulated }) => simulated)} /></dd></div>
        <div><dt>{t("copy.controller")}</dt><dd>{copy.controller}</dd></div>
        <div><dt>{t("copy.made")}</dt><dd>{format.dateTime(copy.made)}</dd></div>
      </dl>
    </header>
  );
}

/** Where reading begins; stable, so that it happens once. */
const focusOnce = (element: HTMLElement | null) => element?.focus({ preventScroll: true });

export function Part({ title, empty, children }: { title: string; empty: boolean; children: ReactNode }) {
  const { t } = useWords();
  return (
    <section className="panel flush">
      <div className="panel-head"><h2 className="section-title">{title}</h2></div>
      {empty ? <p className="nothing muted">{t("copy.nothing")}</p> : children}
    </section>
  );
}

function Profile({ copy }: { copy: Copied }) {
  const words = useWords();
  const { t, code, format } = words;
  const { profile } = copy.customer;
  return (
    <Part title={t("copy.profile")} empty={profile.length === 0}>
      <table className="table cards">
        <thead><tr><th scope="col">{t("copy.field")}</th><th scope="col">{t("copy.value")}</th><th scope="col">{t("copy.since")}</th><th scope="col">{t("copy.from")}</th></tr></thead>
        <tbody>
          {inCard(profile).map((row) => {
            const source = sourceOf(row, copy.facts);
            return (
              <tr key={row.field}>
                <td>{code("field", row.field)}</td>
                <td>{fieldValue(words, row.field, row.value)} <Simulated when={row.simulated} /></td>
                <td className="muted nowrap">{format.dateTime(row.occurred)}</td>
                <td className="muted">{source ? code("source", source) : t("copy.from_unknown")}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Part>
  );
}

function Identifiers({ copy }: { copy: Copied }) {
  const { t, code } = useWords();
  const { identifiers } = copy.customer;
  return (
    <Part title={t("copy.identifiers")} empty={identifiers.length === 0}>
      <table className="table cards">
        <thead><tr><th scope="col">{t("copy.kind")}</th><th scope="col">{t("copy.value")}</th></tr></thead>
        <tbody>{identifiers.map(({ kind, value }) => <tr key={`${kind} ${value}`}><td>{code("identifier", kind)}</td><td className="mono">{value}</td></tr>)}</tbody>
      </table>
    </Part>
  );
}

/** What the program made of it: phase, segments, interests, programmes with their arm. */
function Placed({ copy }: { copy: Copied }) {
  const { t, say, code, format } = useWords();
  const { phase, segments, interests, programmes } = copy.customer;
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("copy.placed")}</h2></div>
      <dl className="pairs wide">
        <div><dt>{t("copy.phase")}</dt><dd>{phase ? t("customer.since", { phase: say(phase.name), date: format.date(phase.since) }) : t("copy.nothing")}</dd></div>
        <div><dt>{t("customer.segments")}</dt><dd>{segments.length > 0 ? format.list(segments.map(unslug)) : t("customer.no_segments")}</dd></div>
        <div>
          <dt>{t("customer.programmes")}</dt>
          <dd>{programmes.length === 0 ? t("customer.no_programmes") : programmes.map((one) => <div key={one.id}>{`${say(one.name)}: ${code("arm", one.arm)}, ${format.date(one.at)}`}</div>)}</dd>
        </div>
        <div><dt>{t("interest.title")}</dt><dd>{interests.length > 0 ? <InterestBars interests={interests} /> : t("interest.none")}</dd></div>
      </dl>
    </section>
  );
}

function Contacts({ copy }: { copy: Copied }) {
  const { t, code, format } = useWords();
  const names = useNames();
  const { contacts } = copy.customer;
  return (
    <Part title={t("copy.contacts")} empty={contacts.length === 0}>
      <table className="table cards">
        <thead><tr><th scope="col">{t("table.message")}</th><th scope="col">{t("table.channel")}</th><th scope="col">{t("table.when")}</th></tr></thead>
        <tbody>
          {contacts.map((contact) => (
            <tr key={contact.delivery}>
              <td>{names.contact(contact.message)}</td>
              <td>{code("channel", contact.channel)}, {code("class", contact.class)}</td>
              <td className="muted nowrap">{format.dateTime(contact.at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}
