// Sends files one after the other, each as it is: the browser reads it piece by piece, so that its size is no matter.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Failure, failureOf } from "../../api/client";
import { sessionQuery } from "../../api/queries";
import type { Bundle } from "../../api/schema";

/** How a file that is being sent stands. */
export interface Sending { name: string; bytes: number; sent: number; state: "queued" | "sending" | "done" | "failed"; error: Failure | null }

interface Sent { bundle: string; file: File; signal: AbortSignal; progress(sent: number): void }

/** `fetch` does not tell how much of a body has left. */
function send({ bundle, file, signal, progress }: Sent): Promise<Bundle> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    const parsed = (): unknown => {
      try {
        return JSON.parse(request.responseText);
      } catch {
        return undefined;
      }
    };
    request.open("POST", `/api/uploads/${encodeURIComponent(bundle)}/files?${new URLSearchParams({ name: file.name }).toString()}`);
    request.setRequestHeader("x-anlass", "1");
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded }) => progress(loaded);
    request.onload = () => (request.status === 200 ? done(parsed() as Bundle) : failed(failureOf(request.status, parsed())));
    request.onerror = () => failed(new Failure(0, "unreachable", "", ""));
    request.onabort = () => failed(new Failure(0, "stopped", "", ""));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

export function useUpload(onSent: (file: File, bundle: Bundle) => void) {
  const client = useQueryClient();
  const [files, setFiles] = useState<Sending[]>([]);
  const [running, setRunning] = useState(false);
  const stopper = useRef<AbortController | null>(null);
  // Whoever leaves the page stops what is under way: nobody would see it fail.
  useEffect(() => () => stopper.current?.abort(), []);

  const start = async (bundle: string, all: File[]) => {
    const stop = new AbortController();
    stopper.current = stop;
    const change = (name: string, next: Partial<Sending>) => setFiles((before) => before.map((one) => (one.name === name ? { ...one, ...next } : one)));
    setFiles(all.map(({ name, size }) => ({ name, bytes: size, sent: 0, state: "queued", error: null })));
    setRunning(true);
    let whole = true;
    for (const file of all) {
      if (stop.signal.aborted) break;
      change(file.name, { state: "sending" });
      try {
        const answer = await send({ bundle, file, signal: stop.signal, progress: (sent) => change(file.name, { sent }) });
        change(file.name, { state: "done", sent: file.size });
        onSent(file, answer);
      } catch (error) {
        whole = false;
        const failure = error instanceof Failure ? error : new Failure(0, "internal", "", "");
        change(file.name, { state: "failed", error: failure });
        // Nobody is signed in any more: the sign-in shows.
        if (failure.status === 401) void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
        if (failure.status === 401 || failure.status === 0) break;
      }
    }
    setRunning(false);
    return whole && !stop.signal.aborted;
  };
  return { files, running, start, stop: () => stopper.current?.abort(), clear: () => setFiles([]) };
}
