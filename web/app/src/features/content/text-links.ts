// Addresses in a plain text, by the words before them.

export interface MailLink { href: string; label: string }

/** Each address once; a full stop or bracket behind it is the sentence's. */
export function linksOfText(text: string): MailLink[] {
  const found = new Map<string, string>();
  const lines = text.split("\n");
  lines.forEach((line, at) => {
    for (const match of line.matchAll(/https?:\/\/[^\s<>"]+/g)) {
      const href = match[0].replace(/[.,;:!?)\]]+$/, "");
      const words = (part: string) => part.replace(/[:(<\[\s]+$/, "").trim();
      if (!found.has(href)) found.set(href, words(line.slice(0, match.index)) || words(lines[at - 1] ?? "") || href);
    }
  });
  return [...found].map(([href, label]) => ({ href, label }));
}
