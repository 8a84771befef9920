// A test to colleagues: the mail as a chosen customer would get it. Customers never get one.
import { Button, TagsInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../api/client";
import { usersQuery } from "../../api/queries";
import type { TestSent } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { PersonPicker } from "../../ui/person-picker";

export function TestPanel({ path }: { path: string }) {
  const { t } = useWords();
  const { user } = useSession();
  const { allowed, why } = useMay("check");
  // Only administrators may read who the colleagues are; everybody else can send to themselves.
  const users = useQuery({ ...usersQuery, enabled: user.role === "admin" });
  const [customer, setCustomer] = useState<string | null>(null);
  const [to, setTo] = useState<string[]>([user.email]);
  const send = useDeed({
    act: () => post<TestSent>(`${path}/test`, { customer, to }),
    said: ({ sent }) => t("mailing.test_sent", { to: sent.join(", ") }),
  });
  const colleagues = [...new Set([user.email, ...(users.data ?? []).map(({ email }) => email)])];
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("mailing.test")}</h2></div>
      <form className="stack" style={{ gap: 12 }} onSubmit={(event) => { event.preventDefault(); send.mutate(); }}>
        <PersonPicker label={t("mailing.test_as")} value={customer} choose={setCustomer} />
        <TagsInput label={t("mailing.test_to")} data={colleagues} value={to} onChange={setTo} clearButtonProps={{ "aria-label": t("action.clear") }} />
        <Button type="submit" variant="default" disabled={!allowed || customer === null || to.length === 0} title={why} loading={send.isPending}>{t("mailing.test_do")}</Button>
        <span className="muted small">{t("mailing.test_help")}</span>
      </form>
    </section>
  );
}
