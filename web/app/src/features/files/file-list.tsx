// The files that are chosen, each with its size, how far it is on its way, and a way to take it off the list.
import { ActionIcon, Progress } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import type { Listed } from "./bundle";
import type { Sending } from "./upload";

interface Shown { rows: Listed[]; sending: Sending[]; running: boolean; canRemove(row: Listed): boolean; away(name: string): void }

export function FileList({ rows, sending, running, canRemove, away }: Shown) {
  const { t, format } = useWords();
  return (
    <div>
      <ul className="file-list" aria-label={t("files.chosen")}>
        {rows.map((row) => {
          const may = canRemove(row);
          return (
            <li key={row.name}>
              <span className="file-name"><strong>{row.name}</strong> <State row={row} sending={sending.find(({ name }) => name === row.name)} /></span>
              <span className="muted nowrap">{format.bytes(row.bytes)}</span>
              <ActionIcon variant="subtle" color="gray" disabled={running || !may} title={may ? undefined : t("files.remove_uploaded")} aria-label={t("files.remove", { file: row.name })} onClick={() => away(row.name)}><IconX size={17} aria-hidden /></ActionIcon>
            </li>
          );
        })}
      </ul>
      {rows.length > 1 ? <p className="muted small file-total">{t("files.total", { size: format.bytes(rows.reduce((sum, { bytes }) => sum + bytes, 0)) })}</p> : null}
    </div>
  );
}

function State({ row, sending }: { row: Listed; sending: Sending | undefined }) {
  const words = useWords();
  const { t, format } = words;
  if (sending?.state === "sending") {
    const share = row.bytes > 0 ? Math.min(1, sending.sent / row.bytes) : 0;
    return <span className="file-sending"><Progress value={100 * share} size="sm" aria-label={t("files.uploading_share", { file: row.name, share: format.percent(share) })} /></span>;
  }
  if (sending?.state === "failed" && sending.error?.code !== "stopped") {
    const { title, help } = failureWords(words, sending.error);
    const cure = sending.error?.status === 413 ? t("files.too_large_help") : help;
    return <><span className="chip bad">{t("files.failed")}</span> <span className="small block">{title} {cure}</span></>;
  }
  if (sending?.state === "queued") return <span className="chip">{t("files.queued")}</span>;
  if (row.state === "uploaded") return <span className="chip good">{t("files.uploaded")}</span>;
  return <><span className="chip">{t("files.ready")}</span>{row.replaces ? <span className="muted small"> {t("files.replaces")}</span> : null}</>;
}
