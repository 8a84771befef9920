// Device widths of the preview, and the headers of a mail as pairs.
import type { Mail } from "../../api/schema";

export const WIDTHS = { desktop: "100%", tablet: 600, phone: 390 } as const;
export type Width = keyof typeof WIDTHS;

export const widthOf = (text: string | undefined): Width => (text === "tablet" || text === "phone" ? text : "desktop");

/** Name and value of each header. */
export const headerPairs = (headers: Mail["headers"]): [string, string][] => headers.map(([name = "", value = ""]) => [name, value]);
