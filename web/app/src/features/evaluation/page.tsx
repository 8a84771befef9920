// Evaluation: per programme treated against held out, with its interval on one common scale.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { evaluationQuery } from "../../api/queries";
import type { Evaluation, Reacted } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Answer, Empty } from "../../ui/states";
import { Interval } from "./interval";
import { scaleOf, verdict } from "./scale";

export function EvaluationPage() {
  const { t } = useWords();
  const query = useQuery(evaluationQuery);
  return (
    <>
      <PageHead title={t("evaluation.title")} lead={<>{t("evaluation.lead")} <Simulated when={query.data?.simulated ?? false} /></>} />
      <Answer query={query}>{(evaluation) => <Whole evaluation={evaluation} />}</Answer>
    </>
  );
}

function Whole({ evaluation }: { evaluation: Evaluation }) {
  const { t, format } = useWords();
  const { programmes, blast_share, reactions } = evaluation;
  if (programmes.length === 0) return <section className="panel"><Empty title={t("evaluation.none")} help={t("evaluation.none_help")} /></section>;
  const scale = scaleOf(programmes);
  return (
    <>
      <dl className="figures">
        <div><dt>{t("evaluation.blast")}</dt><dd>{blast_share === null ? <small>{t("evaluation.blast_none")}</small> : <>{format.percent(blast_share, 1)} <Simulated when={evaluation.simulated} /></>}</dd></div>
        <Reactions kind="opens" of={reactions.opens} /><Reactions kind="clicks" of={reactions.clicks} />
      </dl>
      <section className="panel flush">
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t("programmes.name")}</th>
              <th scope="col" className="num">{t("evaluation.treated")}</th>
              <th scope="col" className="num">{t("evaluation.held_out")}</th>
              <th scope="col" style={{ width: "38%" }}>{t("evaluation.difference")}</th>
              <th scope="col">{t("table.state")}</th>
            </tr>
          </thead>
          <tbody>{programmes.map((row) => <Row key={row.id} row={row} scale={scale} simulated={evaluation.simulated} />)}</tbody>
        </table>
      </section>
    </>
  );
}

/** Machines are told apart and never counted as people. */
function Reactions({ kind, of }: { kind: "opens" | "clicks"; of: Reacted }) {
  const { t, format } = useWords();
  return <div><dt>{t(`evaluation.${kind}`)}</dt><dd>{format.number(of.people + of.simulated)} <Simulated when={of.simulated > 0} /><small>{t("evaluation.machines", { count: of.machines })}</small></dd></div>;
}

function Row({ row, scale, simulated }: { row: Evaluation["programmes"][number]; scale: number; simulated: boolean }) {
  const { t, say, format } = useWords();
  const share = (reached: number, all: number) => (all === 0 ? "–" : format.percent(reached / all, 1));
  const known = row.enough && row.difference !== null ? row.difference : null;
  return (
    <tr>
      <td>
        <Link to={paths.programme} params={{ id: row.id }}><strong>{say(row.name)}</strong></Link> <Simulated when={simulated} />
      </td>
      <td className="num">
        <span className="narrow-label">{t("evaluation.treated")} </span>{share(row.treated_reached, row.treated)}
        <div className="muted small">{t("evaluation.reached", { reached: row.treated_reached, all: row.treated })}</div>
      </td>
      <td className="num">
        <span className="narrow-label">{t("evaluation.held_out")} </span>{share(row.held_out_reached, row.held_out)}
        <div className="muted small">{t("evaluation.reached", { reached: row.held_out_reached, all: row.held_out })}</div>
      </td>
      <td className="wide-cell">{known ? <Interval difference={known} scale={scale} /> : <span className="muted">{t("evaluation.not_enough")}</span>}</td>
      <td>{known ? <Verdict difference={known} /> : null}</td>
    </tr>
  );
}

function Verdict({ difference }: { difference: { low: number; high: number } }) {
  const { t } = useWords();
  const found = verdict(difference);
  return <span className={`chip ${found === "better" ? "good" : found === "worse" ? "bad" : ""}`}>{t(`evaluation.${found}`)}</span>;
}
