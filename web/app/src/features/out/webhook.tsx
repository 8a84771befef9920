// One system that is told what happens: new, or how it is; of what it is told, where, and what its owner has to do.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Failure } from "../../api/client";
import { webhooksQuery } from "../../api/queries";
import type { Webhook } from "../../api/schema";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Answer, Broken, Empty } from "../../ui/states";
import { Note } from "../files/note";
import { Once } from "../people/once";
import { GivenUp } from "./given-up";
import { DisconnectWebhook } from "./webhook-deeds";
import { WebhookForm } from "./webhook-form";
import { StandChip, WebhookStand } from "./webhooks";

export function WebhookPage() {
  const { t } = useWords();
  const { allowed } = useMay("out");
  const { demo } = useSession();
  const [{ which }, setUrl] = useUrlState();
  const query = useQuery({ ...webhooksQuery, enabled: allowed });
  /** Of one that was connected just now; it is nowhere else. */
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null);
  if (!allowed) return <Broken page error={new Failure(403, "forbidden", "", "")} />;
  const shown = (id: string, secret: string | null) => {
    if (secret !== null) setMade({ id, secret });
    setUrl({ which: id }, { replace: which !== undefined });
    window.scrollTo({ top: 0 });
  };
  return (
    <>
      <PageHead title={which ?? t("webhooks.connect")} lead={<><Link to={paths.out}>{t("out.title")}</Link> · {t(which ? "webhooks.lead_one" : "webhooks.lead")}</>} />
      <Answer query={query} lines={8}>
        {(all) => {
          const one = all.find(({ id }) => id === which);
          if (one !== undefined) return <One webhook={one} secret={made?.id === one.id ? made.secret : null} noted={() => setMade(null)} shown={shown} />;
          if (which) return <section className="panel"><Empty title={t("webhooks.gone")} help={t("webhooks.gone_help")}><p className="actions centred"><Link to={paths.out}>{t("out.title")}</Link></p></Empty></section>;
          // Nobody outside is told of people who are played; what would be asked is there to be seen.
          if (demo) return <div className="stack"><Note tone="calm" title={t("webhooks.demo_title")}>{t("webhooks.demo")}</Note><section className="panel"><fieldset disabled className="seen-only"><WebhookForm known={null} taken={[]} done={() => undefined} /></fieldset></section></div>;
          return <section className="panel"><WebhookForm known={null} taken={all.map(({ id }) => id)} done={shown} /></section>;
        }}
      </Answer>
    </>
  );
}

interface Shown { webhook: Webhook; secret: string | null; noted(): void; shown(id: string, secret: string | null): void }

function One({ webhook, secret, noted, shown }: Shown) {
  const { t } = useWords();
  const navigate = useNavigate();
  return (
    <div className="stack">
      {secret === null ? null : <Once label={t("webhooks.secret_of", { id: webhook.id })} secret={secret} help={t("webhooks.secret_once")} done={noted} />}
      <section className="panel" aria-labelledby="webhook-stand">
        <div className="panel-head"><h2 className="section-title" id="webhook-stand">{t("databases.stand")} <StandChip webhook={webhook} /></h2></div>
        <p className="mono source-address" translate="no">{webhook.url}</p>
        <WebhookStand webhook={webhook} />
      </section>
      {webhook.given_up > 0 ? <GivenUp webhook={webhook} /> : null}
      <section className="panel" aria-labelledby="webhook-change">
        <div className="panel-head"><h2 className="section-title" id="webhook-change">{t("webhooks.change")}</h2></div>
        {/* What was changed elsewhere, or taken back, is shown again. */}
        <WebhookForm key={`${webhook.url}\n${webhook.kinds.join()}`} known={webhook} taken={[]} done={shown} />
      </section>
      <There />
      <section className="panel" aria-labelledby="webhook-away">
        <div className="panel-head"><h2 className="section-title" id="webhook-away">{t("sources.disconnect")}</h2><DisconnectWebhook webhook={webhook} done={() => void navigate({ to: paths.out })} /></div>
        <p className="muted after">{t("webhooks.disconnect_what")}</p>
      </section>
    </div>
  );
}

const EXAMPLE = `POST /in HTTP/1.1
webhook-id: msg_…
webhook-timestamp: 1795000000
webhook-signature: v1,…

{ "type": "message.sent", "timestamp": "2026-11-24T10:00:00Z",
  "data": { "customer": "…", "identifiers": [{ "kind": "customer_number", "value": "17" }],
            "message": "reminder", "programme": "cart", "channel": "email", … } }`;

/** For whoever receives it. */
function There() {
  const { t } = useWords();
  return (
    <section className="panel" aria-labelledby="webhook-there">
      <div className="panel-head"><h2 className="section-title" id="webhook-there">{t("webhooks.there")}</h2></div>
      <ol className="source-steps">
        <li>{t("webhooks.there_sign")} <code className="mono" translate="no">HMAC-SHA256(id.timestamp.body)</code></li>
        <li>{t("webhooks.there_once")}</li>
        <li>{t("webhooks.there_answer")}</li>
        <li>{t("webhooks.there_erased")}</li>
      </ol>
      <details className="mapping-text after-told"><summary>{t("webhooks.example")}</summary><pre className="mono delivery-example" translate="no" tabIndex={0} aria-label={t("webhooks.example")}>{EXAMPLE}</pre></details>
    </section>
  );
}
