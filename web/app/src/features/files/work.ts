// What somebody said of a bundle's files: kept in this browser for them, until the files are read in or deleted.
import { useState } from "react";
import { shelf } from "../../app/kept";
import { useSession } from "../../app/session";
import { NO_WORK, readWork, type Work, writtenWork } from "./bundle";

export interface Working { work: Work; /** Of the bundle that is shown, or of one that was begun just now. */ change(next: Partial<Work>, bundle?: string): void; }

export function useWork(bundle: string | null): Working {
  const { email } = useSession().user;
  const place = shelf("files", email);
  const [work, setWork] = useState(() => (bundle === null ? NO_WORK : readWork(place.read(bundle))));
  return {
    work,
    change: (next, at = bundle ?? undefined) => setWork((before) => {
      const after = { ...before, ...next };
      if (at !== undefined) place.write(at, writtenWork(after));
      return after;
    }),
  };
}

/** Of a bundle that is no more. */
export function useForget(): (bundle: string) => void {
  const { email } = useSession().user;
  return (bundle) => shelf("files", email).write(bundle, null);
}

/** When the files of a bundle were handed in from this browser. */
export function useHandedIn(bundle: string): string | null {
  const { email } = useSession().user;
  return readWork(shelf("files", email).read(bundle)).at;
}
