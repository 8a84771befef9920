import { expect, test } from "vitest";
import { isKey, translate } from "../../i18n/catalogue";
import { formatter } from "../../i18n/format";
import { endOf } from "./ending";

const words = {
  t: (key: never, params?: never) => translate("de", key, params),
  code: (area: string, name: string) => (area === "exit" && name === "bought" ? "Hat gekauft" : isKey(`${area}.${name}`) ? translate("de", `${area}.${name}` as never) : name),
  say: (text: { de: string } | null) => text?.de ?? "",
  format: formatter("de", "Europe/Berlin"),
};
const story = { message: "cart-reminder", filled: "2018-01-01T08:00:00Z", due: "2018-01-01T09:00:00Z", over: true, booked: null, exit: null, state: null, since: null, reason: null, reason_words: null, quiet: null };
const told = (change: object) => endOf(words as never, { ...story, ...change } as never);

test("a purchase in the last second is the reason why nothing was sent", () => {
  expect(told({ booked: "2018-01-01T08:59:59Z", exit: "bought" })).toBe("10:00:00: Vorher beendet. Grund: Hat gekauft.");
});

test("without a purchase the reminder goes, or is on its way", () => {
  expect(told({ state: "delivered" })).toBe("10:00:00: Nichts war gekauft, die Erinnerung ging hinaus (Angenommen).");
  expect(told({ state: "delivered", since: "2018-01-01T09:10:00Z" })).toMatch(/^10:10:00: /);
  expect(told({ state: "planned" })).toMatch(/^10:00:00: Nichts war gekauft, die Erinnerung ist auf dem Weg/);
});

test("quiet hours that hold the reminder are named, with their end", () => {
  const quiet = { hours: "21:00–08:00", until: "2018-01-02T07:00:00Z" };
  for (const change of [{ state: "dwelling" }, { state: "planned" }, {}]) {
    expect(told({ ...change, quiet })).toMatch(/Ruhezeit \(21:00–08:00\) hält die Erinnerung bis .*08:00/);
  }
});
