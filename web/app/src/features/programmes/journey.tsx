// The journey's canvas with its steps beside it as a list, which is the same thing for keyboard and reader.
import { SegmentedControl, Skeleton } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import type { Definition, Journey, Problem, Programme } from "../../api/schema";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { unslug } from "../../ui/marks";
import { Rule } from "../../ui/rule";
import { Empty } from "../../ui/states";
import { journeyName } from "../names";
import type { DraftState } from "./draft-state";
import { definitionToGraph, kindOf } from "./graph";
import { problemWords } from "./problem-words";
import { findingsByStep, problemsByStep, stepKey } from "./problems";
import { changeWait } from "./wait";
import { WaitForm } from "./wait-form";
import { exitWords, labelWords, stepWords } from "./words";

const Canvas = lazy(() => import("./canvas"));

export function JourneyTab({ programme, draft }: { programme: Programme; draft: DraftState }) {
  const definition = "definition" in draft.read ? draft.read.definition : programme.definition;
  return <JourneyView definition={definition} standing={programme.journeys} draft={draft} />;
}

interface View { definition: Definition; standing: Programme["journeys"]; draft: DraftState; stacked?: boolean; height?: number }

export function JourneyView({ definition, standing, draft, stacked = false, height }: View) {
  const { t, say } = useWords();
  const [{ view = "", step = "" }, setUrl] = useUrlState();
  const { problems } = draft;
  const journeys = definition.journeys ?? [];
  const journey = journeys.find(({ id }) => id === view) ?? journeys[0];
  const names = useMemo(() => new Map((definition.messages ?? []).map((message) => [message.id, say(message.name)])), [definition, say]);
  const inside = useMemo(() => new Map((standing.find(({ id }) => id === journey?.id)?.steps ?? []).map((row) => [row.id, row.inside])), [standing, journey]);
  const broken = useMemo(() => problemsByStep(problems, definition), [problems, definition]);
  const counts = useMemo(() => new Map((journey?.steps ?? []).map(({ id }) => [id, broken.get(stepKey(journey?.id ?? "", id))?.length ?? 0])), [journey, broken]);
  if (!journey) return <section className="panel"><Empty title={t("programme.no_journeys")} help={t("programme.no_journeys_help")} /></section>;
  const choose = (id: string) => setUrl({ step: id === step ? "" : id });
  return (
    <div className={stacked ? "stack" : "split"}>
      <div className="panel flush">
        {journeys.length > 1 ? (
          <div className="panel-head" style={{ paddingBottom: 12 }}>
            <SegmentedControl size="xs" aria-label={t("programme.choose_journey")} value={journey.id} onChange={(id) => setUrl({ view: id, step: "" })} data={journeys.map((one) => ({ value: one.id, label: say(one.name) }))} />
          </div>
        ) : null}
        <Suspense fallback={<Skeleton height={height ?? 600} />}>
          <Canvas key={journey.id} name={journeyName({ say }, definition, journey)} journey={journey} names={names} inside={inside} problems={counts} chosen={step || null} choose={choose} {...(height ? { height } : {})} />
        </Suspense>
      </div>
      {stacked ? null : (
        <div className="stack">
          <Steps journey={journey} names={names} inside={inside} broken={broken} draft={draft} chosen={step} choose={choose} />
          <Exits journey={journey} />
        </div>
      )}
    </div>
  );
}

interface StepsProps {
  journey: Journey;
  names: Map<string, string>;
  inside: Map<string, number>;
  broken: Map<string, Problem[]>;
  draft: DraftState;
  chosen: string;
  choose(id: string): void;
}

function Steps({ journey, names, inside, broken, draft, chosen, choose }: StepsProps) {
  const words = useWords();
  const { t, code } = words;
  const findings = findingsByStep(draft.found?.findings ?? []);
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("programme.steps")}</h2></div>
      <p className="muted small" style={{ marginTop: 0 }}>{t("programme.steps_help")}</p>
      <ol className="steps">
        {journey.steps.map((step) => {
          const problems = broken.get(stepKey(journey.id, step.id)) ?? [];
          return (
            <li key={step.id}>
              <button type="button" aria-expanded={chosen === step.id} onClick={() => choose(step.id)}>
                <span>
                  <strong>{stepWords(words, step, names) || unslug(step.id)}</strong>
                  <span className="muted small">{code("step", kindOf(step))}</span>
                </span>
                <span className="small">{inside.get(step.id) ? t("programme.people", { count: inside.get(step.id) ?? 0 }) : ""}</span>
              </button>
              {problems.map((problem) => problemWords(words, problem)).map(({ cause, cure }, index) => (
                <div key={index} className="step-problem small" role="alert"><strong>{cause}</strong>{cure ? <> {t("edit.cure", { cure })}</> : null}</div>
              ))}
              {(findings.get(stepKey(journey.id, step.id)) ?? []).map((name) => <div key={name} className="step-finding small" role="status">{code("finding_here", name)}</div>)}
              {chosen === step.id ? <StepDetails journey={journey} id={step.id} names={names} draft={draft} /> : null}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function StepDetails({ journey, id, names, draft }: { journey: Journey; id: string; names: Map<string, string>; draft: DraftState }) {
  const words = useWords();
  const { t, code } = words;
  const graph = useMemo(() => definitionToGraph(journey), [journey]);
  const step = journey.steps.find((one) => one.id === id);
  if (!step) return null;
  const nameOf = (target: string) => {
    const found = journey.steps.find((one) => one.id === target);
    return found ? stepWords(words, found, names) || unslug(found.id) : t("canvas.end");
  };
  return (
    <div className="step-details">
      {step.wait ? <WaitForm key={JSON.stringify(step.wait)} wait={step.wait} change={(change) => draft.change(changeWait(draft.yaml, journey.id, id, change))} /> : null}
      <dl className="pairs small">
        {step.wait?.extend_on?.length ? <div><dt>{t("step.extend_on")}</dt><dd>{step.wait.extend_on.map((name) => code("event", name)).join(", ")}</dd></div> : null}
        {step.wait?.until?.not_on_holidays ? <div><dt>{code("step", "wait")}</dt><dd>{t("step.not_on_holidays")}</dd></div> : null}
        {graph.edges.filter((edge) => edge.from === id).map((edge) => (
          <div key={edge.id}><dt>{labelWords(words, edge.label) || t("step.leads_to")}</dt><dd>{nameOf(edge.to)}</dd></div>
        ))}
      </dl>
    </div>
  );
}

function Exits({ journey }: { journey: Journey }) {
  const words = useWords();
  const { t, say } = words;
  if (!journey.exit?.length) return null;
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("programme.exits")}</h2></div>
      <dl className="pairs">
        {journey.exit.map((exit) => <div key={exit.id}><dt>{say(exit.name) || exitWords(words, exit.id)}</dt><dd><Rule text={exit.when} /></dd></div>)}
      </dl>
    </section>
  );
}
