import { expect, test } from "vitest";
import { fileTrouble, formOf, isName, purposesNamed } from "./known";

test("a scan or a mail may prove a consent, up to ten mebibytes", () => {
  expect(fileTrouble({ name: "Karte 17.PDF", size: 4_000 })).toBe(null);
  expect(fileTrouble({ name: "mail.eml", size: 10 * 1024 * 1024 })).toBe(null);
  expect(fileTrouble({ name: "mail.eml", size: 10 * 1024 * 1024 + 1 })).toBe("ledger.file_large");
  expect(fileTrouble({ name: "page.html", size: 10 })).toBe("ledger.file_kind");
  expect(fileTrouble({ name: "scan.png", size: 0 })).toBe("ledger.file_empty");
});

test("a purpose is a name, not a sentence", () => {
  expect(["offers", "newsletter-2016"].map(isName)).toEqual([true, true]);
  expect(["", "Angebote", "per post", "-offers"].map(isName)).toEqual([false, false, false, false]);
});

test("the text of a form is read by the form's name", () => {
  expect(formOf("newsletter.0123456789abcdef")).toBe("newsletter");
  expect(formOf("card-2026")).toBe("card-2026");
});

test("what people named is a purpose where it is nothing else", () => {
  const named = ["offers", "service", "first_name", "order.shipped", "vehicle", "silver", "bought-again", "card-2026"];
  expect(purposesNamed(named, { parts: ["first_name", "vehicle", "tier silver"], exits: ["bought-again"], texts: ["card-2026"] })).toEqual(["offers", "service"]);
});
