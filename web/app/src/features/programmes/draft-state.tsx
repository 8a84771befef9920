// The draft of a programme while somebody works on it: kept while they look around, judged by the server each
// time it was changed in a form, and published or thrown away as a whole.
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Failure, post } from "../../api/client";
import type { Check, Problem, Programme } from "../../api/schema";
import { useDeed } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { readDraft, type Draft as Read } from "./draft";
import { setIn } from "./text";

/** Drafts of this visit by programme; one that was begun on an older version is not taken up again. */
const kept = new Map<string, { base: string; yaml: string }>();

export interface DraftState {
  path: string;
  yaml: string;
  /** Of a programme that is not live yet. */
  isNew: boolean;
  changed: boolean;
  read: Read;
  /** What the server found in exactly this text. */
  found: Check | null;
  problems: Problem[];
  checking: boolean;
  failure: Error | null;
  write(yaml: string): void;
  /** Writes and has it judged at once. */
  change(yaml: string): void;
  check(): void;
  discard(): void;
  publish(): void;
  publishing: boolean;
}

/** A text that is to be live, and whether it was that before. */
interface Live { text: string; back: boolean }

/** The text somebody works on: their draft if there is one, else what is live. */
export function draftText(id: string, programme: Programme): string {
  const before = kept.get(id);
  return before?.base === programme.yaml ? before.yaml : programme.yaml;
}

/** Takes a text over into the draft from outside the programme's own screen. */
export const keepDraft = (id: string, programme: Programme, yaml: string) => void kept.set(id, { base: programme.yaml, yaml });

interface Options {
  /** The programme is not live yet; its text is what the draft was begun with. */
  isNew?: boolean;
  /** Told once the draft is live, or what was live before is again. */
  published?(back: boolean): void;
}

export function useDraft(id: string, programme: Programme, { isNew = false, published }: Options = {}): DraftState {
  const { t } = useWords();
  const path = `/programmes/${encodeURIComponent(id)}`;
  const [yaml, setYaml] = useState(draftText(id, programme));
  const latest = useRef(yaml);
  const check = useMutation({ mutationFn: (text: string) => post<Check>(`${path}/check`, { yaml: text, new: isNew }) });
  const write = (text: string) => {
    latest.current = text;
    keepDraft(id, programme, text);
    setYaml(text);
  };
  const publish = useDeed({
    act: ({ text, back }: Live) => post<{ program: string }>(`${path}/publish`, { yaml: text, new: isNew && !back }),
    touches: ["programme", "programmes", "messages", "mailings"],
    said: (_, { back }) => t(back ? (isNew ? "edit.stopped_again" : "edit.taken_back") : "edit.published"),
    // The version before is published again: one more version, so that nothing is hidden. Before a new one was nothing:
    // it is stopped.
    undo: ({ text, back }) => (back ? null : { text: isNew ? setIn(text, [], "stopped", true) : programme.yaml, back: true }),
    onDone: (_, { back }) => {
      kept.delete(id);
      published?.(back);
    },
  });
  const refused = publish.error instanceof Failure ? publish.error.problems : [];
  const current = check.variables === yaml;
  return {
    path,
    yaml,
    isNew,
    changed: yaml !== programme.yaml,
    read: readDraft(yaml),
    found: current ? (check.data ?? null) : null,
    problems: current ? (check.data?.problems ?? refused) : [],
    checking: check.isPending,
    failure: current ? check.error : null,
    write,
    change(text) {
      write(text);
      if (text !== programme.yaml) check.mutate(text);
    },
    check: () => check.mutate(latest.current),
    discard: () => write(programme.yaml),
    publish: () => publish.mutate({ text: latest.current, back: false }),
    publishing: publish.isPending,
  };
}
