// Interests by node of the taxonomy, most first, and what a point is.
import type { Customer, Interest } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { calm } from "../../i18n/rule";
import { Bars } from "../../ui/bars";
import { Empty } from "../../ui/states";

export function Interests({ interests, viewed }: Pick<Customer, "interests" | "viewed">) {
  const { t, say, format } = useWords();
  const looks = viewed.kinds.map(({ name, times }) => t("viewed.times", { count: times, name: calm(say(name)) }));
  return (
    <section className="panel">
      <div className="panel-head">
        <h2 className="section-title">{t("interest.title")}</h2>
        {interests.length > 0 ? <span className="muted small">{t("interest.points")}</span> : null}
      </div>
      {interests.length === 0 ? <Empty title={t("interest.none")} help={t("interest.none_help")} /> : <InterestBars interests={interests} />}
      {looks.length > 0 ? <p className="small">{t("viewed.words", { what: format.list(looks), days: viewed.days })}</p> : null}
      <details className="interest-help small">
        <summary>{t("interest.help")}</summary>
        <p>{t("interest.help_points")}</p>
        <p>{t("interest.help_halves")}</p>
      </details>
    </section>
  );
}

export function InterestBars({ interests }: { interests: Interest[] }) {
  const { t } = useWords();
  return <Bars bars={interests.map(({ node, points }, index) => ({ key: node.join("/") || String(index), label: node.length > 0 ? node.map(calm).join(" › ") : <span className="muted">{t("interest.unknown")}</span>, count: points }))} />;
}
