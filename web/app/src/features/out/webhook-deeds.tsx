// What one does with a system that is told things: tell it all after all, or nothing any more.
import { Button } from "@mantine/core";
import { post, remove } from "../../api/client";
import type { Webhook } from "../../api/schema";
import { useDeed } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { AskFirst } from "../files/ask-first";

export const WEBHOOK_KEYS = ["webhooks", "today", "audit"];

export function Redrive({ webhook: { id } }: { webhook: Webhook }) {
  const { t } = useWords();
  const drive = useDeed({ act: () => post(`/subscriptions/${encodeURIComponent(id)}/redrive`, {}), touches: WEBHOOK_KEYS, said: () => t("webhooks.redriven", { id }) });
  return <Button size="compact-sm" variant="default" loading={drive.isPending} title={t("webhooks.redrive_help")} aria-label={t("webhooks.redrive_of", { id })} onClick={() => drive.mutate()}>{t("webhooks.redrive")}</Button>;
}

/** Its secret is forgotten, so nothing brings it back as it was. */
export function DisconnectWebhook({ webhook: { id }, done }: { webhook: Webhook; done?(): void }) {
  const { t } = useWords();
  const away = useDeed({ act: () => remove(`/subscriptions/${encodeURIComponent(id)}`), touches: WEBHOOK_KEYS, said: () => t("webhooks.disconnected", { id }), onDone: () => done?.() });
  return <AskFirst label={t("sources.disconnect")} name={t("sources.disconnect_of", { name: id })} question={t("webhooks.disconnect_ask", { id })} act={t("sources.disconnect_really")} loading={away.isPending} onYes={() => away.mutate()} />;
}
