// Programmes and mailings: what runs, how many are under way, and whether it reaches its goal.
import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { evaluationQuery, programmesQuery } from "../../api/queries";
import type { ProgrammeRow } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { DraftNotes } from "./kept-notes";
import { MailingList, NewMailing } from "../mailings/list";

export function ProgrammesPage() {
  const { t } = useWords();
  const [{ tab = "programmes" }, setUrl] = useUrlState();
  return (
    <>
      <PageHead title={t("programmes.title")}><NewMailing /></PageHead>
      <Tabs value={tab} onChange={(next) => setUrl({ tab: next === "mailings" ? next : "" }, { replace: false })} keepMounted={false}>
        <Tabs.List aria-label={t("programmes.tabs")} mb="lg">
          <Tabs.Tab value="programmes">{t("programmes.tab")}</Tabs.Tab>
          <Tabs.Tab value="mailings">{t("programme.mailings")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="programmes"><ProgrammeList /></Tabs.Panel>
        <Tabs.Panel value="mailings"><MailingList /></Tabs.Panel>
      </Tabs>
    </>
  );
}

function ProgrammeList() {
  const { t } = useWords();
  const query = useQuery(programmesQuery);
  return (
    <Answer query={query}>
      {(all) => {
        const rows = all.filter((row) => !isMailingOnly(row));
        const mailings = all.length - rows.length;
        return (
          <section className="panel flush">
            <DraftNotes programmes={rows} />
            {rows.length === 0 ? <Empty title={t("programmes.none")} help={t("programmes.none_help")} /> : <Rows rows={rows} />}
            {mailings > 0 ? <p className="panel-foot muted small" style={{ margin: 0 }}>{t("programmes.mailings_apart", { count: mailings })} <Link to={paths.programmes} search={{ tab: "mailings" }}>{t("programmes.mailings_show")}</Link></p> : null}
          </section>
        );
      }}
    </Answer>
  );
}

/** A programme that is nothing but a mailing is found among those. */
const isMailingOnly = (row: ProgrammeRow) => row.journeys.length === 0 && row.mailings.length > 0;

function Rows({ rows }: { rows: ProgrammeRow[] }) {
  const { t } = useWords();
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t("programmes.name")}</th>
          <th scope="col" className="num">{t("programmes.inside")}</th>
          <th scope="col" className="num">{t("programmes.delivered")}</th>
          <th scope="col" className="num">{t("programmes.suppressed")}</th>
          <th scope="col">{t("programmes.goal")}</th>
          <th scope="col" className="num">{t("programmes.priority")}</th>
          <th scope="col" className="num">{t("programmes.holdout")}</th>
        </tr>
      </thead>
      <tbody>{rows.map((row) => <Row key={row.id} row={row} />)}</tbody>
    </table>
  );
}

function Row({ row }: { row: ProgrammeRow }) {
  const { t, say, code, format } = useWords();
  const inside = row.journeys.reduce((sum, journey) => sum + journey.inside, 0);
  return (
    <tr>
      <td>
        <Link to={paths.programme} params={{ id: row.id }}><strong>{say(row.name)}</strong></Link>{" "}
        {row.stopped ? <span className="chip warn">{t("programmes.stopped")}</span> : null}
        <div className="muted small">{code("aim", row.aim)}</div>
      </td>
      <td className="num"><span className="narrow-label">{t("programmes.inside")} </span>{format.number(inside)}</td>
      <td className="num second" data-label={t("programmes.delivered")}>{format.number(row.counts.delivered)}</td>
      <td className="num second" data-label={t("programmes.suppressed")}>{format.number(row.counts.suppressed)}</td>
      <td><GoalShares row={row} /></td>
      <td className="num second" data-label={t("programmes.priority")}>{format.number(row.priority)}</td>
      <td className="num second" data-label={t("programmes.holdout")}>{format.percent(row.holdout_percent / 100)}</td>
    </tr>
  );
}

function GoalShares({ row }: { row: ProgrammeRow }) {
  const { t, code, format } = useWords();
  // Shares alone would read as an effect; what the interval says of them stands beside.
  const verdict = useQuery(evaluationQuery).data?.programmes.find(({ id }) => id === row.id)?.verdict;
  if (row.goal === null) return <span className="muted">{t("programmes.no_goal")}</span>;
  const { treated, treated_reached, held_out, held_out_reached } = row.goals;
  return (
    <>
      <div>{treated > 0 ? t("programmes.goal_of", { share: format.percent(treated_reached / treated, 1) }) : "–"}</div>
      {held_out > 0 ? <div className="muted small">{t("programmes.goal_held", { share: format.percent(held_out_reached / held_out, 1) })}</div> : null}
      {verdict && treated > 0 ? <Link className="more small" to={paths.evaluation}>{code("verdict", verdict)}</Link> : null}
    </>
  );
}
