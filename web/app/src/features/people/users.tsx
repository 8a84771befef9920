// Users: who, in which role; a new one gets a password that is shown once.
import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { post, remove } from "../../api/client";
import { usersQuery } from "../../api/queries";
import type { NewUser, Role, User } from "../../api/schema";
import { useDeed } from "../../app/deed";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { Once } from "./once";

const ROLES = ["admin", "marketer", "editor", "viewer", "support"] as const;

export function Users() {
  const { t, code } = useWords();
  const { user } = useSession();
  const query = useQuery(usersQuery);
  const leave = useDeed({ act: ({ id }: User) => remove(`/users/${encodeURIComponent(id)}`), touches: ["users"], said: (_, { email }) => t("people.removed", { name: email }) });
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("people.users")}</h2></div>
      <Answer query={query} lines={3}>
        {(users) => (
          <ul className="needs">
            {users.map((one) => (
              <li key={one.email}>
                <span>{one.email}<span className="muted small" style={{ display: "block" }}>{code("role", one.role)}</span></span>
                {one.email === user.email ? <span className="muted small">{t("people.oneself")}</span> : <Sure label={t("people.remove")} name={one.email} act={() => leave.mutate(one)} />}
              </li>
            ))}
          </ul>
        )}
      </Answer>
      <NewUserForm />
    </section>
  );
}

/** What cannot be taken back is asked once more, in place. */
export function Sure({ label, name, act }: { label: string; name: string; act(): void }) {
  const { t } = useWords();
  const [asked, ask] = useState(false);
  if (!asked) return <Button size="compact-sm" variant="subtle" aria-label={`${label}: ${name}`} onClick={() => ask(true)}>{label}</Button>;
  return (
    <span className="actions">
      <Button size="compact-sm" color="red.9" autoFocus onClick={() => { ask(false); act(); }}>{t("people.really")}</Button>
      <Button size="compact-sm" variant="subtle" onClick={() => ask(false)}>{t("action.cancel")}</Button>
    </span>
  );
}

function NewUserForm() {
  const { t, code } = useWords();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("marketer");
  const add = useDeed({ act: () => post<NewUser>("/users", { email, role, password: null }), touches: ["users"], onDone: () => setEmail("") });
  return (
    <div className="stack" style={{ gap: 12, marginTop: 18 }}>
      {add.data?.password ? <Once label={t("people.password_of", { name: add.data.email })} secret={add.data.password} done={add.reset} /> : null}
      <form className="inline-form" onSubmit={(event) => { event.preventDefault(); add.mutate(); }}>
        <TextInput type="email" label={t("sign_in.email")} required withAsterisk={false} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <Select label={t("people.role")} value={role} onChange={(value) => setRole((value ?? "viewer") as Role)} data={ROLES.map((one) => ({ value: one, label: code("role", one) }))} allowDeselect={false} />
        <Button type="submit" variant="default" loading={add.isPending}>{t("people.add")}</Button>
      </form>
      <p className="muted small" style={{ margin: 0 }}>{t("people.role_help")}</p>
    </div>
  );
}
