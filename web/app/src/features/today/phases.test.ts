import { expect, test } from "vitest";
import { inLife } from "./phases";

test("phases stand in the order of a life as a customer, a retailer's own last", () => {
  const ids = ["inactive", "own", "top", "prospect", "other", "first_time"].map((id) => ({ id }));
  expect(inLife(ids).map(({ id }) => id)).toEqual(["prospect", "first_time", "top", "inactive", "own", "other"]);
});
