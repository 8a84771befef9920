import { expect, test } from "vitest";
import { parse } from "yaml";
import cart from "../../../../../recipes/cart-abandoned.yaml?raw";
import winBack from "../../../../../recipes/win-back.yaml?raw";
import type { Definition } from "../../api/schema";
import { idOf, lettersOf, missingOf, messageIn, type Plan, planOf, renamed, withMailing } from "./plan";

const plan: Plan = { id: "herbst", name: { de: "Herbstgrüße", en: "Herbstgrüße" }, message: "win-back-hello", copy: null, who: "everybody", rule: "", list: null, at: "2026-12-01T10:00" };
const read = (text: string) => parse(text) as Definition;
const mailing = (text: string) => read(text).mailings?.at(-1);

test("a new mailing is added behind what its author wrote, and nothing else changes", () => {
  const after = withMailing(winBack, plan);
  expect(after.startsWith(winBack.trimEnd())).toBe(true);
  expect(mailing(after)).toEqual({ id: "herbst", name: { de: "Herbstgrüße", en: "Herbstgrüße" }, audience: "true", message: "win-back-hello", at: "2026-12-01T10:00:00" });
  const second = withMailing(after, { ...plan, id: "winter", name: { de: "Wintergrüße", en: "Winter" } });
  expect(read(second).mailings?.map(({ id }) => id)).toEqual(["herbst", "winter"]);
  expect(second.startsWith(after.trimEnd())).toBe(true);
});

test("what is changed in the form changes only its own lines", () => {
  const before = `${withMailing(winBack, plan).trimEnd()} # mit Lena besprochen\n`;
  const after = withMailing(before, { ...plan, who: "rule", rule: 'phase == "active"', at: "2026-12-02T09:30" });
  expect(mailing(after)).toMatchObject({ audience: 'phase == "active"', at: "2026-12-02T09:30:00" });
  expect(after.split("\n").filter((line) => !before.includes(line)).map((line) => line.trim())).toEqual(['audience: "phase == \\"active\\""', 'at: "2026-12-02T09:30:00" # mit Lena besprochen']);
  const listed = withMailing(after, { ...plan, who: "list", list: { name: "list-1", size: 3 } });
  expect(mailing(listed)).toMatchObject({ list: "list-1" });
  expect(mailing(listed)).not.toHaveProperty("audience");
  expect(withMailing(before, plan)).toBe(before);
});

test("a copied message keeps what the form does not show, and speaks each of its languages", () => {
  const of = messageIn(read(winBack), "win-back-hello");
  if (of === null) throw new Error("no such message");
  const letters = lettersOf(of);
  expect(letters.de).toMatchObject({ subject: "Wir haben uns länger nicht gesehen", text: expect.stringContaining("{{ salutation }}") });
  // As the server writes it out, a block with a layout has empty texts.
  expect(lettersOf({ ...of, blocks: of.blocks!.map((block) => ({ ...block, text: block.text ?? { de: "", en: "" } })) })).toEqual(letters);
  const copy = { of, name: "Herbstgruß", letters: { de: { subject: "Der Herbst ist da", preheader: "Neues für Sie", text: "{{ salutation }},\n\nder Herbst ist da." }, en: letters.en! } };
  const after = withMailing(winBack, { ...plan, message: "herbstgruss", copy });
  const message = messageIn(read(after), "herbstgruss");
  expect(message).toMatchObject({ class: "advertising", subject: { de: "Der Herbst ist da", en: of.subject?.en }, name: { de: "Herbstgruß" } });
  expect(message?.blocks?.[0]?.body?.["de"]?.parts?.map(({ text, button }) => text ?? button?.text)).toEqual(["{{ salutation }},\n\nder Herbst ist da.", "Neues ansehen"]);
  expect(message?.blocks?.[1]).toEqual(of.blocks?.[1]);
  expect(after).toContain("# Silent for longer than their own rhythm allows");
  const again = withMailing(after, { ...plan, message: "herbstgruss", copy: { ...copy, letters: { ...copy.letters, de: { ...copy.letters.de, subject: "Herbst!" } } } });
  expect(read(again).messages?.length).toBe(3);
  expect(messageIn(read(again), "herbstgruss")?.subject?.de).toBe("Herbst!");
  expect(read(withMailing(cart, plan)).messages).toEqual(read(cart).messages);
});

test("a mailing comes back into the form as it was made", () => {
  for (const made of [plan, { ...plan, who: "rule" as const, rule: "orders.count > 0" }, { ...plan, who: "list" as const, list: { name: "list-1", size: 2 } }, { ...plan, who: "list" as const, rule: "orders.count > 0", list: { name: "list-1", size: 2 } }]) {
    const there = mailing(withMailing(winBack, made));
    expect(planOf(there!, 2)).toEqual(made);
  }
});

test("the form says what is still missing, and names are told apart", () => {
  expect(missingOf({ ...plan, message: "", name: { de: "", en: "" } })).toBe("message");
  expect(missingOf({ ...plan, name: { de: "", en: "" } })).toBe("name");
  expect(renamed(plan.name, "de", "Herbst")).toEqual({ de: "Herbst", en: "Herbst" });
  expect(renamed({ de: "Herbst", en: "Autumn" }, "en", "Fall")).toEqual({ de: "Herbst", en: "Fall" });
  expect(missingOf({ ...plan, who: "rule" })).toBe("rule");
  expect(missingOf({ ...plan, who: "list" })).toBe("list");
  expect(missingOf(plan)).toBeNull();
  expect(idOf("Frühlingsgrüße à 10 %", () => false)).toBe("fruehlingsgruesse-a-10");
  expect(idOf("Herbst", (id) => id === "herbst")).toBe("herbst-2");
});
