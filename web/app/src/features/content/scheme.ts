// A mail as it looks in light or in dark, whatever the browser that shows it prefers.
const DARK = /\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi;
const LIGHT = /\(\s*prefers-color-scheme\s*:\s*light\s*\)/gi;
const ALWAYS = "(min-width: 0)";
const NEVER = "(max-width: 0)";

/** Whether its author says how it looks in the dark. */
export const hasOwnDark = (html: string) => html.search(DARK) >= 0;

/** Without the picture that tells of an opening: whoever of the house looks at a mail is not its recipient. */
export const unwatched = (html: string) => html.replace(/<img\s[^>]*src="[^"]*\/o\/[^"]*"[^>]*>/gi, "");

export function inScheme(html: string, dark: boolean): string {
  const scheme = dark ? "dark" : "light";
  return html
    .replace(DARK, dark ? ALWAYS : NEVER)
    .replace(LIGHT, dark ? NEVER : ALWAYS)
    .replace(/(<meta\s[^>]*name="(?:supported-)?color-schemes?"[^>]*content=")[^"]*"/gi, `$1${scheme}"`)
    .replace(/((?:^|[;{\s])(?:supported-)?color-schemes?\s*:\s*)light dark/gi, `$1${scheme}`);
}
