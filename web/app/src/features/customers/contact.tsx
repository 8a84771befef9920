// How somebody can be reached and is known: every address, phone and number, the language, since when, and the usual outlet.
import type { ReactNode } from "react";
import type { Customer } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { fieldValue } from "./value";

interface Row { label: string; value: ReactNode; simulated?: boolean; exact?: boolean }

export function ContactDetails({ customer }: { customer: Customer }) {
  const { t } = useWords();
  const rows = useRows(customer);
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("customer.contact")}</h2></div>
      <dl className="pairs">
        {rows.map(({ label, value, simulated = false, exact = false }, index) => (
          <div key={`${label} ${index}`}>
            <dt>{label}</dt>
            <dd className={exact ? "mono" : undefined} style={{ overflowWrap: "anywhere" }}>{value} <Simulated when={simulated} /></dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function useRows(customer: Customer): Row[] {
  const words = useWords();
  const { t, say, code, format } = words;
  const field = (name: string) => customer.profile.find((row) => row.field === name);
  const told = (name: string): Row[] => {
    const row = field(name);
    return row ? [{ label: code("field", name), value: fieldValue(words, name, row.value), simulated: row.simulated }] : [];
  };
  // An address that somebody is also known by is one address.
  const email = String(field("email")?.value ?? "").toLowerCase();
  const known = customer.identifiers.filter(({ kind, value }) => !(kind === "email" && value.toLowerCase() === email));
  const of = (is: (kind: string) => boolean): Row[] => known.filter(({ kind }) => is(kind)).map(({ kind, value }) => ({ label: code("identifier", kind), value, exact: kind !== "email" }));
  const post = ["street", "postcode", "city", "country"].map((name) => field(name)?.value).filter(Boolean);
  const since = customer.since ? [{ label: t("customer.known_since"), value: format.date(customer.since) }] : [];
  const outlet = customer.usual_outlet ? [{ label: t("customer.usual_outlet"), value: <>{say(customer.usual_outlet.name)} <span className="muted small">{t("customer.usual_outlet_of", { count: customer.usual_outlet.orders })}</span></> }] : [];
  return [
    ...told("email"),
    ...of((kind) => kind === "email"),
    ...told("phone"),
    ...told("mobile"),
    ...(post.length > 0 ? [{ label: t("customer.address"), value: post.map((part, index) => <span key={index}>{String(part)} </span>), simulated: ["street", "postcode", "city"].some((name) => field(name)?.simulated) }] : []),
    ...told("language"),
    ...of((kind) => kind !== "email"),
    ...since,
    ...outlet,
  ];
}
