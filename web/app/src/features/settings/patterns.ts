// Patterns of the shop's addresses, one a line.

export type PatternWhy = "no_slash" | "no_article" | "twice" | "unknown";
const WORDS = new Set(["number", "slug"]);

/** Lines are counted from 1, empty ones are passed over. */
export function patternsOf(text: string): { patterns: string[]; bad: { line: number; why: PatternWhy }[] } {
  const patterns: string[] = [];
  const bad: { line: number; why: PatternWhy }[] = [];
  text.split("\n").forEach((whole, index) => {
    const pattern = whole.trim();
    if (pattern === "") return;
    const words = [...pattern.matchAll(/\{([^}]*)\}/g)].map(([, word]) => word ?? "");
    const why: PatternWhy | null = !/^[/?]/.test(pattern) ? "no_slash" : words.some((word) => !WORDS.has(word)) ? "unknown" : words.length !== 1 ? "no_article" : patterns.includes(pattern) ? "twice" : null;
    if (why !== null) bad.push({ line: index + 1, why });
    patterns.push(pattern);
  });
  return { patterns, bad };
}
