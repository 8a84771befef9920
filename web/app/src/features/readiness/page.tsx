// What is possible with the data that are here: each recipe with what it needs, what is missing and which source brings it.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { readinessQuery } from "../../api/queries";
import type { Readiness } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { RecipeCard } from "./card";
import { PLACES } from "./places";
import { counted, sorted, unlocking } from "./sorted";

export function ReadinessPage() {
  const { t, format } = useWords();
  const query = useQuery(readinessQuery);
  return (
    <>
      <PageHead title={t("readiness.title")} lead={<><Link to={paths.data}>{t("data.title")}</Link> · {t("readiness.lead")}</>} />
      <Answer query={query} lines={10}>
        {(readiness) => {
          const { live, ready, missing, lacking } = counted(readiness.recipes);
          if (readiness.recipes.length === 0) return <section className="panel"><Empty title={t("readiness.none")} /></section>;
          return (
            <>
              <dl className="figures">
                <div><dt>{t("readiness.ready")}</dt><dd>{format.number(ready)}<small>{t("readiness.ready_help")}</small></dd></div>
                <div><dt>{t("readiness.live")}</dt><dd>{format.number(live)}<small>{t("readiness.live_help")}</small></dd></div>
                <div><dt>{t("readiness.missing")}</dt><dd>{format.number(missing + lacking)}<small>{lacking > 0 ? t("readiness.missing_live", { count: lacking }) : t("readiness.missing_help")}</small></dd></div>
                <div><dt>{t("readiness.all")}</dt><dd>{format.number(readiness.recipes.length)}<small>{t("readiness.all_help")}</small></dd></div>
              </dl>
              <div className="stack">
                <Unlocks readiness={readiness} />
                <ul className="recipes" aria-label={t("readiness.title")}>{sorted(readiness.recipes).map((recipe) => <RecipeCard key={recipe.id} recipe={recipe} />)}</ul>
              </div>
            </>
          );
        }}
      </Answer>
    </>
  );
}

/** What one more source would make possible, the one that brings most first. */
function Unlocks({ readiness }: { readiness: Readiness }) {
  const { t, code, say, format } = useWords();
  const all = unlocking(readiness);
  if (all.length === 0) return null;
  const greatest = Math.max(...all.map(({ recipes }) => recipes.length));
  const name = (id: string) => say(readiness.recipes.find((recipe) => recipe.id === id)?.name) || id;
  return (
    <section className="panel" aria-labelledby="unlocks-title">
      <div className="panel-head"><h2 className="section-title" id="unlocks-title">{t("readiness.unlocks")}</h2></div>
      <ul className="bars unlocks">
        {all.map(({ source, recipes }) => (
          <li key={source}>
            <div className="bar-line"><span><Link to={PLACES[source]}>{code("bringer", source)}</Link></span><strong>{t("readiness.recipes", { count: recipes.length })}</strong></div>
            <div className="bar" aria-hidden="true"><span style={{ width: `${(100 * recipes.length) / greatest}%` }} /></div>
            <div className="muted small">{format.list(recipes.map(name))}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}
