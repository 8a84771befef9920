import { expect, test } from "vitest";
import { may } from "../../app/roles";
import { translate } from "../../i18n/catalogue";
import { refusedWords } from "./heard";
import { groupTopics } from "./steps";

const german = (key: Parameters<typeof translate>[1], values?: Record<string, string>) => translate("de", key, values);

test("why a delivery could not be read is said in the words of the app", () => {
  expect(refusedWords(german, "the body is not well-formed JSON")).toBe("Die letzte, die nicht lesbar war, ist kein gültiges JSON.");
  expect(refusedWords(german, '"data.event", which says what the delivery is about, is missing')).toContain("„data.event“");
  expect(refusedWords(german, "receipts is missing or is not a list of what happened")).toContain("„receipts“");
  expect(refusedWords(german, "something that nobody has words for yet")).toBe("Die letzte davon ließ sich nicht lesen.");
});

test("topics that tell of the same thing are read together", () => {
  expect(groupTopics(["orders/create", "products/create", "orders/paid"])).toEqual([["orders", ["orders/create", "orders/paid"]], ["products", ["products/create"]]]);
  expect(groupTopics(["checkout.customer.login", "checkout.order.placed", "state_enter.order.state.cancelled"]).length).toBe(3);
});

test("marketers and administrators connect sources, others look at them", () => {
  expect((["admin", "marketer", "editor", "viewer", "support"] as const).filter((role) => may(role, "sources"))).toEqual(["admin", "marketer"]);
});
