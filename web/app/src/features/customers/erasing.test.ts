import { expect, test } from "vitest";
import type { Customer } from "../../api/schema";
import { isMeant, whoIsMeant } from "./erasing";

const eva: Pick<Customer, "id" | "name" | "identifiers"> = { id: "0123456789abcdef", name: "Eva Weiß", identifiers: [{ kind: "email", value: "eva@example.org" }, { kind: "user", value: "4711" }] };
const nobody = { ...eva, name: "", identifiers: [] };

test("who is to be erased is named by their name or a number, however it is written", () => {
  for (const typed of ["Eva Weiß", " eva  weiß ", "4711", "EVA@example.org", "01234567"]) expect(isMeant(eva, typed), typed).toBe(true);
});

test("a part of a name, another one, and nothing at all name nobody", () => {
  for (const typed of ["", "  ", "Eva", "Ewa Weiß", "471", "47111"]) expect(isMeant(eva, typed), typed).toBe(false);
  expect(isMeant(nobody, ""), "who has no name is not named by nothing").toBe(false);
});

test("the question names a number beside the name, and who has neither by the id", () => {
  expect(whoIsMeant(eva)).toBe("Eva Weiß, 4711");
  expect(whoIsMeant(nobody)).toBe("01234567");
  expect(isMeant(nobody, whoIsMeant(nobody))).toBe(true);
});
