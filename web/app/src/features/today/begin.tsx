// Where nobody is known yet: what to do first, in this order.
import { IconFileImport, IconListCheck, IconMailCheck, IconPlugConnected, IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { paths } from "../../app/paths";
import { may } from "../../app/roles";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";

const STEPS = [
  { id: "files", to: paths.files, icon: IconFileImport },
  { id: "sources", to: paths.connect, icon: IconPlugConnected },
  { id: "ready", to: paths.readiness, icon: IconListCheck },
  { id: "forms", to: paths.forms, icon: IconMailCheck },
  { id: "people", to: paths.people, icon: IconUsers, only: "people" },
] as const;

export function Begin() {
  const { t } = useWords();
  const { user } = useSession();
  const steps = STEPS.filter((step) => !("only" in step) || may(user.role, step.only));
  return (
    <section className="panel" aria-labelledby="begin">
      <h2 className="section-title" id="begin">{t("today.begin")}</h2>
      <p className="muted">{t("today.begin_help")}</p>
      <ol className="settings-cards begin">
        {steps.map(({ id, to, icon: Icon }, index) => (
          <li key={id}>
            <Link to={to} className="way"><Icon size={20} stroke={1.6} aria-hidden /><span><strong>{index + 1}. {t(`today.begin.${id}`)}</strong><span className="muted small">{t(`today.begin.${id}_help`)}</span></span></Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
