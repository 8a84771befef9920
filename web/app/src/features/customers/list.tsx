// Customers: search by anything that identifies somebody; the search is part of the address.
import { Button, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { customersQuery } from "../../api/queries";
import type { CustomerRow } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Answer, Empty } from "../../ui/states";

const SHOWN_MAX = 50;
const TYPING_MS = 250;

export function CustomersPage() {
  const { t } = useWords();
  const [{ query = "" }] = useUrlState();
  const found = useQuery(customersQuery(query));
  // While one types, the list of before stands there still; how many were found is said of what was asked.
  const told = found.data === undefined || found.isPlaceholderData ? "" : headline(t, query, found.data.length);
  return (
    <>
      <PageHead title={t("customers.title")}><Link to={paths.alike}>{t("alike.title")}</Link></PageHead>
      <SearchField query={query} />
      <p className="visually-hidden" role="status">{told}</p>
      <div style={{ marginTop: 20 }}>
        <Answer query={found}>
          {(rows) => (
            <section className="panel flush" aria-busy={found.isPlaceholderData}>
              <div className="panel-head"><h2 className="section-title">{headline(t, query, rows.length)}</h2></div>
              {rows.length === 0 ? <Empty title={t("customers.none")} help={t("customers.none_help")} /> : <Rows rows={rows} />}
            </section>
          )}
        </Answer>
      </div>
    </>
  );
}

function headline(t: ReturnType<typeof useWords>["t"], query: string, count: number): string {
  if (query === "") return t("customers.examples");
  return count >= SHOWN_MAX ? t("customers.found_many", { count }) : t("customers.found", { count });
}

function SearchField({ query }: { query: string }) {
  const { t } = useWords();
  const [, setUrl] = useUrlState();
  const [text, setText] = useState(query);
  const [asked, setAsked] = useState(query);
  // The address changed by other means than this field, as by the way back.
  if (query !== asked) {
    setAsked(query);
    setText(query);
  }
  const ask = (typed: string, replace: boolean) => {
    if (typed.trim() === query) return;
    setAsked(typed.trim());
    setUrl({ query: typed.trim() }, { replace });
  };
  const askSoon = useDebouncedCallback((typed: string) => ask(typed, true), TYPING_MS);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    askSoon.cancel();
    ask(text, false);
  };
  return (
    <form role="search" onSubmit={submit} className="search">
      <TextInput
        size="md"
        aria-label={t("customers.search")}
        placeholder={t("customers.search_hint")}
        leftSection={<IconSearch size={18} aria-hidden />}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          askSoon(event.currentTarget.value);
        }}
      />
      <Button size="md" type="submit">{t("action.search")}</Button>
    </form>
  );
}

function Rows({ rows }: { rows: CustomerRow[] }) {
  const { t, say, format } = useWords();
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t("table.customer")}</th>
          <th scope="col">{t("field.email")}</th>
          <th scope="col">{t("customers.city")}</th>
          <th scope="col">{t("customers.phase")}</th>
          <th scope="col" className="num">{t("customers.orders")}</th>
          <th scope="col" className="num">{t("customers.last_order")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <Link to={paths.customer} params={{ id: row.id }}>{row.name || t("customer.unnamed", { id: row.id.slice(0, 8) })}</Link>{" "}
              <Simulated when={row.simulated} />
            </td>
            <td className="muted" style={{ overflowWrap: "anywhere" }}>{row.email ?? "–"}</td>
            <td className="second" data-label={t("customers.city")}>{row.city ?? "–"}</td>
            <td>{row.phase ? say(row.phase.name) : "–"}</td>
            <td className="num" data-label={t("customers.orders")}>{format.number(row.orders)}</td>
            <td className="num muted second" data-label={t("customers.last_order")}>{row.last_order ? format.date(row.last_order) : "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
