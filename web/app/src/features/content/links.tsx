// The links of a mail, by their words and addresses, to be opened like the person who got it would: the frame that shows it
// lets nothing out.
import { useMemo } from "react";
import type { Mail } from "../../api/schema";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { linksOfText, type MailLink } from "./text-links";

export function MailLinks({ mail }: { mail: Mail }) {
  const { t } = useWords();
  const { demo } = useSession();
  const links = useMemo(() => (mail.html === "" ? linksOfText(mail.text ?? "") : linksOf(mail.html)), [mail]);
  if (links.length === 0) return null;
  return (
    <details className="mail-foot small" key={mail.id}>
      <summary>{t("content.links", { count: links.length })}</summary>
      <p className={demo ? "muted" : "warned"} style={{ margin: "6px 0" }}>{t(demo ? "content.links_help" : "content.links_real")}</p>
      <ul className="mail-links">
        {links.map(({ href, label }) => (
          <li key={href}>
            <a href={href} target="_blank" rel="noopener noreferrer">{label}</a>
            <span className="mono muted" translate="no">{href}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Each target once, by the first words that lead there; what nobody sees is for machines. */
function linksOf(html: string): MailLink[] {
  const found = new Map<string, string>();
  for (const anchor of new DOMParser().parseFromString(html, "text/html").querySelectorAll("a[href]")) {
    const href = anchor.getAttribute("href") ?? "";
    const label = anchor.textContent?.replace(/\s+/g, " ").trim() || anchor.querySelector("img")?.alt || "";
    if (/^https?:/.test(href) && label && !found.has(href)) found.set(href, label);
  }
  return [...found].map(([href, label]) => ({ href, label }));
}
