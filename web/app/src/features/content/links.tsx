// The links of a mail, to be opened like the person who got it would: the frame that shows it lets nothing out. Only in
// a demonstration, for whoever opens them acts in that person's name.
import { useMemo } from "react";
import { useWords } from "../../i18n/context";

interface MailLink { href: string; label: string }

export function MailLinks({ html }: { html: string }) {
  const { t } = useWords();
  const links = useMemo(() => linksOf(html), [html]);
  if (links.length === 0) return null;
  return (
    <details className="mail-foot small">
      <summary>{t("content.links", { count: links.length })}</summary>
      <p className="muted" style={{ margin: "6px 0" }}>{t("content.links_help")}</p>
      <ul>{links.map(({ href, label }) => <li key={href}><a href={href} target="_blank" rel="noreferrer">{label}</a></li>)}</ul>
    </details>
  );
}

/** Each target once, by the first words that lead there. */
function linksOf(html: string): MailLink[] {
  const found = new Map<string, string>();
  for (const anchor of new DOMParser().parseFromString(html, "text/html").querySelectorAll("a[href]")) {
    const href = anchor.getAttribute("href") ?? "";
    const label = anchor.textContent?.trim() || anchor.querySelector("img")?.alt || "";
    if (/^https?:/.test(href) && label && !found.has(href)) found.set(href, label);
  }
  return [...found].map(([href, label]) => ({ href, label }));
}
