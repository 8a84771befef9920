// Drafts of programmes as this browser keeps them: each with the text it was begun over. One begun over a text that is
// not live any more is not taken up by itself, and not lost either.
import type { Shelf } from "../../app/kept";

const FORMAT = 1;

export interface KeptDraft { base: string; yaml: string }

export interface Drafts {
  /** The text somebody works on: their draft if there is one, else what is live. */
  text(id: string, live: string): string;
  keep(id: string, live: string, yaml: string): void;
  drop(id: string): void;
  /** A draft that was begun over another text than the one that is live. */
  outdated(id: string, live: string): KeptDraft | null;
  /** Programmes with a draft. */
  ids(): string[];
}

export function drafts(shelf: Shelf): Drafts {
  const read = (id: string) => readDraft(shelf.read(id));
  return {
    text(id, live) {
      const kept = read(id);
      return kept?.base === live ? kept.yaml : live;
    },
    // What is as it is live is no draft.
    keep: (id, base, yaml) => shelf.write(id, yaml === base ? null : JSON.stringify({ format: FORMAT, base, yaml })),
    drop: (id) => shelf.write(id, null),
    outdated(id, live) {
      const kept = read(id);
      return kept !== null && kept.base !== live && kept.yaml !== live ? kept : null;
    },
    ids: () => shelf.names().filter((id) => read(id) !== null),
  };
}

function readDraft(text: string | null): KeptDraft | null {
  if (text === null) return null;
  try {
    const { format, base, yaml } = JSON.parse(text) as { format?: number } & Partial<KeptDraft>;
    return format === FORMAT && typeof base === "string" && typeof yaml === "string" ? { base, yaml } : null;
  } catch {
    return null;
  }
}
