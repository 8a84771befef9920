import fc from "fast-check";
import { expect, test } from "vitest";
import { lineDiff } from "./lines";

test("a changed line is shown with what stands around it", () => {
  const text = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  const changed = [...text];
  changed[10] = "another";
  expect(lineDiff(text.join("\n"), changed.join("\n"))).toEqual([
    { kind: "left_out", count: 7 },
    ...[7, 8, 9].map((index) => ({ kind: "same", text: `line ${index}` })),
    { kind: "gone", text: "line 10" },
    { kind: "new", text: "another" },
    ...[11, 12, 13].map((index) => ({ kind: "same", text: `line ${index}` })),
    { kind: "left_out", count: 6 },
  ]);
});

test("the old text is what stayed and went, the new one what stayed and came", () => {
  const texts = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 });
  fc.assert(fc.property(texts, texts, (old, now) => {
    const lines = lineDiff(old.join("\n"), now.join("\n"));
    const of = (...kinds: string[]) => lines.flatMap((line) => (kinds.includes(line.kind) && "text" in line ? [line.text] : []));
    const whole = lines.every(({ kind }) => kind !== "left_out");
    if (whole) {
      expect(of("same", "gone")).toEqual(old);
      expect(of("same", "new")).toEqual(now);
    } else expect(old).toEqual(now);
  }), { seed: 7 });
});
