// The programme as text, with the drawn draft beside it; the draft's bar above judges and publishes both.
import { Alert, Button, Textarea } from "@mantine/core";
import type { Programme } from "../../api/schema";
import { useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import type { DraftState } from "./draft-state";
import { JourneyView } from "./journey";

export function EditTab({ programme, draft }: { programme: Programme; draft: DraftState }) {
  const { t } = useWords();
  const { allowed, why } = useMay("check");
  const { read, yaml } = draft;
  return (
    <div className="editor">
      <div className="stack">
        {allowed ? null : <Alert variant="light" color="gray">{t("edit.read_only")}</Alert>}
        <Textarea
          label={<>{t("edit.yaml")} {draft.changed ? <span className="chip warn">{t("edit.changed")}</span> : null}</>}
          description={t("edit.hint")}
          error={"line" in read ? t("edit.unreadable", { line: read.line }) : undefined}
          value={yaml}
          readOnly={!allowed}
          onChange={(event) => draft.write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) draft.check();
          }}
          rows={28}
          spellCheck={false}
          classNames={{ input: "yaml" }}
        />
        <div><Button variant="default" disabled={!allowed} title={why} loading={draft.checking} onClick={draft.check}>{t("edit.check")}</Button></div>
      </div>
      <div className="stack">
        {"definition" in read ? <JourneyView stacked height={560} definition={read.definition} standing={programme.journeys} draft={draft} /> : null}
      </div>
    </div>
  );
}
