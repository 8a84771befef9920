// Places as people write them: degrees north and east, with a point or a comma for decimals.

const DEGREES = String.raw`-?\d{1,3}(?:[.,]\d+)?`;
const PLACE = new RegExp(String.raw`^(${DEGREES})\s*(?:;|,\s|\s|,)\s*(${DEGREES})$`);

/** As the server reads it, "50.9413, 6.9583"; null: it is no place. */
export function placeOf(text: string): string | null {
  const found = PLACE.exec(text.trim());
  if (found === null) return null;
  const [north, east] = [found[1] ?? "", found[2] ?? ""].map((degrees) => degrees.replace(",", "."));
  return Math.abs(Number(north)) > 90 || Math.abs(Number(east)) > 180 ? null : `${north}, ${east}`;
}

export function degreesOf(place: string): { north: number; east: number } | null {
  const [north = "", east = ""] = (placeOf(place) ?? "").split(", ");
  return north === "" || east === "" ? null : { north: Number(north), east: Number(east) };
}
