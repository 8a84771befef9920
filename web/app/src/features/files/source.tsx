// Which source files are of: one that is declared, or a new one with a name.
import { NativeSelect, TextInput } from "@mantine/core";
import { useWords } from "../../i18n/context";
import { NEW_SOURCE, type PickedSource } from "./bundle";

interface OfSource { declared: string[]; picked: PickedSource; pick(next: PickedSource): void; error: string | null; disabled: boolean }

export function SourceFields({ declared, picked, pick, error, disabled }: OfSource) {
  const { t, code } = useWords();
  const known = declared.map((id) => ({ value: id, label: code("source", id) }));
  const none = picked.choice === "" ? [{ value: "", label: t("files.source_choose") }] : [];
  return (
    <div className="source-fields">
      <NativeSelect label={t("files.source")} description={t("files.source_help")} disabled={disabled} value={picked.choice} data={[...none, ...known, { value: NEW_SOURCE, label: t("files.source_new") }]} onChange={(event) => pick({ ...picked, choice: event.currentTarget.value })} />
      {picked.choice === NEW_SOURCE ? <TextInput label={t("files.source_name")} description={t("files.source_name_help")} disabled={disabled} value={picked.name} error={error} maxLength={64} spellCheck={false} autoCapitalize="none" onChange={(event) => pick({ ...picked, name: event.currentTarget.value })} /> : null}
    </div>
  );
}
