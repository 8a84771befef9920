// Where files are dropped, or chosen by a button for whoever has no mouse.
import { Button } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import { useWords } from "../../i18n/context";

export function DropZone({ add, disabled, compact }: { add(files: File[]): void; disabled: boolean; compact: boolean }) {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    if (!disabled && files !== null && files.length > 0) add([...files]);
  };
  const held = (event: DragEvent, isOver: boolean) => {
    event.preventDefault();
    setOver(isOver && !disabled);
  };
  return (
    <div
      className={`drop-zone${over ? " over" : ""}${compact ? " compact" : ""}`}
      onDragEnter={(event) => held(event, true)}
      onDragOver={(event) => held(event, true)}
      onDragLeave={(event) => held(event, false)}
      onDrop={(event) => { held(event, false); take(event.dataTransfer.files); }}
    >
      <IconFileUpload size={compact ? 24 : 34} stroke={1.4} aria-hidden />
      <div>
        <strong>{t("files.drop")}</strong>
        <p className="muted small">{t("files.drop_help")}</p>
      </div>
      <Button variant={compact ? "default" : "filled"} disabled={disabled} onClick={() => field.current?.click()}>{t("files.choose")}</Button>
      <input ref={field} type="file" multiple hidden aria-label={t("files.choose")} onChange={(event) => { take(event.currentTarget.files); event.currentTarget.value = ""; }} />
    </div>
  );
}
