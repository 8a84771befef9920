// Orders of one customer, what was kept of each.
import type { Order } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Empty } from "../../ui/states";

/** `count`: of all of them, where the list holds the newest. */
export function Orders({ list, count }: { list: Order[]; count: number }) {
  const { t, say, code, format } = useWords();
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
          <tbody>
            {list.map((order) => (
              <tr key={order.id}>
                <td className="nowrap">{format.date(order.occurred)}</td>
                <td>{say(order.outlet) || code("place", order.place)}</td>
                <td className="num second" data-label={t("order.lines")}>{format.number(order.lines)}</td>
                <td className="num" data-label={t("order.value")}>{format.money(order.value)}</td>
                <td className="num" data-label={t("order.kept")}>
                  {order.cancelled ? <span className="chip warn">{t("order.cancelled")}</span> : format.money(order.kept_value)}
                  {order.returned > 0 ? <div className="muted small">{t("order.returned", { count: order.returned })}</div> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
