import { expect, test } from "vitest";
import { inCard } from "./card";

test("what is known of somebody stands in the same order for everybody", () => {
  const rows = ["kids", "city", "last_name", "age_band", "email", "first_name"].map((field) => ({ field }));
  expect(inCard(rows).map(({ field }) => field)).toEqual(["first_name", "last_name", "email", "city", "age_band", "kids"]);
  expect(inCard([...rows].reverse())).toEqual(inCard(rows));
});
