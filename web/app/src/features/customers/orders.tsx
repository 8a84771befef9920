// Orders of one customer, what was kept of each, and what was in them.
import { Fragment, useState } from "react";
import { Link } from "@tanstack/react-router";
import type { Order } from "../../api/schema";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Empty } from "../../ui/states";

/** So many are seen at once; the others follow on demand. */
const SHOWN = 12;

/** `count`: of all of them, where the list holds the newest. */
export function Orders({ list, count, whole = false }: { list: Order[]; count: number; /** Each with what was in it. */ whole?: boolean }) {
  const { t } = useWords();
  const [all, showAll] = useState(whole);
  const shown = all ? list : list.slice(0, SHOWN);
  return (
    <section className="panel flush">
      <div className="panel-head"><h2 className="section-title">{t("customer.orders")}</h2>
        {count > list.length ? <span className="muted small">{t("customer.orders_newest", { shown: list.length, count })}</span> : null}
      </div>
      {list.length === 0 ? (
        <Empty title={t("customer.no_orders")} />
      ) : (
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t("order.when")}</th>
              <th scope="col">{t("order.where")}</th>
              <th scope="col" className="num">{t("order.lines")}</th>
              <th scope="col" className="num">{t("order.value")}</th>
              <th scope="col" className="num">{t("order.kept")}</th>
            </tr>
          </thead>
          <tbody>{shown.map((order) => <OneOrder key={order.id} order={order} whole={whole} />)}</tbody>
        </table>
      )}
      {shown.length < list.length ? <p className="panel-foot"><button type="button" className="as-link" onClick={() => showAll(true)}>{t("customer.orders_all", { count: list.length })}</button></p> : null}
    </section>
  );
}

function OneOrder({ order, whole }: { order: Order; whole: boolean }) {
  const { t, say, code, format } = useWords();
  const [isOpen, setOpen] = useState(whole);
  const title = t("order.items_of", { date: format.date(order.occurred) });
  return (
    <Fragment>
      <tr>
        <td className="nowrap"><button type="button" className="as-link" aria-expanded={isOpen} title={title} onClick={() => setOpen(!isOpen)}>{format.date(order.occurred)}<span className="visually-hidden">, {t("order.open")}</span></button></td>
        <td>{say(order.outlet) || code("place", order.place)}</td>
        <td className="num second" data-label={t("order.lines")}>{format.number(order.lines)}</td>
        <td className="num" data-label={t("order.value")}>{format.money(order.value)}</td>
        <td className="num" data-label={t("order.kept")}>
          {order.cancelled ? <span className="chip warn">{t("order.cancelled")}</span> : format.money(order.kept_value)}
          {order.returned > 0 ? <div className="muted small">{t("order.returned", { count: order.returned })}</div> : null}
        </td>
      </tr>
      {isOpen ? <tr className="order-items"><td colSpan={5}>{order.items.length === 0 ? <p className="muted after">{t("order.no_items")}</p> : <Items order={order} title={title} />}</td></tr> : null}
    </Fragment>
  );
}

function Items({ order: { items, lines }, title }: { order: Order; title: string }) {
  const { t, format } = useWords();
  return (
    <>
      <table className="table" aria-label={title}>
        <thead><tr><th scope="col">{t("order.article")}</th><th scope="col" className="num">{t("order.pieces")}</th><th scope="col" className="num">{t("order.amount")}</th><th scope="col" className="num">{t("order.back")}</th></tr></thead>
        <tbody>
          {items.map((item, index) => (
            <tr key={index}>
              <td>{item.number === null ? item.name : <Link to={paths.article} params={{ number: item.number }}>{item.name}</Link>}{item.number === null || item.number === item.name ? null : <span className="muted small"> {item.number}</span>}</td>
              <td className="num">{format.number(item.quantity)}{item.cancelled > 0 ? <div className="muted small">{t("order.item_cancelled", { count: item.cancelled })}</div> : null}</td>
              <td className="num">{format.money(item.value)}</td>
              <td className="num">{item.returned > 0 ? format.number(item.returned) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {lines > items.length ? <p className="muted small after">{t("order.items_more", { count: lines - items.length })}</p> : null}
    </>
  );
}
