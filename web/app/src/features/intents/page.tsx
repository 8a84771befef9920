// Who is behind a number: messages of one outcome, reason or programme with their people. Each opens at its person's
// "why"; what is asked for stands in the address, so that every figure can lead here.
import { Button, Select, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { intentsPage, programmesQuery } from "../../api/queries";
import type { IntentRow } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths, type Search } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Simulated, StateChip, useReason } from "../../ui/marks";
import { Broken, Empty, Loading } from "../../ui/states";
import { useNames } from "../names";
import { Settle } from "./settle";

/** Letters of these left the house, or may have. */
const LEFT = ["delivered", "handed", "unknown"];

export function IntentsPage() {
  const { t, format } = useWords();
  const [search] = useUrlState();
  const title = useTitle(search);
  const asked = { programme: search.programme, message: search.message, state: search.state, reason: search.reason, detail: search.detail, settled: search.settled, mailing: search.mailing, until: search.until };
  const pages = useInfiniteQuery({
    queryKey: ["intents", asked],
    queryFn: ({ pageParam }) => intentsPage(asked, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const count = pages.data?.pages[0]?.count;
  const uncertain = pages.data?.pages[0]?.uncertain;
  return (
    <>
      <PageHead title={title} lead={count === undefined ? undefined : `${t("intents.count", { count })}${search.state === "unknown" && uncertain ? ` · ${t("intents.uncertain_count", { open: format.number(uncertain.open), settled: format.number(uncertain.settled) })}` : ""}`}>
        <div className="actions"><UntilFilter /><ProgrammeFilter /></div>
      </PageHead>
      {search.state === "unknown" ? <Uncertain /> : null}
      {pages.isError && pages.data === undefined ? <Broken error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.data === undefined && !pages.isError ? <Loading lines={10} /> : null}
      {pages.data !== undefined ? (
        <section className="panel flush">
          <div className="panel-head"><h2 className="section-title">{t("intents.shown", { count: rows.length, all: format.number(count ?? 0) })}</h2></div>
          {rows.length === 0 ? <Empty title={t("intents.none")} help={t("intents.none_help")} /> : <Rows rows={rows} />}
          {pages.hasNextPage ? (
            <div className="panel-foot"><Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t("intents.more")}</Button></div>
          ) : null}
        </section>
      ) : null}
    </>
  );
}

/** What is asked for, as a heading. */
function useTitle({ state, reason, detail, message, mailing }: Search): string {
  const { t, code } = useWords();
  const names = useNames();
  const words = useReason();
  const parts = [state ? code("state", state) : null, reason === "exit" && detail && code("exit", detail) !== detail ? code("exit", detail) : reason ? words(detail ? `${reason}(${detail})` : reason) : null, message ? names.message(message) : null, mailing ? names.mailing(mailing) : null];
  return parts.filter((part) => part !== null).join(": ") || t("intents.title");
}

/** Up to a day: older ones are found without paging through all that is newer. */
function UntilFilter() {
  const { t } = useWords();
  const [{ until = "" }, setUrl] = useUrlState();
  return <TextInput type="date" label={t("intents.until")} value={until} onChange={(event) => setUrl({ until: event.currentTarget.value })} />;
}

function ProgrammeFilter() {
  const { t, say } = useWords();
  const [{ programme = "" }, setUrl] = useUrlState();
  const programmes = useQuery(programmesQuery);
  return (
    <Select
      label={t("intents.programme")}
      placeholder={t("intents.all_programmes")}
      clearable
      searchable
      clearButtonProps={{ "aria-label": t("intents.all_programmes") }}
      value={programme || null}
      onChange={(value) => setUrl({ programme: value ?? "", message: "", mailing: "" })}
      data={(programmes.data ?? []).map((one) => ({ value: one.id, label: say(one.name) }))}
    />
  );
}

/** What it means that nobody knows whether something arrived, and what one can do. */
function Uncertain() {
  const { t } = useWords();
  const [{ settled = "" }, setUrl] = useUrlState();
  return (
    <section className="panel" style={{ marginBottom: 20 }}>
      <h2 className="section-title">{t("intents.uncertain")}</h2>
      <p>{t("intents.uncertain_means")}</p>
      <p>{t("intents.uncertain_do")}</p>
      {settled === "no" ? (
        <Button size="compact-sm" variant="default" onClick={() => setUrl({ settled: "" })}>{t("intents.show_all")}</Button>
      ) : (
        <Button size="compact-sm" variant="default" onClick={() => setUrl({ settled: "no" })}>{t("intents.show_open")}</Button>
      )}
    </section>
  );
}

function Rows({ rows }: { rows: IntentRow[] }) {
  const { t } = useWords();
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t("table.customer")}</th>
          <th scope="col">{t("table.message")}</th>
          <th scope="col">{t("table.when")}</th>
          <th scope="col">{t("table.state")}</th>
          <th scope="col">{t("intents.reason")}</th>
          <th scope="col"><span className="visually-hidden">{t("intents.letter")}</span></th>
        </tr>
      </thead>
      <tbody>{rows.map((row) => <Row key={row.id} row={row} />)}</tbody>
    </table>
  );
}

function Row({ row }: { row: IntentRow }) {
  const { t, say, code, format } = useWords();
  const words = useReason();
  return (
    <tr>
      <td>
        <Link to={paths.customer} params={{ id: row.customer }} search={{ tab: "why", view: row.message.id, which: row.id }}>{row.customer_name || row.customer.slice(0, 8)}</Link>{" "}
        <Simulated when={row.simulated} />
      </td>
      <td>{say(row.message.name)}{row.channel ? <div className="muted small">{code("channel", row.channel)}</div> : null}</td>
      <td className="muted nowrap">{format.dateTime(row.at)}{format.dateTime(row.begun) === format.dateTime(row.at) ? null : <div className="small">{t("intents.begun", { from: format.dateTime(row.begun) })}</div>}</td>
      <td><StateChip state={row.state} /></td>
      <td>
        {row.reason ? words(row.reason, row.reason_words) : null}
        {row.said ? <div className={row.reason ? "muted small" : ""}>{say(row.said)}</div> : null}
        {row.state === "unknown" ? <div className="muted small mono delivery">{t("intents.delivery", { id: row.id })}</div> : null}
        {row.state === "unknown" ? <Settle row={row} /> : null}
      </td>
      <td>{LEFT.includes(row.state) ? <Link to={paths.content} search={{ tab: "mailbox", customer: row.customer, mail: row.id }} className="small nowrap">{t("intents.letter")}</Link> : null}</td>
    </tr>
  );
}
