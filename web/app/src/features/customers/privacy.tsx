// What somebody may ask for about themselves: a copy of everything that is kept of them, that it is corrected, that it is
// kept and not used, and to be erased.
import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { postForText } from "../../api/client";
import type { Copied, Customer } from "../../api/schema";
import { ledgerQuery } from "../../api/queries";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { groupsOf } from "../consents/ledger";
import { TONES, useGroupName } from "../consents/panel";
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
      <Agreed customer={customer} />
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

/** How consents stand, in short; what proves each is on its own tab. */
function Agreed({ customer }: { customer: Customer }) {
  const { t, code, format } = useWords();
  const name = useGroupName();
  const query = useQuery(ledgerQuery(customer.id));
  return (
    <section className="panel prose" aria-labelledby="agreed-title">
      <div className="panel-head">
        <h2 className="section-title" id="agreed-title">{t("ledger.title")}</h2>
        <Link className="small" to={paths.customer} params={{ id: customer.id }} search={{ tab: "consent" }}>{t("ledger.all")}</Link>
      </div>
      <Answer query={query} lines={2}>
        {(entries) => (entries.length === 0 ? <p className="muted after">{t("consent.none")}. {t("consent.none_help")}</p> : (
          <ul className="needs">
            {groupsOf(entries).map((group) => (
              <li key={group.key}>
                <span>{name(group)} <span className={`chip ${TONES[group.standing]}`}>{code("consent_standing", group.standing)}</span></span>
                {group.entries[0] ? <time className="muted small nowrap" dateTime={group.entries[0].occurred}>{format.date(group.entries[0].occurred)}</time> : null}
              </li>
            ))}
          </ul>
        ))}
      </Answer>
    </section>
  );
}
