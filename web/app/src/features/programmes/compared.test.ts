import { expect, test } from "vitest";
import { inOrder } from "./compared";

const told = (number: number) => ({ number, definition: { id: "a", name: { de: "", en: "" }, aim: "" }, yaml: `# ${number}` });

test("two versions are compared from the older to the newer one, whichever was chosen first", () => {
  const since = [{ path: "priority", before: 1, after: 2 }];
  expect(inOrder({ ...told(3), since }, told(5))).toMatchObject({ before: { number: 3 }, after: { number: 5 }, changes: since });
  expect(inOrder({ ...told(5), since }, told(3))).toMatchObject({ before: { number: 3 }, after: { number: 5 }, changes: [{ path: "priority", before: 2, after: 1 }] });
});
