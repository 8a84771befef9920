// Device widths of the preview, and the headers of a mail as pairs.
import type { Mail } from "../../api/schema";

export const WIDTHS = { desktop: "100%", tablet: 600, phone: 390 } as const;
export type Width = keyof typeof WIDTHS;

export const widthOf = (text: string | undefined): Width => (text === "tablet" || text === "phone" ? text : "desktop");

export function headerPairs(headers: Mail["headers"]): [string, string][] {
  return headers.map((header) => {
    if (Array.isArray(header)) return [header[0], header[1]];
    if (typeof header !== "string") return [header.name, header.value];
    const colon = header.indexOf(":");
    return colon < 0 ? [header, ""] : [header.slice(0, colon), header.slice(colon + 1).trim()];
  });
}
