// Frame of every screen: navigation by work, the account, and the demonstration's clock.
import { ActionIcon, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustments, IconChartDots, IconDatabase, IconMail, IconMenu2, IconPackage, IconRoute, IconSun, IconUsers, IconWalk } from "@tabler/icons-react";
import { Link, Outlet } from "@tanstack/react-router";
import { useWords } from "../i18n/context";
import { Account } from "./account";
import { ClockBar } from "./clock";
import { paths } from "./paths";
import { useSession } from "./session";

const PLACES = [
  [paths.today, "nav.today", IconSun],
  [paths.customers, "nav.customers", IconUsers],
  [paths.programmes, "nav.programmes", IconRoute],
  [paths.content, "nav.content", IconMail],
  [paths.catalogue, "nav.catalogue", IconPackage],
  [paths.evaluation, "nav.evaluation", IconChartDots],
  [paths.data, "nav.data", IconDatabase],
  [paths.settings, "nav.settings", IconAdjustments],
  [paths.tour, "nav.tour", IconWalk],
] as const;

export function Shell() {
  const { t } = useWords();
  const [open, drawer] = useDisclosure(false);
  return (
    <>
      <a className="skip" href="#main">{t("nav.skip")}</a>
      <div className="shell">
        <aside className="rail"><Rail /></aside>
        <section className="topbar" aria-label={t("nav.bar")}>
          <Brand />
          <ActionIcon variant="subtle" size="lg" onClick={drawer.open} aria-label={t("nav.open")} aria-expanded={open}>
            <IconMenu2 size={22} aria-hidden />
          </ActionIcon>
        </section>
        <Drawer opened={open} onClose={drawer.close} size={288} title={<Brand />} closeButtonProps={{ "aria-label": t("nav.close") }}>
          <div className="rail rail-drawer"><Rail onGo={drawer.close} /></div>
        </Drawer>
        <div style={{ minWidth: 0 }}>
          <ClockBar />
          <main id="main" className="main" tabIndex={-1}><Outlet /></main>
        </div>
      </div>
    </>
  );
}

function Brand() {
  const { organisation } = useSession();
  return (
    <div className="brand">
      <img src="/icon.svg" width="30" height="30" alt="" />
      <span>
        Anlass
        <small>{organisation.name}</small>
      </span>
    </div>
  );
}

function Rail({ onGo }: { onGo?: () => void }) {
  const { t } = useWords();
  const { demo } = useSession();
  return (
    <>
      {onGo ? null : <Brand />}
      <nav aria-label={t("nav.label")} style={{ flex: 1 }}>
        <ul className="nav">
          {PLACES.filter(([path]) => path !== paths.tour || demo).map(([path, key, Icon]) => (
            <li key={path}>
              <Link to={path} onClick={onGo} activeOptions={{ exact: path === "/", includeSearch: false }}>
                <Icon size={19} stroke={1.7} aria-hidden />
                {t(key)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Account />
    </>
  );
}
