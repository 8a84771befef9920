// Lines of a pasted list: those that were recognised and those that were not, by their numbers.
export function afterMending(pasted: string, unknown: number[]): { good: string; bad: string } {
  const wrong = new Set(unknown);
  const [good, bad]: [string[], string[]] = [[], []];
  pasted.split("\n").forEach((line, index) => {
    if (line.trim() !== "") (wrong.has(index + 1) ? bad : good).push(line);
  });
  return { good: good.join("\n"), bad: bad.join("\n") };
}
