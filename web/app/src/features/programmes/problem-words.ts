// What the server found wrong, in the words of the app; a sentence without a code is shown as the server wrote it.
import type { Problem } from "../../api/schema";
import type { useWords } from "../../i18n/context";
import { isKey } from "../../i18n/catalogue";

export interface ProblemWords { cause: string; cure: string; exact: string }

type Words = Pick<ReturnType<typeof useWords>, "code" | "t">;

export function problemWords({ code, t }: Words, problem: Problem): ProblemWords {
  const [first = "", ...more] = problem.cause.split("\n");
  const said = (area: string, known: string | null | undefined, values: Record<string, string>, otherwise: string) => (known && isKey(`${area}.${known}`) ? code(area, known, values) : otherwise);
  return {
    cause: said("problem", problem.code, problem.values, first),
    cure: said("cure", problem.cure_code, problem.cure_values, problem.cure),
    exact: problem.code ? place(t, more) : more.join("\n"),
  };
}

/** The lines that show the place, without the sentence and the hint that stand there once more. */
function place(t: Words["t"], lines: string[]): string {
  const shown = lines.filter((line) => !/^\s*hint: /.test(line)).map((line) => {
    const found = /^\s*(?:-->.*?:(\d+):(\d+)$|line (\d+), column (\d+): )/.exec(line);
    if (found) return t("edit.line_column", { line: found[1] ?? found[3] ?? "", column: found[2] ?? found[4] ?? "" });
    // The marker below the line repeats the sentence behind it.
    return line.replace(/(\^+).*$/, "$1");
  });
  return shown.join("\n").trimEnd();
}
