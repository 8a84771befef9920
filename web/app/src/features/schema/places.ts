// Places of the nearest outlet as lines: a postal code or a town, and where it is.

export type BadLine = { line: number; why: "no_equals" | "no_position" | "twice" };
export interface Places { places: Record<string, string>; bad: BadLine[] }

const POSITION = /^(-?\d{1,3}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)$/;

/** `50667 = 50.938, 6.957`: latitude and longitude in degrees. Lines are counted from 1, empty ones are passed over. */
export function placesOf(text: string): Places {
  const places: Record<string, string> = {};
  const bad: BadLine[] = [];
  text.split("\n").forEach((whole, index) => {
    if (whole.trim() === "") return;
    const [name = "", ...rest] = whole.split("=");
    const position = rest.join("=").trim();
    const found = POSITION.exec(position);
    const line = index + 1;
    if (rest.length === 0 || name.trim() === "") bad.push({ line, why: "no_equals" });
    else if (found === null || Math.abs(Number(found[1])) > 90 || Math.abs(Number(found[2])) > 180) bad.push({ line, why: "no_position" });
    else if (Object.hasOwn(places, name.trim())) bad.push({ line, why: "twice" });
    else places[name.trim()] = position;
  });
  return { places, bad };
}

export const linesOf = (places: Record<string, string>): string => Object.entries(places).map(([name, position]) => `${name} = ${position}`).join("\n");
