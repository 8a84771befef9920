// What somebody may ask for about themselves: a copy of everything that is kept of them, that it is corrected, that it is
// kept and not used, and to be erased.
import { Button, Loader } from "@mantine/core";
import { useState } from "react";
import { postForText } from "../../api/client";
import type { Copied, Customer } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { CopySheet } from "./copy";
import { Correct } from "./correct";
import { Erase } from "./erase";
import { Restrict } from "./restriction";

export function PrivacyTab({ customer }: { customer: Customer }) {
  const [made, setMade] = useState<{ copy: Copied; text: string } | null>(null);
  if (made !== null) return <CopySheet {...made} onClose={() => setMade(null)} />;
  return (
    <div className="stack">
      <GiveCopy customer={customer} onMade={(text) => setMade({ copy: JSON.parse(text) as Copied, text })} />
      <Correct customer={customer} />
      <Restrict customer={customer} />
      <Erase customer={customer} />
    </div>
  );
}

function GiveCopy({ customer, onMade }: { customer: Customer; onMade(text: string): void }) {
  const { t } = useWords();
  const { allowed, why } = useMay("copy");
  const making = useDeed({ act: () => postForText(`/customers/${customer.id}/copy`), touches: ["audit"], onDone: onMade });
  return (
    <section className="panel prose">
      <div className="panel-head"><h2 className="section-title">{t("copy.title")}</h2></div>
      <p>{t("copy.lead")}</p>
      <p className="muted">{t("copy.identity")} {t("copy.noted")}</p>
      <p className="muted">{t("copy.also")}</p>
      <div className="actions">
        <Button disabled={!allowed || making.isPending} title={why} onClick={() => making.mutate()}>{t("copy.make")}</Button>
        {making.isPending ? <span className="muted" role="status"><Loader size="xs" mr={8} aria-hidden />{t("copy.making")}</span> : null}
      </div>
    </section>
  );
}
