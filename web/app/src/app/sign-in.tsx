// Sign-in: the only screen without a session.
import { Alert, Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Failure, post } from "../api/client";
import { sessionQuery } from "../api/queries";
import { useWords } from "../i18n/context";
import { failureWords } from "../ui/states";
import { LanguageChoice } from "./account";

export function SignIn() {
  const words = useWords();
  const { t } = words;
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => post("/session", { email, password }),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  // Whoever just failed to sign in is told so, rather than asked to sign in.
  const refused = signIn.error instanceof Failure && signIn.error.status === 401;
  return (
    <div className="sign-in">
      <title>{`${t("sign_in.title")} · Anlass`}</title>
      <header className="sign-in-aside">
        <div className="brand" style={{ padding: 0 }}>
          <img src="/icon.svg" width="34" height="34" alt="" />
          Anlass
        </div>
        <p>{t("sign_in.lead")}</p>
        <div />
      </header>
      <main className="sign-in-form">
        <form onSubmit={submit}>
          <h1 className="page-title">{t("sign_in.title")}</h1>
          {signIn.isError ? (
            <Alert color="red" variant="light" role="alert">
              {refused ? t("error.wrong_credentials") : failureWords(words, signIn.error).title}
            </Alert>
          ) : null}
          <TextInput label={t("sign_in.email")} type="email" autoComplete="username" required autoFocus value={email} onChange={(event) => setEmail(event.currentTarget.value)} withAsterisk={false} />
          <PasswordInput label={t("sign_in.password")} autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} withAsterisk={false} visibilityToggleButtonProps={{ "aria-label": t("sign_in.show_password") }} />
          <Button type="submit" loading={signIn.isPending}>{t("sign_in.submit")}</Button>
          <LanguageChoice />
        </form>
      </main>
    </div>
  );
}
