// What a programme says its data have to be like, beside how they are, and who sees to it.
import { Link } from "@tanstack/react-router";
import type { Programme } from "../../api/schema";
import { paths } from "../../app/paths";
import { isKey } from "../../i18n/catalogue";
import { useWords } from "../../i18n/context";

type Standing = Programme["data"][number];

export function DataNeeds({ programme: { data, definition } }: { programme: Programme }) {
  const { t } = useWords();
  // An older server says nothing of it.
  if ((data ?? []).length === 0) return null;
  const isBad = data.some(({ met }) => !met);
  return (
    <section className="panel data-needs" aria-labelledby="data-needs-title">
      <div className="panel-head">
        <h2 className="section-title" id="data-needs-title">{t("data_needs.title")} <span className={`chip ${isBad ? "bad" : "good"}`}>{t(isBad ? "data_needs.unmet" : "data_needs.met")}</span></h2>
        <Link className="small" to={paths.quality}>{t("quality.title")}</Link>
      </div>
      <p className="muted small after">{definition.owner ? t("data_needs.owner", { owner: definition.owner }) : null} {isBad ? t("data_needs.stands") : null}</p>
      <ul className="needs">{data.map((one) => <Need key={`${one.what} ${one.source ?? ""}`} one={one} />)}</ul>
    </section>
  );
}

function Need({ one }: { one: Standing }) {
  const { t, code, format } = useWords();
  const area = ["field", "file_role"].find((known) => isKey(`${known}.${one.what}`)) ?? "source";
  const figure = one.at_least !== null
    ? one.score === null ? t("data_needs.never", { wanted: one.at_least }) : t("data_needs.score", { score: one.score, wanted: one.at_least })
    : one.age_seconds === null ? t("data_needs.never_came") : t("data_needs.age", { age: format.span(one.age_seconds), wanted: format.span(one.at_most_seconds ?? 0) });
  return (
    <li>
      <span>{code(area, one.what)}{one.source && one.source !== one.what ? <span className="muted small"> {code("source", one.source)}</span> : null}</span>
      <span className={one.met ? "muted" : "warned"}>{figure}</span>
    </li>
  );
}
