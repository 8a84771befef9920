// Who am I, language, appearance, password, users and keys for administrators, sign out.
import { Button, Popover, SegmentedControl, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconChevronUp, IconLogout } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { remove } from "../api/client";
import { sessionQuery } from "../api/queries";
import { useWords } from "../i18n/context";
import { PasswordChange } from "./password";
import { paths } from "./paths";
import { may } from "./roles";
import { useSession } from "./session";

export function Account() {
  const { t, code } = useWords();
  const { user, version } = useSession();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const signOut = async () => {
    await remove("/session").catch(() => undefined);
    client.clear();
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    location.assign("/");
  };
  return (
    <Popover opened={open} onChange={setOpen} width={280} position="top-start" withinPortal={false} trapFocus shadow="md">
      <Popover.Target>
        <UnstyledButton onClick={() => setOpen(!open)} p={8} style={{ display: "flex", alignItems: "center", gap: 8, width: "100%" }}>
          <span className="visually-hidden">{t("account.open")}: </span>
          <span style={{ minWidth: 0, flex: 1 }}>
            <span className="small" style={{ display: "block", overflow: "hidden", textOverflow: "ellipsis" }}>{user.email}</span>
            <span className="muted small">{code("role", user.role)}</span>
          </span>
          <IconChevronUp size={16} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={t("account.open")}>
        <div className="stack" style={{ gap: 12 }}>
          <div>
            <div className="eyebrow">{t("account.signed_in")}</div>
            <div style={{ overflowWrap: "anywhere" }}>{user.email}</div>
          </div>
          <LanguageChoice />
          <ThemeChoice />
          {may(user.role, "people") ? <Link to={paths.people} onClick={() => setOpen(false)}>{t("people.title")}</Link> : null}
          <PasswordChange />
          <Button variant="default" size="sm" leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
            {t("account.sign_out")}
          </Button>
          <div className="muted small">{t("account.version", { version })}</div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

export function LanguageChoice() {
  const { t, language, setLanguage } = useWords();
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t("account.language")}
      value={language}
      onChange={(value) => setLanguage(value as "de" | "en")}
      data={[
        { value: "de", label: t("language.de") },
        { value: "en", label: t("language.en") },
      ]}
    />
  );
}

function ThemeChoice() {
  const { t } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t("account.theme")}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
      data={(["light", "dark", "auto"] as const).map((value) => ({ value, label: t(`theme.${value}`) }))}
    />
  );
}
