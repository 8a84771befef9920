// The mapping as text: what the choices come to, and the way to say what they cannot.
import { Textarea } from "@mantine/core";
import { useWords } from "../../i18n/context";
import type { Working } from "./work";

export function MappingText({ proposed, working }: { proposed: string; working: Working }) {
  const { t } = useWords();
  const { text } = working.work;
  return (
    <details className="mapping-text" open={text !== null || undefined}>
      <summary>{t("files.text")}</summary>
      <Textarea
        mt={10}
        label={t("files.text_label")}
        description={t("files.text_help")}
        value={text ?? proposed}
        // Written back as it was proposed, it is the proposal again.
        onChange={(event) => working.change({ text: event.currentTarget.value === proposed ? null : event.currentTarget.value })}
        autosize
        minRows={8}
        maxRows={24}
        spellCheck={false}
        classNames={{ input: "yaml" }}
      />
    </details>
  );
}
