// What one does with a connected database: read it now, read it from its beginning, disconnect it.
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { post, remove } from "../../api/client";
import type { ConnectedDatabase, DatabaseRemoved, NewDatabase } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { AskFirst } from "../files/ask-first";
import { DATABASE_KEYS } from "./setup";

const part = encodeURIComponent;

export function ReadNow({ database: { id, state } }: { database: ConnectedDatabase }) {
  const { t, code } = useWords();
  const { allowed, why } = useMay("sources");
  const name = code("source", id);
  const read = useDeed({ act: () => post(`/databases/${part(id)}/run`, {}), touches: ["databases"], said: () => t("databases.reading_now", { name }) });
  const busy = state.doing === "connecting" || state.doing === "reading" || state.doing === "importing";
  return <Button size="compact-sm" variant="default" disabled={!allowed || busy} title={why ?? (busy ? t("databases.busy") : undefined)} loading={read.isPending} aria-label={t("databases.read_now_of", { name })} onClick={() => read.mutate()}>{t("databases.read_now")}</Button>;
}

export function BeginAnew({ database: { id } }: { database: ConnectedDatabase }) {
  const { t, code } = useWords();
  const { allowed, why } = useMay("sources");
  const name = code("source", id);
  const anew = useDeed({ act: () => post(`/databases/${part(id)}/run`, { anew: true }), touches: ["databases"], said: () => t("databases.begun_anew", { name }) });
  return <AskFirst label={t("databases.anew")} name={t("databases.anew_of", { name })} question={t("databases.anew_ask")} act={t("databases.anew_really")} disabled={!allowed} why={why} loading={anew.isPending} onYes={() => anew.mutate()} />;
}

/**
 * A file has no password that would be forgotten: it is disconnected at once and comes back by one press. Of a server
 * nothing brings the password back, so that is asked first.
 */
export function DisconnectDatabase({ database, done }: { database: ConnectedDatabase; done?(): void }) {
  const { t, code } = useWords();
  const { allowed, why } = useMay("sources");
  const { id, at, read, mapping } = database;
  const name = code("source", id);
  const away = useDeed<{ isBack: boolean }, DatabaseRemoved | null>({
    act: async ({ isBack }) => {
      if (!isBack) return remove<DatabaseRemoved>(`/databases/${part(id)}`);
      await post("/databases", { id, at, read, mapping, password: null } satisfies NewDatabase);
      return null;
    },
    touches: DATABASE_KEYS,
    said: (_, { isBack }) => t(isBack ? "databases.connected_again" : "databases.disconnected", { name }),
    undo: ({ isBack }) => (isBack || at.kind !== "sqlite" ? null : { isBack: true }),
    onDone: (answer, { isBack }) => {
      if (answer?.left_behind) notifications.show({ color: "red", autoClose: false, title: t("databases.left_behind", { name }), message: <LeftBehind text={answer.left_behind} />, closeButtonProps: { "aria-label": t("action.close") } });
      if (!isBack) done?.();
    },
  });
  const leave = () => away.mutate({ isBack: false });
  if (at.kind === "sqlite") return <Button size="compact-sm" variant="subtle" disabled={!allowed} title={why} loading={away.isPending} aria-label={t("sources.disconnect_of", { name })} onClick={leave}>{t("sources.disconnect")}</Button>;
  return <AskFirst label={t("sources.disconnect")} name={t("sources.disconnect_of", { name })} question={t(read.by === "capture" ? "databases.disconnect_ask_capture" : "databases.disconnect_ask", { name })} act={t("sources.disconnect_really")} disabled={!allowed} why={why} loading={away.isPending} onYes={leave} />;
}

function LeftBehind({ text }: { text: string }) {
  const { t } = useWords();
  return <>{t("databases.left_behind_help")} <span className="mono" lang="en">{text.replace(/\n\s*help: /, " – ")}</span></>;
}
