// The first step: files are chosen or dropped, told which source they are of, and sent.
import { Button, Progress } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useState } from "react";
import { post, remove } from "../../api/client";
import { dataQuery } from "../../api/queries";
import type { Bundle } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { isSourceName, listed, NO_WORK, suggestedSource } from "./bundle";
import { DropZone } from "./drop-zone";
import { FileList } from "./file-list";
import { Note } from "./note";
import { uploadKey } from "./queries";
import { NEW_SOURCE, SourceFields } from "./source";
import { type Sending, useUpload } from "./upload";
import { useForget, type Working } from "./work";

interface Chosen { file: File; sent: boolean }
interface OfStep { bundle: Bundle | null; working: Working; move(bundle: string): void; setPending(count: number): void; sent(whole: boolean): void }

/** What the demonstration makes up comes from no file. */
const NO_FILES_OF = ["simulated"];

export function FilesStep({ bundle, working, move, setPending, sent }: OfStep) {
  const { t, code, format } = useWords();
  const client = useQueryClient();
  const forget = useForget();
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const [dropped, setDropped] = useState<string[]>([]);
  const declared = (useQuery(dataQuery).data?.sources ?? []).map(({ id }) => id).filter((id) => !NO_FILES_OF.includes(id));
  /** Once they are on the server, one line says what they are. */
  const [open, setOpen] = useState(bundle === null || bundle.files.length === 0 || working.work.source === "");
  const [picked, pick] = useState<{ choice: string; name: string } | null>(null);
  const rows = listed(bundle?.files ?? [], chosen.map(({ file, sent: isSent }) => ({ name: file.name, bytes: file.size, sent: isSent })), dropped);
  const of = picked ?? proposed(working.work.source || suggestedSource(chosen[0]?.file.name ?? rows[0]?.name ?? ""), declared);
  const source = of.choice === NEW_SOURCE ? of.name : of.choice;
  const upload = useUpload((file, answer) => {
    client.setQueryData(uploadKey(answer.id), answer);
    setChosen((before) => before.map((one) => (one.file === file ? { ...one, sent: true } : one)));
  });
  useBlocker({ shouldBlockFn: () => !window.confirm(t("files.leave")), enableBeforeUnload: upload.running, disabled: !upload.running });

  const settle = (next: Chosen[], gone: string[]) => {
    setChosen(next);
    setDropped(gone);
    setPending(next.filter((one) => !one.sent).length + gone.length);
  };
  const add = (files: File[]) => {
    upload.clear();
    const names = files.map(({ name }) => name);
    settle([...chosen.filter(({ file }) => !names.includes(file.name)), ...files.map((file) => ({ file, sent: false }))], dropped.filter((name) => !names.includes(name)));
  };
  const away = (name: string) => {
    const isThere = bundle?.files.some((file) => file.name === name) ?? false;
    settle(chosen.filter(({ file }) => file.name !== name), isThere ? [...dropped, name] : dropped);
  };

  const go = useMutation({
    mutationFn: async () => {
      // A bundle loses no single file: without one of them it is begun anew, of files that are still at hand.
      const anew = bundle === null || dropped.length > 0;
      const target = anew ? await post<Bundle>("/uploads", undefined) : bundle;
      if (anew) client.setQueryData(uploadKey(target.id), target);
      const meanings = working.work.meanings.filter(({ file }) => !dropped.includes(file));
      const toSend = chosen.filter((one) => anew || !one.sent).map(({ file }) => file);
      const isOther = toSend.length > 0 || source !== working.work.source;
      // What was written by hand speaks of the files as they were.
      if (isOther || anew) working.change({ ...NO_WORK, source, meanings }, target.id);
      if (anew) {
        setChosen((before) => before.map((one) => ({ ...one, sent: false })));
        setDropped([]);
        move(target.id);
      }
      const whole = await upload.start(target.id, toSend);
      if (anew && bundle !== null && whole) {
        await remove(`/uploads/${encodeURIComponent(bundle.id)}`);
        forget(bundle.id);
      }
      void client.invalidateQueries({ queryKey: ["uploads"], exact: true });
      sent(whole);
      if (whole) {
        setPending(0);
        setOpen(false);
      }
      return whole;
    },
  });

  const ready = rows.filter(({ state }) => state === "ready").length;
  const isNew = of.choice === NEW_SOURCE;
  const bad = isNew && source !== "" && !isSourceName(source) ? t("files.source_name_bad") : isNew && declared.includes(source) ? t("files.source_name_taken") : null;
  const missing = rows.length === 0 ? t("files.need_files") : source === "" ? t("files.need_source") : (bad ?? undefined);
  const isDone = ready === 0 && dropped.length === 0 && source === working.work.source && rows.length > 0;
  const hasFailed = upload.files.some(({ state }) => state === "failed");
  const isAtHand = (bundle?.files ?? []).every(({ name }) => chosen.some(({ file }) => file.name === name));
  if (!open && isDone) {
    return (
      <p className="actions files-summary">
        <span>{t("files.summary", { count: rows.length, size: format.bytes(rows.reduce((sum, { bytes }) => sum + bytes, 0)), source: code("source", source) })}</span>
        <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>{t("files.change")}</Button>
      </p>
    );
  }
  return (
    <div className="stack">
      <div className="choose">
        <DropZone add={add} disabled={upload.running} compact={rows.length > 0} />
        {rows.length > 0 ? <FileList rows={rows} sending={upload.files} running={upload.running} canRemove={(row) => row.state === "ready" && !row.replaces ? true : isAtHand} away={away} /> : null}
      </div>
      {rows.length > 0 ? <SourceFields declared={declared} picked={of} pick={pick} error={bad} disabled={upload.running} /> : null}
      {upload.running ? <Uploading upload={upload} /> : null}
      {!upload.running && hasFailed ? <Broken files={upload.files} /> : null}
      {go.error ? <Refused error={go.error} /> : null}
      {isDone ? <div><Button size="compact-sm" variant="default" onClick={() => setOpen(false)}>{t("action.close")}</Button></div> : rows.length === 0 ? null : (
        <div className="actions">
          {upload.running
            ? <Button variant="default" onClick={upload.stop}>{t("files.upload_stop")}</Button>
            : <Button disabled={missing !== undefined} title={missing} loading={go.isPending} onClick={() => go.mutate()}>{t(hasFailed ? "files.upload_retry" : ready > 0 || dropped.length > 0 ? "files.upload" : "files.look")}</Button>}
          {missing !== undefined && bad === null ? <span className="muted small">{missing}</span> : null}
        </div>
      )}
    </div>
  );
}

/** A declared source where there is one of this name, else a new one. */
function proposed(name: string, declared: string[]): { choice: string; name: string } {
  if (declared.includes(name)) return { choice: name, name: "" };
  return name === "" ? { choice: "", name: "" } : { choice: NEW_SOURCE, name };
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
  return <Note tone="bad" title={t(`files.upload_${why}`)}>{t("files.upload_broken_help")}</Note>;
}

function Refused({ error }: { error: unknown }) {
  const words = useWords();
  const { title, help } = failureWords(words, error);
  return <Note tone="bad" title={title}>{help}</Note>;
}
