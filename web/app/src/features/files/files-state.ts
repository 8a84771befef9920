// The files of the first step and their source: what is chosen, what is on the server, and the way there.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useState } from "react";
import { post, remove } from "../../api/client";
import { dataQuery } from "../../api/queries";
import type { Bundle } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { isSourceName, listed, NEW_SOURCE, NO_WORK, proposedSource } from "./bundle";
import { uploadKey } from "./queries";
import { useUpload } from "./upload";
import { useForget, type Working } from "./work";

interface Chosen { file: File; sent: boolean }
export interface OfStep { bundle: Bundle | null; working: Working; move(bundle: string): void; setPending(count: number): void; sent(whole: boolean): void }

/** What the demonstration makes up comes from no file. */
const NO_FILES_OF = ["simulated"];

/** Which files there are, and what is to be sent. */
function useChosen({ bundle, setPending }: OfStep) {
  const { t } = useWords();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const [dropped, setDropped] = useState<string[]>([]);
  const rows = listed(bundle?.files ?? [], chosen.map(({ file, sent }) => ({ name: file.name, bytes: file.size, sent })), dropped);
  const upload = useUpload((file, answer) => {
    client.setQueryData(uploadKey(answer.id), answer);
    setChosen((before) => before.map((one) => (one.file === file ? { ...one, sent: true } : one)));
  });
  useBlocker({ shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !window.confirm(t("files.leave")), enableBeforeUnload: upload.running, disabled: !upload.running });
  const settle = (next: Chosen[], gone: string[]) => {
    setChosen(next);
    setDropped(gone);
    setPending(next.filter((one) => !one.sent).length + gone.length);
  };
  return {
    chosen, dropped, rows, upload,
    add(files: File[]) {
      upload.clear();
      const names = files.map(({ name }) => name);
      settle([...chosen.filter(({ file }) => !names.includes(file.name)), ...files.map((file) => ({ file, sent: false }))], dropped.filter((name) => !names.includes(name)));
    },
    away(name: string) {
      const isThere = bundle?.files.some((file) => file.name === name) ?? false;
      settle(chosen.filter(({ file }) => file.name !== name), isThere ? [...dropped, name] : dropped);
    },
    /** All of them are to be sent, and no other. */
    renew() {
      setChosen((before) => before.map((one) => ({ ...one, sent: false })));
      setDropped([]);
    },
  };
}

/** Which source they are of, and what is wrong with its name. */
function useSource(working: Working, first: string) {
  const { t } = useWords();
  const known = useQuery(dataQuery);
  const declared = (known.data?.sources ?? []).map(({ id }) => id).filter((id) => !NO_FILES_OF.includes(id));
  const [picked, pick] = useState<{ choice: string; name: string } | null>(null);
  const of = picked ?? proposedSource(working.work.source, first, known.isPending ? null : declared);
  const source = of.choice === NEW_SOURCE ? of.name : of.choice;
  const isNew = of.choice === NEW_SOURCE;
  const bad = isNew && source !== "" && !isSourceName(source) ? t("files.source_name_bad") : isNew && declared.includes(source) ? t("files.source_name_taken") : null;
  return { declared, picked: of, pick, source, bad };
}

export function useFilesStep(step: OfStep) {
  const { bundle, working, move, setPending, sent } = step;
  const client = useQueryClient();
  const forget = useForget();
  const files = useChosen(step);
  const { chosen, dropped, rows, upload } = files;
  const of = useSource(working, chosen[0]?.file.name ?? rows[0]?.name ?? "");
  /** Once they are on the server, one line says what they are. */
  const [open, setOpen] = useState(bundle === null || bundle.files.length === 0 || working.work.source === "");
  const go = useMutation({
    mutationFn: async () => {
      // A bundle loses no single file: without one of them it is begun anew, of files that are still at hand.
      const anew = bundle === null || dropped.length > 0;
      const target = anew ? await post<Bundle>("/uploads", undefined) : bundle;
      if (anew) client.setQueryData(uploadKey(target.id), target);
      const meanings = working.work.meanings.filter(({ file }) => !dropped.includes(file));
      const toSend = chosen.filter((one) => anew || !one.sent).map(({ file }) => file);
      // What was written by hand speaks of the files as they were.
      if (anew || toSend.length > 0 || of.source !== working.work.source) working.change({ ...NO_WORK, source: of.source, meanings, at: anew || toSend.length > 0 ? new Date().toISOString() : working.work.at }, target.id);
      if (anew) {
        files.renew();
        setPending(toSend.length);
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
    },
  });
  const ready = rows.filter(({ state }) => state === "ready").length;
  return {
    ...files, ...of, go, open, setOpen,
    toSend: ready > 0 || dropped.length > 0,
    isDone: ready === 0 && dropped.length === 0 && of.source === working.work.source && rows.length > 0,
    /** All of them could be sent again. */
    isAtHand: (bundle?.files ?? []).every(({ name }) => dropped.includes(name) || chosen.some(({ file }) => file.name === name)),
  };
}
