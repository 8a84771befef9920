// Changing one's own password, folded away until somebody wants to.
import { Button, PasswordInput } from "@mantine/core";
import { useState } from "react";
import { post } from "../api/client";
import { useWords } from "../i18n/context";
import { useDeed } from "./deed";

export function PasswordChange() {
  const { t } = useWords();
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const change = useDeed({
    act: () => post("/session/password", { old, new: next }),
    said: () => t("account.password_changed"),
    onDone: () => { setOld(""); setNext(""); },
  });
  const eye = { "aria-label": t("sign_in.show_password") };
  return (
    <details>
      <summary>{t("account.password")}</summary>
      <form className="stack" style={{ gap: 10, marginTop: 10 }} onSubmit={(event) => { event.preventDefault(); change.mutate(); }}>
        <PasswordInput size="sm" label={t("account.password_old")} autoComplete="current-password" required withAsterisk={false} value={old} onChange={(event) => setOld(event.currentTarget.value)} visibilityToggleButtonProps={eye} />
        <PasswordInput size="sm" label={t("account.password_new")} autoComplete="new-password" required withAsterisk={false} value={next} onChange={(event) => setNext(event.currentTarget.value)} visibilityToggleButtonProps={eye} />
        <Button type="submit" size="sm" variant="default" loading={change.isPending}>{t("account.password_do")}</Button>
      </form>
    </details>
  );
}
