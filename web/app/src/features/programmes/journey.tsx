// The journey's canvas with its steps beside it as a list, which is the same thing for keyboard and reader.
import { SegmentedControl, Skeleton } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import type { Definition, Journey, Problem, Programme } from "../../api/schema";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Empty } from "../../ui/states";
import { definitionToGraph, kindOf } from "./graph";
import { problemsByStep, stepKey } from "./problems";
import { labelWords, stepWords } from "./words";

const Canvas = lazy(() => import("./canvas"));

export function JourneyTab({ programme }: { programme: Programme }) {
  return <JourneyView definition={programme.definition} standing={programme.journeys} problems={[]} />;
}

interface View { definition: Definition; standing: Programme["journeys"]; problems: Problem[]; stacked?: boolean; height?: number }

export function JourneyView({ definition, standing, problems, stacked = false, height }: View) {
  const { t, say } = useWords();
  const [{ view = "", step = "" }, setUrl] = useUrlState();
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
          <Canvas key={journey.id} journey={journey} names={names} inside={inside} problems={counts} chosen={step || null} choose={choose} {...(height ? { height } : {})} />
        </Suspense>
      </div>
      {stacked ? null : (
        <div className="stack">
          <Steps journey={journey} names={names} inside={inside} chosen={step} choose={choose} />
          <Exits journey={journey} />
        </div>
      )}
    </div>
  );
}

interface StepsProps { journey: Journey; names: Map<string, string>; inside: Map<string, number>; chosen: string; choose(id: string): void }

function Steps({ journey, names, inside, chosen, choose }: StepsProps) {
  const words = useWords();
  const { t, code } = words;
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("programme.steps")}</h2></div>
      <p className="muted small" style={{ marginTop: 0 }}>{t("programme.steps_help")}</p>
      <ol className="steps">
        {journey.steps.map((step) => (
          <li key={step.id}>
            <button type="button" aria-expanded={chosen === step.id} onClick={() => choose(step.id)}>
              <span>
                <strong>{stepWords(words, step, names) || step.id}</strong>
                <span className="muted small">{code("step", kindOf(step))}</span>
              </span>
              <span className="small">{inside.get(step.id) ? t("programme.people", { count: inside.get(step.id) ?? 0 }) : ""}</span>
            </button>
            {chosen === step.id ? <StepDetails journey={journey} id={step.id} names={names} /> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function StepDetails({ journey, id, names }: { journey: Journey; id: string; names: Map<string, string> }) {
  const words = useWords();
  const { t, code } = words;
  const graph = useMemo(() => definitionToGraph(journey), [journey]);
  const step = journey.steps.find((one) => one.id === id);
  if (!step) return null;
  const nameOf = (target: string) => {
    const found = journey.steps.find((one) => one.id === target);
    return found ? stepWords(words, found, names) || found.id : t("canvas.end");
  };
  return (
    <dl className="pairs small">
      <div><dt>{t("programme.step")}</dt><dd className="mono">{step.id}</dd></div>
      {step.wait?.extend_on?.length ? <div><dt>{t("step.extend_on")}</dt><dd className="mono">{step.wait.extend_on.join(", ")}</dd></div> : null}
      {step.wait?.until?.not_on_holidays ? <div><dt>{code("step", "wait")}</dt><dd>{t("step.not_on_holidays")}</dd></div> : null}
      {graph.edges.filter((edge) => edge.from === id).map((edge) => (
        <div key={edge.id}><dt>{labelWords(words, edge.label) || t("step.leads_to")}</dt><dd>{nameOf(edge.to)}</dd></div>
      ))}
    </dl>
  );
}

function Exits({ journey }: { journey: Journey }) {
  const { t } = useWords();
  if (!journey.exit?.length) return null;
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("programme.exits")}</h2></div>
      <dl className="pairs">
        {journey.exit.map((exit) => <div key={exit.id}><dt>{exit.id}</dt><dd className="mono">{exit.when}</dd></div>)}
      </dl>
    </section>
  );
}
