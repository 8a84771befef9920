// Which sources brought nothing but files: a file that was read once has no lag, it was read on a day.
import type { DataState, Import } from "../../api/schema";

type Source = Pick<DataState["sources"][number], "id" | "last_received">;

/** Clocks of an import and of what it brought may differ by what it took. */
const SLACK_MS = 3_600_000;

/**
 * When a source's newest file was read; null: something else brings its events too, or no file ever did. `alive`: sources that
 * send by themselves or are read again and again.
 */
export function readOn({ id, last_received: last }: Source, imports: Pick<Import, "source" | "at">[], alive: string[]): string | null {
  const own = imports.filter(({ source }) => source === id).map(({ at }) => at);
  own.sort((one, other) => Date.parse(other) - Date.parse(one));
  const [newest] = own;
  if (newest === undefined || alive.includes(id)) return null;
  return last !== null && Date.parse(last) > Date.parse(newest) + SLACK_MS ? null : newest;
}
