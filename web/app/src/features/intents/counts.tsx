// What became of messages, as figures: the same states as everywhere, and those that can be looked at lead to their
// people. What never happened is left out, but for the usual ones.
import { Link } from "@tanstack/react-router";
import type { Counts } from "../../api/schema";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";

const ALWAYS = ["delivered", "suppressed", "held_out"] as const;
const STATES = ["delivered", "unknown", "suppressed", "failed", "expired", "held_out", "lapsed"] as const;

/** Each figure is a link; beside a programme people under way stand beside their messages. */
export function CountFigures({ counts, programme, mailing, inside }: { counts: Counts; programme: string; mailing?: string; inside?: number }) {
  const { t, code, format } = useWords();
  const shown = STATES.filter((state) => counts[state] > 0 || ALWAYS.some((always) => always === state));
  return (
    <>
      {shown.map((state) => (
        <div key={state}>
          <dt>{code("state", state)}</dt>
          <dd>
            {counts[state] > 0 ? (
              <Link to={paths.intents} search={{ programme, ...(mailing ? { mailing } : {}), state }} className="quiet">{format.number(counts[state])}</Link>
            ) : format.number(counts[state])}
          </dd>
        </div>
      ))}
      <div><dt>{t("programme.counts.open")}</dt><dd>{format.number(counts.open)}{inside === undefined ? null : <small>{t("programme.counts.inside", { count: inside })}</small>}</dd></div>
    </>
  );
}
