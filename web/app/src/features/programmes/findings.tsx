// What a check found: problems with their cure, what changes, and what becomes of those inside.
import { Button } from "@mantine/core";
import type { Check, Definition, Problem } from "../../api/schema";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { unslug } from "../../ui/marks";
import { journeyName } from "../names";
import { Differences } from "./differences";
import { problemWords } from "./problem-words";
import { parsePlace } from "./problems";
import { stepWords } from "./words";

interface Props { check: Check; definition: Definition; live: Definition }

export function Findings({ check, definition, live }: Props) {
  return check.problems.length === 0 ? (
    <Consequences check={check} definition={definition} live={live} />
  ) : (
    <ul className="needs">{check.problems.map((problem, index) => <ProblemRow key={index} problem={problem} definition={definition} />)}</ul>
  );
}

function ProblemRow({ problem, definition }: { problem: Problem; definition: Definition }) {
  const words = useWords();
  const { t, say, code } = words;
  const [, setUrl] = useUrlState();
  const place = parsePlace(problem.place);
  const journey = definition.journeys?.find(({ id }) => id === place["journey"]);
  const step = journey?.steps.find(({ id }) => id === place["step"]);
  const message = definition.messages?.find(({ id }) => id === place["message"]);
  const named = [
    journey ? journeyName(words, definition, journey) : null,
    step ? stepWords(words, step, new Map()) || unslug(step.id) : null,
    message ? say(message.name) : null,
    place["exit"] ? code("exit", place["exit"]) : null,
  ].filter(Boolean);
  const said = problemWords(words, problem);
  return (
    <li>
      <div style={{ minWidth: 0 }}>
        {named.length > 0 ? <div className="eyebrow">{named.join(" › ")}</div> : null}
        <strong>{said.cause}</strong>
        {said.cure ? <div>{t("edit.cure", { cure: said.cure })}</div> : null}
        {said.exact ? <details className="small"><summary>{t("edit.exact")}</summary><pre className="mono excerpt">{said.exact}</pre></details> : null}
      </div>
      {step ? <Button size="compact-sm" variant="light" onClick={() => setUrl({ tab: "", step: step.id, view: journey?.id ?? "" })}>{t("edit.show_step")}</Button> : null}
    </li>
  );
}

function Consequences({ check, definition, live }: Props) {
  const words = useWords();
  const { t, code, say, format } = words;
  const messageName = (id: string) => say(definition.messages?.find((one) => one.id === id)?.name) || unslug(id);
  const mailingName = (id: string) => say(definition.mailings?.find((one) => one.id === id)?.name) || unslug(id);
  const fateWords = (fate: string) => {
    const [kind = fate, to = ""] = fate.split(":");
    return code("fate", kind, { to: unslug(to) });
  };
  const [, setUrl] = useUrlState();
  // A wait of no time has no words of its own; its place among the steps is how one finds it.
  const placeOfStep = (journey: string, step: string) => {
    const at = definition.journeys?.find(({ id }) => id === journey)?.steps.findIndex(({ id }) => id === step) ?? -1;
    return t("edit.step_number", { number: at + 1 });
  };
  const stepName = (journey: string, step: string) => {
    const found = definition.journeys?.find(({ id }) => id === journey)?.steps.find(({ id }) => id === step);
    return found ? stepWords(words, found, new Map((definition.messages ?? []).map((one) => [one.id, say(one.name)]))) || unslug(step) : unslug(step);
  };
  return (
    <div className="consequences">
      {check.findings.length > 0 ? (
        <div>
          <h3 className="eyebrow">{t("edit.findings")}</h3>
          <ul className="needs">
            {check.findings.map(({ code: name, message, mailing, score, journey, step, language }) => (
              <li key={`${name} ${message ?? ""} ${mailing ?? ""} ${journey ?? ""} ${step ?? ""}`}>
                <span>{code("finding", name, { message: messageName(message ?? ""), mailing: mailingName(mailing ?? ""), score: format.percent(score ?? 0), step: step ? placeOfStep(journey ?? "", step) : "", language: format.language(language ?? "de") })}</span>
                {step ? <Button size="compact-sm" variant="light" onClick={() => setUrl({ tab: "", step, view: journey ?? "" })}>{t("edit.show_step")}</Button> : null}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <div>
        <h3 className="eyebrow">{t("edit.diff")}</h3>
        {check.diff.length === 0 ? <div className="muted">{t("edit.diff_none")}</div> : <Differences changes={check.diff} before={live} after={definition} />}
      </div>
      <div>
        <h3 className="eyebrow">{t("edit.inside")}</h3>
        {check.inside.length === 0 ? (
          <div className="muted">{t("edit.inside_none")}</div>
        ) : (
          <ul className="needs">
            {check.inside.map((row) => (
              <li key={`${row.journey} ${row.step}`}>
                <span>{t("programme.people", { count: row.people })} <span className="muted">{stepName(row.journey, row.step)}</span></span>
                <span>{fateWords(row.fate)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
