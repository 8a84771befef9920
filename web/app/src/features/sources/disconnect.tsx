// Disconnecting forgets the secret, so that nothing can bring it back: what goes and what stays is said before.
import { remove } from "../../api/client";
import type { ConnectedSource } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { AskFirst } from "../files/ask-first";

export function Disconnect({ source, done }: { source: ConnectedSource; done?(): void }) {
  const { t, code } = useWords();
  const name = code("source", source.id);
  const { allowed, why } = useMay("sources");
  const away = useDeed({
    act: () => remove(`/sources/${encodeURIComponent(source.id)}`),
    touches: ["sources", "data", "today"],
    said: () => t("sources.disconnected", { name }),
    onDone: () => done?.(),
  });
  return <AskFirst label={t("sources.disconnect")} name={t("sources.disconnect_of", { name })} question={t("sources.disconnect_ask", { name })} act={t("sources.disconnect_really")} disabled={!allowed} why={why} loading={away.isPending} onYes={() => away.mutate()} />;
}
