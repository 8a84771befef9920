// One customer: who they are, what happened, why they heard from us or not, what they allowed, and what they may ask for.
import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Failure } from "../../api/client";
import { customerQuery } from "../../api/queries";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Answer } from "../../ui/states";
import { NoteButton, NotePanel } from "../acts/note";
import { ConsentTab } from "./consent";
import { IdentityTab } from "./identity";
import { Objection, ObjectionNotice } from "./objection";
import { PrivacyTab } from "./privacy";
import { ProfileTab } from "./profile";
import { RestrictionNotice } from "./restriction";
import { TimelineTab } from "./timeline";
import { WhyTab } from "./why";

const TABS = ["profile", "timeline", "why", "consent", "identity", "privacy"] as const;

export function CustomerPage() {
  const { t, say, format } = useWords();
  const { id = "" } = useParams({ strict: false });
  const [{ tab = "profile" }, setUrl] = useUrlState();
  const query = useQuery(customerQuery(id));
  // Whoever was erased is found no more, though lists of messages still lead here.
  if (query.error instanceof Failure && query.error.status === 404) return <Gone />;
  return (
    <Answer query={query} lines={10} page>
      {(customer) => (
        <>
          <PageHead
            title={customer.name || t("customer.unnamed", { id: customer.id.slice(0, 8) })}
            lead={
              <>
                {customer.phase ? t("customer.since", { phase: say(customer.phase.name), date: format.date(customer.phase.since) }) : null}{" "}
                <Simulated when={customer.profile.some(({ simulated }) => simulated)} />
              </>
            }
          >
            <div className="actions">
              <Link to={paths.content} search={{ customer: customer.id }}>{t("customer.mails")}</Link>
              <NoteButton />
              <Objection customer={customer} />
            </div>
          </PageHead>
          <NotePanel key={customer.id} customer={customer} />
          <ObjectionNotice customer={customer} />
          <RestrictionNotice customer={customer} />
          <Tabs value={tab} onChange={(next) => setUrl({ tab: next === "profile" ? "" : (next ?? "") }, { replace: false })} keepMounted={false}>
            <Tabs.List aria-label={t("customer.tabs")} mb="lg">
              {TABS.map((name) => <Tabs.Tab key={name} value={name}>{t(`customer.tab.${name}`)}</Tabs.Tab>)}
            </Tabs.List>
            <Tabs.Panel value="profile"><ProfileTab customer={customer} /></Tabs.Panel>
            <Tabs.Panel value="timeline"><TimelineTab id={customer.id} /></Tabs.Panel>
            <Tabs.Panel value="why"><WhyTab id={customer.id} /></Tabs.Panel>
            <Tabs.Panel value="consent"><ConsentTab customer={customer} /></Tabs.Panel>
            <Tabs.Panel value="identity"><IdentityTab customer={customer} /></Tabs.Panel>
            <Tabs.Panel value="privacy"><PrivacyTab key={customer.id} customer={customer} /></Tabs.Panel>
          </Tabs>
        </>
      )}
    </Answer>
  );
}

function Gone() {
  const { t } = useWords();
  return (
    <PageHead title={t("customer.gone")} lead={t("customer.gone_help")}>
      <Link to={paths.customers}>{t("erasure.to_customers")}</Link>
    </PageHead>
  );
}
