// Two people who look like one: side by side, with what speaks for it and against it, and somebody's judgement.
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { post } from "../../api/client";
import type { Suggested, Suggestion } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { fieldValue } from "../customers/value";
import { AskFirst } from "../files/ask-first";
import { isSame, speaks, sumOf } from "./signs";

/** What is different once two are one, or one is two. */
export const IDENTITY_KEYS = ["suggestions", "customer", "customers", "today"];

export function PairCard({ pair }: { pair: Suggestion }) {
  const { t } = useWords();
  const named = useNames();
  const [one, other] = pair.people;
  if (one === undefined || other === undefined) return null;
  const label = t("alike.pair", { one: named(one), other: named(other) });
  return (
    <article className="quarantined alike" aria-label={label}>
      <Beside pair={pair} one={one} other={other} />
      <Signs pair={pair} />
      <Judge one={one} other={other} />
    </article>
  );
}

function useNames(): (person: Suggested) => string {
  const { t } = useWords();
  return ({ id, name }) => name || t("customer.unnamed", { id: id.slice(0, 8) });
}

function Beside({ pair, one, other }: { pair: Suggestion; one: Suggested; other: Suggested }) {
  const words = useWords();
  const { t, code, format } = words;
  const named = useNames();
  const shown = (field: string, value: Suggestion["fields"][number]["values"][number] | undefined) => (value === null || value === undefined ? <span className="muted">–</span> : fieldValue(words, field, value));
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t("alike.beside", { one: named(one), other: named(other) })}>
      <table className="table beside">
        <thead>
          <tr>
            <th scope="col"><span className="visually-hidden">{t("alike.field")}</span></th>
            <th scope="col"><PersonLink person={one} /></th>
            <th scope="col"><PersonLink person={other} /></th>
          </tr>
        </thead>
        <tbody>
          {pair.fields.filter(({ values }) => values.some((value) => value !== null)).map(({ field, values: [left, right] }) => (
            <tr key={field} className={isSame(left, right) ? "same" : undefined}>
              <th scope="row">{code("field", field)}</th>
              <td>{shown(field, left)}</td>
              <td>{shown(field, right)}</td>
            </tr>
          ))}
          <tr><th scope="row">{t("customers.orders")}</th><td>{format.number(one.orders)}</td><td>{format.number(other.orders)}</td></tr>
          <tr><th scope="row">{t("alike.here_since")}</th><td>{format.date(one.since)}</td><td>{format.date(other.since)}</td></tr>
        </tbody>
      </table>
    </div>
  );
}

function PersonLink({ person }: { person: Suggested }) {
  const named = useNames();
  return <Link to={paths.customer} params={{ id: person.id }}>{named(person)}</Link>;
}

function Signs({ pair }: { pair: Suggestion }) {
  const { t, code, format } = useWords();
  const { one, two } = speaks(pair.signs);
  const list = (title: string, signs: Suggestion["signs"], none: string) => (
    <div>
      <p className="eyebrow">{title}</p>
      {signs.length === 0 ? <p className="muted small after">{none}</p> : (
        <ul className="plain-list" aria-label={title}>{signs.map((sign) => <li key={sign.code}><span className={`chip ${sign.points > 0 ? "good" : "bad"}`}>{format.change(sign.points)}</span> {code("likeness", sign.code)}</li>)}</ul>
      )}
    </div>
  );
  return (
    <div className="consequences alike-signs">
      {list(t("alike.for"), one, t("alike.for_none"))}
      {list(t("alike.against"), two, t("alike.against_none"))}
      {pair.signs.length > 1 ? <p className="small alike-sum">{t("alike.sum", { points: format.change(sumOf(pair.signs)) })}</p> : null}
    </div>
  );
}

type Act = { merge: true } | { part: string; from: string };

function Judge({ one, other }: { one: Suggested; other: Suggested }) {
  const { t, format } = useWords();
  const { allowed, why } = useMay("merge");
  const named = useNames();
  const names = { one: named(one), other: named(other) };
  /** Who carries on, once it is known. */
  const survivor = useRef("");
  const merge = useDeed<Act, { id: string } | null>({
    act: (asked) => ("merge" in asked ? post<{ id: string }>("/suggestions/accept", { one: one.id, other: other.id }) : post<null>(`/customers/${asked.part}/unmerge`, { from: asked.from })),
    touches: IDENTITY_KEYS,
    said: (_, asked) => t("merge" in asked ? "alike.merged" : "alike.parted", names),
    onDone: (answer) => { survivor.current = answer?.id ?? ""; },
    undo: (asked) => ("merge" in asked && survivor.current !== "" ? { part: survivor.current, from: survivor.current === one.id ? other.id : one.id } : null),
  });
  const refuse = useDeed({ act: () => post("/suggestions/refuse", { one: one.id, other: other.id }), touches: IDENTITY_KEYS, said: () => t("alike.kept_apart", names) });
  const older = Date.parse(one.since) <= Date.parse(other.since) ? one : other;
  return (
    <div className="actions alike-judge">
      <AskFirst label={t("alike.merge")} name={t("alike.merge_of", names)} question={t("alike.merge_ask", { name: named(older), date: format.date(older.since) })} act={t("alike.merge_really")} calm disabled={!allowed || refuse.isPending} why={why} loading={merge.isPending} onYes={() => merge.mutate({ merge: true })} />
      <AskFirst label={t("alike.refuse")} name={t("alike.refuse_of", names)} question={t("alike.refuse_ask")} act={t("alike.refuse_really")} disabled={!allowed || merge.isPending} why={why} loading={refuse.isPending} onYes={() => refuse.mutate()} />
    </div>
  );
}
