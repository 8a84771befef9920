// One recipe as a card: what it is for, its data as a bar and one by one, and making it live with a way back.
import { Button } from "@mantine/core";
import { IconCheck, IconMinus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { post } from "../../api/client";
import type { NeededFact, Recipe, RecipeTaken } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { unslug } from "../../ui/marks";
import { AskFirst } from "../files/ask-first";
import { Refusal } from "../sources/new";
import { PLACES } from "./places";
import { bringers, isHere, STANDING_TONES } from "./sorted";

export function RecipeCard({ recipe }: { recipe: Recipe }) {
  const { t, say, code } = useWords();
  const here = recipe.facts.filter(isHere).length;
  const title = `recipe-${recipe.id}`;
  return (
    <li className={`panel recipe ${recipe.standing}`} aria-labelledby={title}>
      <div className="recipe-head">
        <h2 className="recipe-name" id={title}>{say(recipe.name)}</h2>
        <span className={`chip ${recipe.live ? "accent" : STANDING_TONES[recipe.standing]}`}>{recipe.live ? t("readiness.is_live") : code("standing", recipe.standing)}</span>
      </div>
      <span className="muted small">{code("aim", recipe.aim)}</span>
      <div className="fact-bar" aria-hidden="true">{[...recipe.facts].sort((one, other) => Number(isHere(other)) - Number(isHere(one))).map((fact) => <span key={`${fact.kind} ${fact.name ?? ""} ${fact.channel ?? ""}`} className={isHere(fact) ? "here" : ""} />)}</div>
      <span className="visually-hidden">{t("readiness.facts_here", { here, all: recipe.facts.length })}</span>
      <ul className="facts">{recipe.facts.map((fact) => <FactLine key={`${fact.kind} ${fact.name ?? ""} ${fact.channel ?? ""}`} fact={fact} />)}</ul>
      {recipe.standing === "partly" ? <p className="muted small after">{t("readiness.partly", { journeys: recipe.journeys.filter(({ ready }) => ready).map(({ name }) => say(name)).join(", ") })}</p> : null}
      {recipe.live ? null : <Brings recipe={recipe} />}
      <MakeLive recipe={recipe} />
    </li>
  );
}

/** A path of the tree as one reads it; what is written in capitals throughout is not shouted. */
const categoryWords = (path: string) => path.split("/").map((part) => { const name = unslug(part); return name === name.toUpperCase() ? name.charAt(0) + name.slice(1).toLowerCase() : name; }).join(" › ");

/** A category is chosen in the programme: what stands in the recipe is only an example, as long as there is none of it. */
function useFactWords() {
  const { t, code } = useWords();
  return (fact: NeededFact) =>
    fact.kind === "field" ? code("field", fact.name ?? "")
      : fact.kind === "consent" ? t("readiness.consent", { channel: fact.channel ? code("channel", fact.channel) : "", purpose: code("purpose", fact.name ?? "") })
      : fact.kind === "event" ? code("event", fact.name ?? "")
      : fact.kind === "category" ? (isHere(fact) ? `${code("data_kind", fact.kind)} „${categoryWords(fact.name ?? "")}“` : t("readiness.own_category"))
      : code("data_kind", fact.kind);
}

function FactLine({ fact }: { fact: NeededFact }) {
  const { t, format } = useWords();
  const words = useFactWords();
  const here = isHere(fact);
  return (
    <li className={here ? "here" : "lacks"}>
      <span className="fact-sign" aria-hidden="true">{here ? <IconCheck size={13} stroke={2.6} /> : <IconMinus size={13} stroke={2.6} />}</span>
      <span>
        <span className="visually-hidden">{t(here ? "readiness.here" : "readiness.lacks")} </span>{words(fact)}
        {here ? <span className="muted small"> {format.number(fact.count)}</span> : null}
      </span>
    </li>
  );
}

/** What would bring what is missing: each source once. */
function Brings({ recipe }: { recipe: Recipe }) {
  const { t, code, format } = useWords();
  const words = useFactWords();
  const all = bringers(recipe.facts);
  if (all.length === 0) return null;
  const missing = recipe.facts.filter((fact) => !isHere(fact)).length;
  return (
    <div className="brings small">
      <p className="muted">{t("readiness.brought")}</p>
      <ul className="plain-list">
        {all.map(({ sources, facts, all: whole }) => (
          <li key={sources.join()}>
            {sources.map((source, index) => <Fragment key={source}>{index > 0 ? <span className="muted"> {t("readiness.or")} </span> : null}<Link to={PLACES[source]}>{code("bringer", source)}</Link></Fragment>)}
            {missing > 1 || !whole ? <span className="muted">: {whole ? t("readiness.brings_all") : format.list(facts.map(words))}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Wanted { live: boolean; anyway: boolean }

/** Taking it back stops it: what was begun is left, and it can be gone on with. */
function MakeLive({ recipe: { id, name, live, standing } }: { recipe: Recipe }) {
  const { t, say } = useWords();
  const { allowed, why } = useMay("publish");
  const make = useDeed<Wanted, RecipeTaken | null>({
    act: async ({ live: wanted, anyway }) => {
      if (wanted) return post<RecipeTaken>(`/readiness/${encodeURIComponent(id)}`, { live: true, anyway });
      await post(`/programmes/${encodeURIComponent(id)}/stop`, { stopped: true });
      return null;
    },
    touches: ["readiness", "programmes", "programme", "messages", "today", "audit"],
    said: (_, { live: wanted }) => t(wanted ? "readiness.made_live" : "readiness.stopped", { name: say(name) }),
    undo: ({ live: wanted }) => (wanted ? { live: false, anyway: false } : null),
    quiet: ({ live: wanted }) => wanted,
  });
  if (live) return <p className="recipe-deed"><Link to={paths.programme} params={{ id }}>{t("readiness.to_programme")}</Link></p>;
  const label = { "aria-label": t("readiness.make_live_of", { name: say(name) }) };
  return (
    <div className="recipe-deed">
      {standing === "missing"
        ? <AskFirst isQuiet label={t("readiness.anyway")} name={t("readiness.anyway_of", { name: say(name) })} question={t("readiness.anyway_ask")} act={t("readiness.anyway_do")} disabled={!allowed} why={why} loading={make.isPending} onYes={() => make.mutate({ live: true, anyway: true })} />
        : <Button size="sm" variant={standing === "ready" ? "filled" : "default"} disabled={!allowed} title={why} loading={make.isPending} {...label} onClick={() => make.mutate({ live: true, anyway: false })}>{t("readiness.make_live")}</Button>}
      {make.error ? <Refusal error={make.error} /> : null}
    </div>
  );
}
