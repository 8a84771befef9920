// Two texts side by side, line by line: what stayed, what went, what came; far from any change lines are left out.
export type Line = { kind: "same" | "gone" | "new"; text: string } | { kind: "left_out"; count: number };

/** Longer texts are compared from their first to their last difference as a whole. */
const CELLS_MAX = 4_000_000;
/** Lines shown before and after a change. */
const AROUND = 3;

export function lineDiff(before: string, after: string): Line[] {
  const [old, now] = [before.trimEnd().split("\n"), after.trimEnd().split("\n")];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const same = (text: string): Line => ({ kind: "same", text });
  const middle = between(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  return folded([...old.slice(0, head).map(same), ...middle, ...old.slice(old.length - tail).map(same)]);
}

/** By the longest common part. */
function between(old: string[], now: string[]): Line[] {
  const gone = (text: string): Line => ({ kind: "gone", text });
  const came = (text: string): Line => ({ kind: "new", text });
  if (old.length * now.length > CELLS_MAX) return [...old.map(gone), ...now.map(came)];
  const width = now.length + 1;
  const common = new Uint32Array((old.length + 1) * width);
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      const here = row * width + column;
      common[here] = old[row] === now[column] ? 1 + (common[here + width + 1] ?? 0) : Math.max(common[here + width] ?? 0, common[here + 1] ?? 0);
    }
  }
  const lines: Line[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < now.length) {
    const [was, is] = [old[row], now[column]];
    if (was !== undefined && was === is) {
      lines.push({ kind: "same", text: was });
      row += 1;
      column += 1;
    } else if (was !== undefined && (is === undefined || (common[(row + 1) * width + column] ?? 0) >= (common[row * width + column + 1] ?? 0))) {
      lines.push(gone(was));
      row += 1;
    } else {
      lines.push(came(is ?? ""));
      column += 1;
    }
  }
  return lines;
}

function folded(lines: Line[]): Line[] {
  const near = (index: number) => lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ kind }) => kind !== "same");
  const shown: Line[] = [];
  lines.forEach((line, index) => {
    const last = shown.at(-1);
    if (near(index)) shown.push(line);
    else if (last?.kind === "left_out") last.count += 1;
    else shown.push({ kind: "left_out", count: 1 });
  });
  return shown;
}
