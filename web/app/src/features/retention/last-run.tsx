// What the last run of the rules did, and by whom.
import { Link } from "@tanstack/react-router";
import type { RetentionRule, RetentionRun } from "../../api/schema";
import { paths } from "../../app/paths";
import { RealClock } from "../../app/zone";
import { useWords } from "../../i18n/context";
import { unslug } from "../../ui/marks";
import { Note } from "../files/note";

export function LastRun({ run, rules }: { run: RetentionRun; rules: RetentionRule[] }) {
  const { t, code, format } = useWords();
  const name = (id: string) => {
    const kind = rules.find((rule) => rule.id === id)?.kind;
    return kind === undefined ? unslug(id) : code("retention_kind", kind);
  };
  return (
    <section className="panel flush" aria-labelledby="last-run-title">
      <div className="panel-head">
        <h2 className="section-title" id="last-run-title">{t("retention.last")}</h2>
        <span className="muted small">{format.dateTime(run.at)} · {run.by ?? t("retention.by_itself")} <RealClock /></span>
      </div>
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">{t("retention.rule")}</th>
            <th scope="col" className="num">{t("retention.people")}</th>
            <th scope="col" className="num">{t("retention.letters")}</th>
            <th scope="col" className="num">{t("retention.put_off")}</th>
          </tr>
        </thead>
        <tbody>
          {run.rules.map((did) => (
            <tr key={did.id}>
              <td>{name(did.id)}</td>
              <td className="num" data-label={t("retention.people")}>{format.number(did.people)}</td>
              <td className="num second" data-label={t("retention.letters")}>{format.number(did.letters)}</td>
              <td className="num second" data-label={t("retention.put_off")}>{did.put_off > 0 ? <span title={t("retention.put_off_help")}>{format.number(did.put_off)}</span> : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="panel-foot">
        {run.more ? <Note tone="warn">{t("retention.more")}</Note> : null}
        <Link to={paths.data} hash="erasures">{t("retention.proofs")}</Link>
      </div>
    </section>
  );
}
