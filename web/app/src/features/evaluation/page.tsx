// Evaluation: per programme treated against held out, with its interval on one common scale.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { evaluationQuery, programmesQuery } from "../../api/queries";
import type { Evaluation, ProgrammeRow, Reacted } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Answer, Empty } from "../../ui/states";
import { Interval } from "./interval";
import { isHopeless, type Limits, missingWords } from "./missing";
import { scaleOf } from "./scale";

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
  const { programmes, blast, reactions } = evaluation;
  if (programmes.length === 0) return <section className="panel"><Empty title={t("evaluation.none")} help={t("evaluation.none_help")} /></section>;
  const scale = scaleOf(programmes);
  const limits = { peopleMax: evaluation.people_max, weeksMax: evaluation.weeks_max };
  return (
    <>
      <dl className="figures">
        <div><dt>{t("evaluation.blast")}</dt><dd>{blast === null ? <small>{t("evaluation.blast_none")}</small> : <>{format.percent(blast.share, 1)} <Simulated when={evaluation.simulated} /><BlastWords blast={blast} /></>}</dd></div>
        <Reactions kind="opens" of={reactions.opens} /><Reactions kind="clicks" of={reactions.clicks} />
      </dl>
      <p className="muted small">{t("evaluation.counted")}</p>
      <p className="muted small">{t("evaluation.assumption", { effect: format.number(evaluation.effect_min * 100) })}</p>
      {programmes.some(({ missing }) => missing && isHopeless(missing, limits)) ? <p className="muted small">{t("evaluation.never_help")}</p> : null}
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
          <tbody>{programmes.map((row) => <Row key={row.id} row={row} scale={scale} limits={limits} simulated={evaluation.simulated} />)}</tbody>
        </table>
      </section>
    </>
  );
}

/** Of how many, and which messages make most of it: one mailing to everybody moves the share at once. */
function BlastWords({ blast: { alike, all, messages } }: { blast: NonNullable<Evaluation["blast"]> }) {
  const { t, say, format } = useWords();
  const most = messages.map(({ message, count }) => t("evaluation.blast_message", { name: say(message.name), count }));
  return <small>{t("evaluation.blast_help", { count: alike, all: format.number(all) })}{most.length > 0 ? ` ${t("evaluation.blast_most", { what: format.list(most) })}` : null}</small>;
}

/** Machines are told apart and never counted as people. */
function Reactions({ kind, of }: { kind: "opens" | "clicks"; of: Reacted }) {
  const { t, format } = useWords();
  return <div><dt>{t(`evaluation.${kind}`)}</dt><dd>{format.number(of.people + of.simulated)} <Simulated when={of.simulated > 0} /><small>{t("evaluation.machines", { count: of.machines })}</small></dd></div>;
}

type Evaluated = Evaluation["programmes"][number];
const TONES: Record<Evaluated["verdict"], string> = { better: "good", worse: "bad", open: "", negligible: "", too_early: "", no_control_group: "warn" };

/** Nothing but mailings that have gone: nobody more comes. */
const isOnce = ({ journeys, mailings }: ProgrammeRow, now: string) => journeys.length === 0 && mailings.length > 0 && mailings.every(({ at }) => at <= now);

type Bounds = Omit<Limits, "weekly">;

function Row({ row, scale, limits, simulated }: { row: Evaluated; scale: number; limits: Bounds; simulated: boolean }) {
  const { t, say, code, format } = useWords();
  const { now } = useSession().clock;
  const own = useQuery(programmesQuery).data?.find(({ id }) => id === row.id);
  const isOver = own !== undefined && isOnce(own, now);
  const share = (reached: number, all: number) => (all === 0 ? "–" : format.percent(reached / all, 1));
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
      <td className="wide-cell">
        {row.difference ? <Interval difference={row.difference} scale={scale} /> : <Apart row={row} />}
        <Missing row={row} limits={limits} isOver={isOver} />
      </td>
      <td className="states"><span className={`chip ${row.stopped ? "warn" : ""}`}>{t(row.stopped ? "programmes.stopped" : "programmes.running")}</span> <span className={`chip ${TONES[row.verdict]}`}>{code("verdict", row.verdict)}</span>{row.missing && !isOver && isHopeless(row.missing, limits) ? <> <span className="chip warn">{t("evaluation.never_chip")}</span></> : null}</td>
    </tr>
  );
}

/** The difference so far, where there is not enough yet for a span around it. */
function Apart({ row }: { row: Evaluated }) {
  const { t, format } = useWords();
  if (row.treated === 0 || row.held_out === 0) return null;
  const estimate = row.treated_reached / row.treated - row.held_out_reached / row.held_out;
  return <div className="interval-text"><strong>{format.points(estimate)}</strong> <span className="muted small">{t("evaluation.unsure")}</span></div>;
}

/** What it takes until this row says something. */
function Missing({ row, limits, isOver }: { row: Evaluated; limits: Bounds; isOver: boolean }) {
  const words = useWords();
  const { t } = words;
  if (row.verdict === "no_control_group") return <span className="muted">{t("evaluation.no_control_group")}</span>;
  if (row.missing === null) return null;
  // It went once and to nobody more: what it would take is of no use to anybody.
  if (isOver) return <div className="missing">{t("evaluation.once", { count: row.treated + row.held_out })}</div>;
  const [first, ...rest] = missingWords(words, row.missing, { ...limits, weekly: row.weekly });
  return <div className="missing"><div>{first}</div>{rest.map((line) => <div key={line} className="muted small">{line}</div>)}</div>;
}
