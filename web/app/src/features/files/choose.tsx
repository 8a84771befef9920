// The first step: files are chosen or dropped, told which source they are of, and sent.
import { Button, Progress } from "@mantine/core";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { DropZone } from "./drop-zone";
import { FileList } from "./file-list";
import { type OfStep, useFilesStep } from "./files-state";
import { Note } from "./note";
import { SourceFields } from "./source";
import type { Sending, useUpload } from "./upload";

export function FilesStep(given: OfStep) {
  const { t, code, format } = useWords();
  const step = useFilesStep(given);
  const { rows, upload, source, bad, go } = step;
  const missing = rows.length === 0 ? t("files.need_files") : source === "" ? t("files.need_source") : (bad ?? undefined);
  const hasFailed = upload.files.some(({ state }) => state === "failed");
  if (!step.open && step.isDone) {
    return (
      <p className="actions files-summary">
        <span>{t("files.summary", { count: rows.length, size: format.bytes(rows.reduce((sum, { bytes }) => sum + bytes, 0)), source: code("source", source) })}</span>
        <Button size="compact-sm" variant="default" onClick={() => step.setOpen(true)}>{t("files.change")}</Button>
      </p>
    );
  }
  return (
    <div className="stack">
      <div className="choose">
        <DropZone add={step.add} disabled={upload.running} compact={rows.length > 0} />
        {rows.length > 0 ? <FileList rows={rows} sending={upload.files} running={upload.running} canRemove={(row) => row.state === "ready" && !row.replaces ? true : step.isAtHand} away={step.away} /> : null}
      </div>
      {rows.length > 0 ? <SourceFields declared={step.declared} picked={step.picked} pick={step.pick} error={bad} disabled={upload.running} /> : null}
      {upload.running ? <Uploading upload={upload} /> : null}
      {!upload.running && hasFailed ? <Broken files={upload.files} /> : null}
      {go.error ? <Refused error={go.error} /> : null}
      {step.isDone ? <div><Button size="compact-sm" variant="default" onClick={() => step.setOpen(false)}>{t("action.close")}</Button></div> : rows.length === 0 ? null : (
        <div className="actions">
          {upload.running
            ? <Button variant="default" onClick={upload.stop}>{t("files.upload_stop")}</Button>
            : <Button disabled={missing !== undefined} title={missing} loading={go.isPending} onClick={() => go.mutate()}>{t(hasFailed ? "files.upload_retry" : step.toSend ? "files.upload" : "files.look")}</Button>}
          {missing !== undefined && bad === null ? <span className="muted small">{missing}</span> : null}
        </div>
      )}
    </div>
  );
}

function Uploading({ upload }: { upload: ReturnType<typeof useUpload> }) {
  const { t, format } = useWords();
  const now = upload.files.find(({ state }) => state === "sending");
  const total = upload.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const left = upload.files.reduce((sum, { sent }) => sum + sent, 0);
  const share = total > 0 ? Math.min(1, left / total) : 0;
  return (
    <div className="how-far">
      <div className="fall-line"><span>{t("files.uploading")}{now ? <span className="muted"> · {now.name}</span> : null}</span><strong>{format.percent(share)}</strong></div>
      <Progress value={100 * share} aria-label={t("files.uploading")} size="lg" mt={6} />
      <p className="muted small">{t("files.uploading_stay")}</p>
      <span className="visually-hidden" role="status">{now ? t("files.uploading_share", { file: now.name, share: format.percent(Math.floor(share * 10) / 10) }) : t("files.uploading")}</span>
    </div>
  );
}

/** Why not everything is on the server: it broke off, somebody stopped it, or the server does not take it. */
function Broken({ files }: { files: Sending[] }) {
  const { t } = useWords();
  const errors = files.flatMap(({ error }) => (error ? [error] : []));
  const why = errors.some(({ code }) => code === "stopped") ? "stopped" : errors.some(({ status }) => status === 0) ? "broken" : "refused";
  if (why === "refused") return <Note tone="bad" title={t("files.upload_refused")}>{t("files.upload_refused_help")}</Note>;
  return <Note tone={why === "stopped" ? "calm" : "bad"} title={t(`files.upload_${why}`)}>{t("files.upload_broken_help")}</Note>;
}

function Refused({ error }: { error: unknown }) {
  const words = useWords();
  const { title, help } = failureWords(words, error);
  return <Note tone="bad" title={title}>{help}</Note>;
}
