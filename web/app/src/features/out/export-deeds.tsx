// What one does with an export: run it now, or take it away, with a way back. Files that were written stay.
import { Button } from "@mantine/core";
import { post, remove } from "../../api/client";
import type { FileExport } from "../../api/schema";
import { useDeed } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { entriesOf, exportOf, isOpenAgain } from "./told";

export const EXPORT_KEYS = ["exports", "today", "audit"];

export function RunExport({ one: { id, running } }: { one: FileExport }) {
  const { t } = useWords();
  const run = useDeed({ act: () => post(`/exports/${encodeURIComponent(id)}/run`, {}), touches: EXPORT_KEYS, said: () => t("exports.run_begun", { id }) });
  return <Button size="compact-sm" variant="default" disabled={running} title={running ? t("exports.running") : undefined} loading={run.isPending} aria-label={t("exports.run_of", { id })} onClick={() => run.mutate()}>{t("exports.run")}</Button>;
}

export function RemoveExport({ one, done }: { one: FileExport; done?(): void }) {
  const { t } = useWords();
  const away = useDeed<{ isBack: boolean }>({
    act: ({ isBack }) => (isBack ? post("/exports", exportOf(entriesOf(one))) : remove(`/exports/${encodeURIComponent(one.id)}`)),
    touches: EXPORT_KEYS,
    said: (_, { isBack }) => t(isBack ? "exports.back" : "exports.removed", { id: one.id }),
    undo: ({ isBack }) => (isBack || !isOpenAgain(exportOf(entriesOf(one)).to, null) ? null : { isBack: true }),
    onDone: (_, { isBack }) => { if (!isBack) done?.(); },
  });
  return <Button size="compact-sm" variant="subtle" loading={away.isPending} aria-label={t("exports.remove_of", { id: one.id })} onClick={() => away.mutate({ isBack: false })}>{t("exports.remove")}</Button>;
}
