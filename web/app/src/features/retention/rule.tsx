// One rule in words, how many it would take and how many stay as a bar, with some of them to look at.
import { Link } from "@tanstack/react-router";
import type { RetentionRule } from "../../api/schema";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { unslug } from "../../ui/marks";
import { before, heldOf, yearsOf } from "./told";

export function useDays(): (days: number) => string {
  const { t, format } = useWords();
  return (days) => {
    const years = yearsOf(days);
    return years === null ? format.span(days * 86_400) : t("retention.years", { count: years });
  };
}

export function Rule({ rule }: { rule: RetentionRule }) {
  const { t, code, format } = useWords();
  const { now } = useSession().clock;
  const days = useDays();
  const isLetters = rule.kind === "letters";
  const due = isLetters ? rule.letters : rule.people;
  return (
    <article className="quarantined" aria-label={unslug(rule.id)}>
      <div className="panel-head">
        <h3 className="source-name">{code("retention_kind", rule.kind)} <span className={`chip ${due > 0 ? "warn" : "good"}`}>{t(isLetters ? "retention.letters_due" : "retention.people_due", { count: due })}</span></h3>
        <span className="muted small" translate="no">{rule.id}</span>
      </div>
      <p className="after">{t(`retention.says.${rule.kind}`, { span: days(rule.days), date: format.date(before(rule.days, now)) })}</p>
      {isLetters ? null : <Share rule={rule} />}
      {rule.samples.length > 0 ? (
        <p className="small after">
          <span className="muted">{t("retention.such_as")}</span>{" "}
          {rule.samples.map(({ id, name }, at) => <span key={id}>{at > 0 ? ", " : ""}<Link to={paths.customer} params={{ id }}>{name || id.slice(0, 8)}</Link></span>)}
          {rule.people > rule.samples.length ? <span className="muted"> {t("retention.and_more", { count: rule.people - rule.samples.length })}</span> : null}
        </p>
      ) : null}
      {rule.entries > 0 ? <p className="muted small after">{t("retention.entries", { count: rule.entries })}</p> : null}
    </article>
  );
}

/** Whose time has come: who would go, and who stays for which reason. */
function Share({ rule }: { rule: RetentionRule }) {
  const { t, code, format } = useWords();
  const whole = rule.people + heldOf(rule);
  if (whole === 0) return null;
  const parts = [{ key: "due", label: t("retention.goes"), people: rule.people, tone: "due" }, ...rule.held.map(({ why, people }) => ({ key: why, label: code("held", why), people, tone: why }))].filter(({ people }) => people > 0);
  return (
    <div className="shares">
      <div className="share-bar" aria-hidden="true">{parts.map(({ key, people, tone }) => <span key={key} className={tone} style={{ flexGrow: people }} />)}</div>
      <ul className="share-legend small">{parts.map(({ key, label, people, tone }) => <li key={key}><i className={tone} aria-hidden="true" />{label}: <strong>{format.number(people)}</strong></li>)}</ul>
    </div>
  );
}
