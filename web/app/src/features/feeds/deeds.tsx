// What one does with a connected feed: read it now, disconnect it.
import { Button } from "@mantine/core";
import { post, remove } from "../../api/client";
import type { ConnectedFeed } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { AskFirst } from "../files/ask-first";
import { asItIs } from "./entry";

export const FEED_KEYS = ["feeds", "today", "catalogue"];

const part = encodeURIComponent;

export function ReadFeed({ feed: { id, running } }: { feed: ConnectedFeed }) {
  const { t } = useWords();
  const { allowed, why } = useMay("sources");
  const read = useDeed({ act: () => post(`/feeds/${part(id)}/run`, {}), touches: FEED_KEYS, said: () => t("databases.reading_now", { name: id }) });
  return <Button size="compact-sm" variant="default" disabled={!allowed || running} title={why ?? (running ? t("databases.busy") : undefined)} loading={read.isPending} aria-label={t("databases.read_now_of", { name: id })} onClick={() => read.mutate()}>{t("databases.read_now")}</Button>;
}

/** What proves who asks is forgotten, and nothing brings it back: only then it is asked first. */
export function DisconnectFeed({ feed }: { feed: ConnectedFeed }) {
  const { t } = useWords();
  const { allowed, why } = useMay("sources");
  const { id, secret } = feed;
  const away = useDeed<{ isBack: boolean }>({
    act: ({ isBack }) => (isBack ? post("/feeds", asItIs(feed)) : remove(`/feeds/${part(id)}`)),
    touches: FEED_KEYS,
    said: (_, { isBack }) => t(isBack ? "feeds.connected_again" : "feeds.disconnected", { name: id }),
    undo: ({ isBack }) => (isBack || secret ? null : { isBack: true }),
  });
  const leave = () => away.mutate({ isBack: false });
  if (secret) return <AskFirst label={t("sources.disconnect")} name={t("sources.disconnect_of", { name: id })} question={t("feeds.disconnect_ask", { name: id })} act={t("sources.disconnect_really")} disabled={!allowed} why={why} loading={away.isPending} onYes={leave} />;
  return <Button size="compact-sm" variant="subtle" disabled={!allowed} title={why} loading={away.isPending} aria-label={t("sources.disconnect_of", { name: id })} onClick={leave}>{t("sources.disconnect")}</Button>;
}
