// The draft of a programme while somebody works on it: kept while they look around, judged by the server each
// time it was changed in a form, and published or thrown away as a whole.
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Failure, post } from "../../api/client";
import type { Check, Problem, Programme } from "../../api/schema";
import { useDeed } from "../../app/deed";
import { shelf } from "../../app/kept";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { readDraft, type Draft as Read } from "./draft";
import { type Drafts, drafts } from "./kept-drafts";
import { setIn } from "./text";

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

/** Drafts of programmes that are live, kept for whoever is signed in. */
export function useDrafts(): Drafts {
  return drafts(shelf("draft", useSession().user.email));
}

interface Options {
  /** The programme is not live yet: whoever writes its text keeps it. */
  isNew?: boolean;
  /** Of one that is not live yet: its text. */
  text?: string;
  /** Told once the draft is live, or what was live before is again. */
  published?(back: boolean): void;
}

export function useDraft(id: string, programme: Programme, { isNew = false, text: given, published }: Options = {}): DraftState {
  const { t } = useWords();
  const kept = useDrafts();
  const path = `/programmes/${encodeURIComponent(id)}`;
  const [yaml, setYaml] = useState(given ?? kept.text(id, programme.yaml));
  const latest = useRef(yaml);
  const check = useMutation({ mutationFn: (text: string) => post<Check>(`${path}/check`, { yaml: text, new: isNew }) });
  const write = (text: string) => {
    latest.current = text;
    if (!isNew) kept.keep(id, programme.yaml, text);
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
      kept.drop(id);
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
