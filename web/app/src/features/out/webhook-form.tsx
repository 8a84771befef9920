// Entries of a system that is told what happens: its name, its address, of what it is told, and the secret that signs it.
import { Button, Checkbox, Radio, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client";
import type { NewWebhook, NoticeKind, Webhook, WebhookShown } from "../../api/schema";
import { useDeed } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { Note } from "../files/note";
import { Refusal } from "../sources/new";
import { reasonOf } from "./reason";
import { isAddress, isOutName, isSecretText, KIND_GROUPS } from "./told";
import { WEBHOOK_KEYS } from "./webhook-deeds";
import { Why } from "./why";

interface Asked { webhook: NewWebhook; before: NewWebhook | null; isBack?: boolean }

export function WebhookForm({ known, taken, done }: { known: Webhook | null; taken: string[]; done(id: string, secret: string | null): void }) {
  const { t } = useWords();
  const [id, setId] = useState(known?.id ?? "");
  const [url, setUrl] = useState(known?.url ?? "");
  const [kinds, setKinds] = useState<NoticeKind[]>(known?.kinds ?? ["consent.changed", "objection.changed", "customer.erased"]);
  const [own, setOwn] = useState<string | null>(null);
  const [tried, tryIt] = useState(false);
  const put = useDeed<Asked, WebhookShown>({
    quiet: ({ isBack }) => !isBack,
    act: ({ webhook }) => post<WebhookShown>("/subscriptions", webhook),
    touches: WEBHOOK_KEYS,
    said: (_, { isBack, webhook, before }) => t(isBack ? "sources.changed_back" : before === null ? "webhooks.connected" : "sources.changed", { name: webhook.id }),
    // A secret that was replaced is forgotten.
    undo: ({ webhook, before, isBack }) => (isBack || before === null || webhook.secret ? null : { webhook: before, before: webhook, isBack: true }),
    onDone: ({ subscription, secret }) => done(subscription.id, secret),
  });
  const wrong = {
    id: taken.includes(id) ? t("sources.name_taken") : isOutName(id) ? null : t("files.source_name_bad"),
    url: isAddress(url.trim()) ? null : t("webhooks.url_bad"),
    kinds: kinds.length === 0 ? t("webhooks.kinds_bad") : null,
    secret: own !== null && !isSecretText(own.trim()) ? t("webhooks.secret_bad") : null,
  };
  const asked: NewWebhook = { id, url: url.trim(), kinds, secret: own === null ? null : own.trim() };
  const isChanged = known === null || own !== null || asked.url !== known.url || [...kinds].sort().join() !== [...known.kinds].sort().join();
  const send = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    if (Object.values(wrong).some((one) => one !== null)) return;
    put.mutate({ webhook: asked, before: known === null ? null : { id: known.id, url: known.url, kinds: known.kinds, secret: null } });
  };
  const said = (field: keyof typeof wrong) => (tried ? wrong[field] : null);
  return (
    <form className="stack source-form" onSubmit={send} noValidate>
      {known === null ? <TextInput label={t("webhooks.name")} description={t("webhooks.name_help")} value={id} error={said("id")} maxLength={48} autoComplete="off" spellCheck={false} autoCapitalize="none" onChange={(event) => setId(event.currentTarget.value)} /> : null}
      <TextInput type="url" label={t("webhooks.url")} description={t("webhooks.url_help")} placeholder="https://crm.example/in" translate="no" value={url} error={said("url")} maxLength={2_000} autoComplete="off" spellCheck={false} onChange={(event) => { put.reset(); setUrl(event.currentTarget.value); }} />
      <Kinds kinds={kinds} change={setKinds} error={said("kinds")} />
      <Secret isNew={known === null} own={own} change={setOwn} error={said("secret")} />
      {put.error ? (reasonOf(put.error.message).key === null ? <Refusal error={put.error} /> : <Note tone="bad" title={t("webhooks.url_refused")}><Why reason={put.error.message} /></Note>) : null}
      <div className="actions">
        <Button type="submit" loading={put.isPending} disabled={!isChanged}>{t(known === null ? "webhooks.connect_now" : "sources.change_now")}</Button>
        <span className="muted small">{t("webhooks.from_now")}</span>
      </div>
    </form>
  );
}

function Kinds({ kinds, change, error }: { kinds: NoticeKind[]; change(kinds: NoticeKind[]): void; error: string | null }) {
  const { t, code } = useWords();
  const toggle = (of: NoticeKind[], on: boolean) => change([...kinds.filter((kind) => !of.includes(kind)), ...(on ? of : [])]);
  return (
    <fieldset className="notice-kinds">
      <legend>{t("webhooks.kinds")}</legend>
      {error ? <Note tone="bad">{error}</Note> : null}
      <div className="kind-groups">
        {KIND_GROUPS.map(([group, all]) => {
          const chosen = all.filter((kind) => kinds.includes(kind)).length;
          return (
            <div key={group} role="group" aria-label={t(`webhooks.group.${group}`)}>
              <Checkbox className="kind-all" label={t(`webhooks.group.${group}`)} checked={chosen === all.length} indeterminate={chosen > 0 && chosen < all.length} onChange={(event) => toggle(all, event.currentTarget.checked)} />
              {all.map((kind) => <Checkbox key={kind} size="sm" label={code("notice", kind)} checked={kinds.includes(kind)} onChange={(event) => toggle([kind], event.currentTarget.checked)} />)}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

function Secret({ isNew, own, change, error }: { isNew: boolean; own: string | null; change(own: string | null): void; error: string | null }) {
  const { t } = useWords();
  return (
    <div className="stack tight">
      <Radio.Group label={t("webhooks.secret")} description={t("webhooks.secret_help")} value={own === null ? "made" : "own"} onChange={(next) => change(next === "own" ? "" : null)}>
        <div className="radios in-line"><Radio value="made" label={t(isNew ? "webhooks.secret_made" : "webhooks.secret_kept")} /><Radio value="own" label={t("webhooks.secret_own")} /></div>
      </Radio.Group>
      {own === null ? null : <TextInput aria-label={t("webhooks.secret_own")} placeholder="whsec_…" value={own} error={error} autoComplete="off" spellCheck={false} onChange={(event) => change(event.currentTarget.value)} />}
    </div>
  );
}
