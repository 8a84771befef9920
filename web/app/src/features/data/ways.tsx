// Where else one goes from the data: a card each, with what it is for.
import { IconActivityHeartbeat, IconArrowsShuffle, IconChecklist, IconHourglassLow, IconListDetails, IconShare3 } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { may, type Deed } from "../../app/roles";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import type { Key } from "../../i18n/catalogue";
import { useWords } from "../../i18n/context";

interface Way { to: (typeof paths)["readiness" | "quality" | "out" | "related" | "retention" | "schema"]; icon: typeof IconShare3; title: Key; help: Key; /** Nobody else sees anything there. */ only?: Deed }

const WAYS: Way[] = [
  { to: paths.readiness, icon: IconChecklist, title: "readiness.title", help: "readiness.way" },
  { to: paths.quality, icon: IconActivityHeartbeat, title: "quality.title", help: "quality.way" },
  { to: paths.out, icon: IconShare3, title: "out.title", help: "out.way", only: "out" },
  { to: paths.related, icon: IconArrowsShuffle, title: "related.title", help: "related.way" },
  { to: paths.schema, icon: IconListDetails, title: "schema.title", help: "schema.way" },
  { to: paths.retention, icon: IconHourglassLow, title: "retention.title", help: "retention.way", only: "retention" },
];

export function Ways() {
  const { t } = useWords();
  const { user } = useSession();
  return (
    <nav className="ways" aria-label={t("data.ways")}>
      {WAYS.filter(({ only }) => only === undefined || may(user.role, only)).map(({ to, icon: Icon, title, help }) => (
        <Link key={to} to={to} className="way">
          <Icon size={20} stroke={1.6} aria-hidden />
          <span><strong>{t(title)}</strong><span className="muted small">{t(help)}</span></span>
        </Link>
      ))}
    </nav>
  );
}
