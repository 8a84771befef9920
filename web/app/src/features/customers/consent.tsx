// Consent per purpose and channel, each with what proves it.
import type { Consent, Customer } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Empty } from "../../ui/states";
import { useSaid } from "./said";

export function ConsentTab({ customer }: { customer: Customer }) {
  return (
    <div className="stack">
      <Objections customer={customer} />
      <Consents customer={customer} />
    </div>
  );
}

export function Consents({ customer }: { customer: Customer }) {
  const { t } = useWords();
  return (
    <section className="panel flush">
      <div className="panel-head"><h2 className="section-title">{t("consent.title")}</h2></div>
      {customer.consents.length === 0 ? (
        <Empty title={t("consent.none")} help={t("consent.none_help")} />
      ) : (
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t("consent.purpose")}</th>
              <th scope="col">{t("table.channel")}</th>
              <th scope="col">{t("table.state")}</th>
              <th scope="col">{t("consent.proof")}</th>
              <th scope="col">{t("table.when")}</th>
            </tr>
          </thead>
          <tbody>
            {customer.consents.map((consent) => <Row key={`${consent.purpose} ${consent.channel} ${consent.occurred}`} consent={consent} objects={customer.objection !== null} />)}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Objections and liftings, each with who took it down and how it was said. */
export function Objections({ customer }: { customer: Customer }) {
  const { t, format } = useWords();
  const said = useSaid();
  if (customer.objections.length === 0) return null;
  return (
    <section className="panel flush">
      <div className="panel-head"><h2 className="section-title">{t("objection.title")}</h2></div>
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">{t("objection.what")}</th>
            <th scope="col">{t("consent.proof")}</th>
            <th scope="col">{t("table.when")}</th>
          </tr>
        </thead>
        <tbody>
          {customer.objections.map((act) => (
            <tr key={`${act.lifted} ${act.occurred}`}>
              <td><span className={`chip ${act.lifted ? "" : "bad"}`}>{t(act.lifted ? "objection.act.lifted" : "objection.act.objected")}</span> <Simulated when={act.simulated} /></td>
              <td>{said(act.said)}</td>
              <td className="muted nowrap">{format.dateTime(act.occurred)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ consent, objects }: { consent: Consent; objects: boolean }) {
  const { t, code, format } = useWords();
  const { proof } = consent;
  const details = [
    proof.text ? t("consent.text", { text: code("consent_text", proof.text) }) : null,
    proof.document ? t("consent.document", { document: proof.document }) : null,
    proof.from ? t("consent.from", { from: code("source", proof.from) }) : null,
  ].filter((detail) => detail !== null);
  return (
    <tr>
      <td>{consent.purpose ? code("purpose", consent.purpose) : t("consent.all_purposes")}</td>
      <td>{consent.channel ? code("channel", consent.channel) : t("consent.all_channels")}</td>
      <td><Standing consent={consent} objects={objects} /></td>
      <td>
        {consent.granted || proof.kind !== "none" ? code("proof", proof.kind) : "–"}
        {details.length > 0 ? <div className="muted small">{details.join(" · ")}</div> : null}
      </td>
      <td className="muted nowrap">{format.dateTime(consent.occurred)}</td>
    </tr>
  );
}

function Standing({ consent, objects }: { consent: Consent; objects: boolean }) {
  const { t } = useWords();
  if (!consent.granted) return <span className="chip bad">{t("consent.withdrawn")}</span>;
  if (consent.proof.kind === "none") return <span className="chip warn">{t("consent.unproven")}</span>;
  if (objects) return <span className="chip warn">{t("consent.overridden")}</span>;
  return <span className="chip good">{t("consent.given")}</span>;
}
