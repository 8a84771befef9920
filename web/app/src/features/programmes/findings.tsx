// What a check found: problems with their cure, what changes, and what becomes of those inside.
import { Button } from "@mantine/core";
import type { Check, Problem } from "../../api/schema";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { parsePlace } from "./problems";

export function Findings({ check, stale, bare = false }: { check: Check; stale: boolean; bare?: boolean }) {
  const { t } = useWords();
  const good = check.problems.length === 0;
  return (
    <section className={bare ? "" : "panel"} aria-live="polite" style={stale ? { opacity: 0.75 } : undefined}>
      {bare ? null : (
        <div className="panel-head">
          <h2 className="section-title">{good ? t("edit.no_problems") : t("edit.problems", { count: check.problems.length })}</h2>
        </div>
      )}
      {good ? <Consequences check={check} /> : <ul className="needs">{check.problems.map((problem, index) => <ProblemRow key={index} problem={problem} />)}</ul>}
    </section>
  );
}

function ProblemRow({ problem }: { problem: Problem }) {
  const { t } = useWords();
  const [, setUrl] = useUrlState();
  const { journey, step } = parsePlace(problem.place);
  return (
    <li style={{ display: "block" }}>
      <strong>{problem.cause}</strong>
      {problem.cure ? <div>{t("edit.cure", { cure: problem.cure })}</div> : null}
      <div className="mono muted">{problem.place}</div>
      {step ? <Button size="compact-xs" variant="light" onClick={() => setUrl({ step, view: journey ?? "" })}>{t("edit.show_step")}</Button> : null}
    </li>
  );
}

function Consequences({ check }: { check: Check }) {
  const { t, code } = useWords();
  const fateWords = (fate: string) => {
    const [kind = fate, to = ""] = fate.split(":");
    return code("fate", kind, { to });
  };
  return (
    <>
      <h3 className="eyebrow">{t("edit.diff")}</h3>
      {check.diff.length === 0 ? (
        <div className="muted">{t("edit.diff_none")}</div>
      ) : (
        <ul className="diff">
          {check.diff.map((change) => (
            <li key={change.path}>
              <span className="mono muted">{change.path}</span>
              <span><del aria-label={t("edit.before")}>{valueText(change.before)}</del> <ins aria-label={t("edit.after")}>{valueText(change.after)}</ins></span>
            </li>
          ))}
        </ul>
      )}
      <h3 className="eyebrow gap">{t("edit.inside")}</h3>
      {check.inside.length === 0 ? (
        <div className="muted">{t("edit.inside_none")}</div>
      ) : (
        <ul className="needs">
          {check.inside.map((row) => (
            <li key={`${row.journey} ${row.step}`}>
              <span>{t("programme.people", { count: row.people })} <span className="mono muted">{row.step}</span></span>
              <span>{fateWords(row.fate)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const valueText = (value: unknown) => (value === null || value === undefined ? "–" : typeof value === "object" ? JSON.stringify(value) : String(value));
