// What files come to: numbers, what becomes of their rows, and the first events as they would stand with the customer.
import type { ImportState, Sample } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { isNothing, readable, shownValue } from "./bundle";
import { CauseShown, FatesOfFiles } from "../data/imports";

export function Outcome({ state, mapping }: { state: ImportState; /** That was tried. */ mapping: string }) {
  const { t } = useWords();
  const { totals } = state;
  return (
    <div className="stack outcome-parts">
      <div>
        <h3 className="eyebrow">{t("files.would_be")}</h3>
        <Totals state={state} />
        {totals?.new_customers ? (
          <p className="muted">{t("files.newcomers", { count: totals.new_customers })}{totals.nameless_customers ? ` ${t("files.newcomers_nameless", { count: totals.nameless_customers })}` : null}</p>
        ) : null}
        {isNothing(totals) ? <p className="warned">{t("files.nothing_at_all")}</p> : state.new === 0 && state.known > 0 ? <p className="muted">{t("files.nothing_new")}</p> : null}
      </div>
      <Fates state={state} mapping={mapping} />
      {state.samples.length > 0 ? (
        <div>
          <h3 className="eyebrow">{t("files.samples")}</h3>
          <p className="muted small after">{t("files.samples_help")}</p>
          <ul className="samples">{state.samples.map((sample, index) => <Shown key={index} sample={sample} />)}</ul>
        </div>
      ) : null}
    </div>
  );
}

export function Totals({ state: { totals, new: fresh, known } }: { state: ImportState }) {
  const { t, format } = useWords();
  if (totals === null) return null;
  return (
    <dl className="figures tight">
      <div><dt>{t("files.customers")}</dt><dd>{format.number(totals.customers)}</dd></div>
      <div><dt>{t("files.orders")}</dt><dd>{format.number(totals.orders)}{totals.cancellations > 0 ? <small>{t("files.cancelled", { count: totals.cancellations })}</small> : null}</dd></div>
      <div><dt>{t("files.returns")}</dt><dd>{format.number(totals.returns)}</dd></div>
      <div><dt>{t("files.articles")}</dt><dd>{format.number(totals.articles)}{totals.outlets > 0 ? <small>{t("files.outlets", { count: totals.outlets })}</small> : null}</dd></div>
      <div><dt>{t("files.events")}</dt><dd>{format.number(totals.events)}<small>{t("files.events_new", { count: fresh })}{known > 0 ? `, ${t("files.events_known", { count: known })}` : null}</small></dd></div>
      {totals.first && totals.last ? <div><dt>{t("files.span")}</dt><dd className="date-span">{format.date(totals.first) === format.date(totals.last) ? format.date(totals.first) : t("files.span_of", { from: format.date(totals.first), until: format.date(totals.last) })}</dd></div> : null}
    </dl>
  );
}

function Fates({ state, mapping }: { state: ImportState; mapping: string }) {
  const { t } = useWords();
  return (
    <div>
      <h3 className="eyebrow">{t("files.rows_fate")}</h3>
      <FatesOfFiles files={state.files} mapping={mapping} shown={(cause) => <CauseShown cause={cause} rows={cause.examples} />} />
    </div>
  );
}

function Shown({ sample }: { sample: Sample }) {
  const { say, code, format } = useWords();
  return (
    <li>
      <div className="sample-head"><strong>{code("event", sample.kind)}</strong><time className="muted small nowrap" dateTime={sample.at}>{format.dateTime(sample.at)}</time></div>
      <div className="muted small">{sample.identifiers.map(({ name, value }) => `${code("identifier", name)} ${value}`).join(" · ")}</div>
      {/* What is said of a person stands there value by value. */}
      {sample.fields.length > 0 ? null : <div>{readable(say(sample.words))}</div>}
      {sample.fields.length > 0 ? <dl className="values">{sample.fields.map(({ name, value }) => <div key={name}><dt>{code("field", name)}</dt><dd>{shownValue(value, format)}</dd></div>)}</dl> : null}
    </li>
  );
}
