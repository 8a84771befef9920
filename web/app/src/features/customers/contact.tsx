// How somebody can be reached and is known: every address, phone and number, the language, since when, the usual outlet, and the loyalty card.
import type { ReactNode } from "react";
import type { Customer, ProfileField } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { spans } from "../catalogue/hours";
import { Hours } from "../catalogue/outlet-hours";
import { Lineage } from "./lineage";
import { fieldValue } from "./value";

interface Row { label: string; value: ReactNode; simulated?: boolean; exact?: boolean; /** Where it is from. */ of?: ProfileField[] }

const POST = ["street", "postcode", "city", "country"];

export function ContactDetails({ customer }: { customer: Customer }) {
  const { t } = useWords();
  const rows = useRows(customer);
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("customer.contact")}</h2></div>
      <dl className="pairs">
        {rows.map(({ label, value, simulated = false, exact = false, of = [] }, index) => (
          <div key={`${label} ${index}`}>
            <dt>{label}</dt>
            <dd className={exact ? "mono" : undefined} style={{ overflowWrap: "anywhere" }}>{value} <Simulated when={simulated} />{of.map((row) => <Lineage key={row.field} row={row} named={of.length > 1} />)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function loyaltyRow({ points, tier, next }: NonNullable<Customer["loyalty"]>, { t, say, format }: ReturnType<typeof useWords>): Row {
  const balance = t("customer.loyalty_points", { count: points });
  const missing = next && next.missing > 0 ? t("customer.loyalty_missing", { points: format.number(next.missing), tier: say(next.name) }) : null;
  return { label: t("customer.loyalty"), value: <>{[...(tier ? [say(tier.name)] : []), balance].join(", ")} {missing ? <span className="muted small">{missing}</span> : null}</> };
}

const KILOMETRE = 1_000;

/** Which outlet is theirs, by which rule, and when it is open. */
function ownOutletRow({ name, why, field, value, metres, hours }: NonNullable<Customer["own_outlet"]>, { t, say, code, format }: ReturnType<typeof useWords>): Row {
  const distance = metres === null ? "" : metres < KILOMETRE ? t("rules.metres", { count: metres }) : format.kilometres(metres / KILOMETRE);
  const reason = code("own_outlet", why, { field: code("field", field), value: value ?? "", distance });
  return { label: t("customer.own_outlet"), value: <>{say(name)} <span className="muted small block-words">{reason}</span><span className="small block-words"><Hours all={spans(hours)} /></span></> };
}

function useRows(customer: Customer): Row[] {
  const words = useWords();
  const { t, say, code, format } = words;
  const field = (name: string) => customer.profile.find((row) => row.field === name);
  const told = (name: string): Row[] => {
    const row = field(name);
    return row ? [{ label: code("field", name), value: fieldValue(words, name, row.value), simulated: row.simulated, of: [row] }] : [];
  };
  // An address that somebody is also known by is one address.
  const email = String(field("email")?.value ?? "").toLowerCase();
  const known = customer.identifiers.filter(({ kind, value }) => !(kind === "email" && value.toLowerCase() === email));
  const of = (is: (kind: string) => boolean): Row[] => known.filter(({ kind }) => is(kind)).map(({ kind, value }) => ({ label: code("identifier", kind), value, exact: kind !== "email" }));
  const post = POST.map((name) => field(name)?.value).filter(Boolean);
  const since = customer.since ? [{ label: t("customer.known_since"), value: format.date(customer.since) }] : [];
  const outlet = customer.usual_outlet ? [{ label: t("customer.usual_outlet"), value: <>{say(customer.usual_outlet.name)} <span className="muted small">{t("customer.usual_outlet_of", { count: customer.usual_outlet.orders })}</span></> }] : [];
  const own = customer.own_outlet ? [ownOutletRow(customer.own_outlet, words)] : [];
  const loyalty = customer.loyalty ? [loyaltyRow(customer.loyalty, words)] : [];
  const near = customer.whereabouts.map(({ name, since: from }): Row => ({ label: t("customer.in_fence"), value: <>{say(name)} <span className="muted small">{t("customer.in_fence_since", { moment: format.dateTime(from) })}</span></> }));
  return [
    ...told("email"),
    ...of((kind) => kind === "email"),
    ...told("phone"),
    ...told("mobile"),
    ...(post.length > 0 ? [{ label: t("customer.address"), value: post.map((part, index) => <span key={index}>{String(part)} </span>), simulated: ["street", "postcode", "city"].some((name) => field(name)?.simulated), of: POST.flatMap((name) => field(name) ?? []) }] : []),
    ...told("language"),
    ...of((kind) => kind !== "email"),
    ...since,
    ...own,
    ...outlet,
    ...loyalty,
    ...near,
  ];
}
