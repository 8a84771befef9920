// Somebody says, by telephone or in a shop, that they do not want it any more. It counts at once and cannot be undone from here,
// for only they can agree again: so it is asked first.
import { Button } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import type { ConsentEntry, Customer, Withdrawing } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { Note } from "../files/note";

interface Of { customer: Customer; of: Pick<ConsentEntry, "channel" | "purpose">; name: string }

export function Withdraw({ customer, of: { channel, purpose }, name }: Of) {
  const words = useWords();
  const { t } = words;
  const { allowed, why } = useMay("objection");
  const [asked, ask] = useState(false);
  const deed = useDeed({
    quiet: true,
    act: () => post(`/customers/${customer.id}/consents/withdrawal`, { channel, purpose } satisfies Withdrawing),
    touches: ["customer", "customers", "audit"],
    said: () => t("ledger.withdrawn", { name }),
    onDone: () => ask(false),
  });
  if (!asked) return <Button size="compact-sm" variant="subtle" disabled={!allowed} title={why} aria-label={t("ledger.withdraw_of", { name })} onClick={() => ask(true)}>{t("ledger.withdraw")}</Button>;
  const failure = deed.error === null ? null : failureWords(words, deed.error);
  return (
    <div className="stack tight" role="group" aria-label={t("ledger.withdraw_of", { name })}>
      <p className="after">{t("ledger.withdraw_lead", { name })}</p>
      {failure ? <Note tone="bad" title={failure.title}>{failure.help}</Note> : null}
      <div className="actions">
        <Button size="compact-sm" autoFocus loading={deed.isPending} onClick={() => deed.mutate()}>{t("ledger.withdraw_do")}</Button>
        <Button size="compact-sm" variant="subtle" onClick={() => { deed.reset(); ask(false); }}>{t("action.cancel")}</Button>
      </div>
    </div>
  );
}
