import { expect, test } from "vitest";
import { parse } from "yaml";
import cart from "../../../../../recipes/cart-abandoned.yaml?raw";
import winBack from "../../../../../recipes/win-back.yaml?raw";
import type { Definition } from "../../api/schema";
import { idOf, isOwn, leftBehind, lettersOf, missingOf, messageIn, ownProgramme, piecesOf, type Plan, planOf, renamed, standingAlone, withMailing } from "./plan";

const plan: Plan = { id: "herbst", name: { de: "Herbstgrüße", en: "Herbstgrüße" }, message: "win-back-hello", copy: null, who: "everybody", rule: "", list: null, at: "2026-12-01T10:00", holdout: 0 };
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
  const copy = { of, name: { de: "Herbstgruß", en: "Autumn greeting" }, letters: { de: { subject: "Der Herbst ist da", preheader: "Neues für Sie", text: "{{ salutation }},\n\nder Herbst ist da." }, en: letters.en! }, without: [] as string[] };
  const after = withMailing(winBack, { ...plan, message: "herbstgruss", copy });
  const message = messageIn(read(after), "herbstgruss");
  expect(message).toMatchObject({ class: "advertising", subject: { de: "Der Herbst ist da", en: of.subject?.en }, name: { de: "Herbstgruß", en: "Autumn greeting" } });
  expect(message?.blocks?.[0]?.body?.["de"]?.parts?.map(({ text, button }) => text ?? button?.text)).toEqual(["{{ salutation }},\n\nder Herbst ist da.", "Neues ansehen"]);
  expect(message?.blocks?.[1]).toEqual(of.blocks?.[1]);
  expect(after).toContain("# Silent for longer than their own rhythm allows");
  const again = withMailing(after, { ...plan, message: "herbstgruss", copy: { ...copy, letters: { ...copy.letters, de: { ...copy.letters.de, subject: "Herbst!" } } } });
  expect(read(again).messages?.length).toBe(3);
  expect(messageIn(read(again), "herbstgruss")?.subject?.de).toBe("Herbst!");
  expect(read(withMailing(cart, plan)).messages).toEqual(read(cart).messages);
});

test("a new mailing stands on its own: a programme, a message and a name that are nobody else's", () => {
  const of = messageIn(read(winBack), "win-back-hello");
  if (of === null) throw new Error("no such message");
  const letters = lettersOf(of);
  letters.de = { ...letters.de!, subject: "Der Herbst ist da" };
  const alone = standingAlone({ ...plan, copy: { of, name: { de: "", en: "" }, letters, without: [] } }, "herbst");
  const text = withMailing(ownProgramme(alone), alone);
  const definition = read(text);
  expect(definition).toMatchObject({ id: "herbst", name: plan.name, aim: "activation", goal: "orders.count(within = 1d) > 0", goal_within: "30d" });
  expect(definition.holdout_percent).toBeUndefined();
  expect(definition.mailings).toMatchObject([{ id: "herbst", message: "herbst", audience: "true" }]);
  expect(definition.messages).toMatchObject([{ id: "herbst", name: plan.name, class: "advertising", subject: { de: "Der Herbst ist da", en: of.subject?.en } }]);
  // Back in the form it is changed where it is, not copied once more.
  const there = definition.mailings![0]!;
  expect(isOwn(definition, there)).toBe(true);
  const again = planOf(there, 0, messageIn(definition, "herbst"));
  const changed = read(withMailing(text, { ...again, copy: { ...again.copy!, letters: { ...letters, en: { ...letters.en!, subject: "Autumn" } } } }));
  expect(changed.messages?.map(({ id, subject }) => [id, subject])).toEqual([["herbst", { de: "Der Herbst ist da", en: "Autumn" }]]);
  expect(isOwn(read(winBack), { ...there, message: "win-back-hello" })).toBe(false);
  expect(missingOf(standingAlone({ ...plan, copy: null }, "herbst"))).toBe("message");
});

test("what the model holds beside its text is seen, and goes out or not", () => {
  const of = messageIn(read(winBack), "win-back-hello");
  if (of === null) throw new Error("no such message");
  expect(piecesOf(of).map(({ key, texts }) => [key, texts.de?.slice(0, 14)])).toEqual([["hello 1", "Neues ansehen"], ["wishes", "Sie bekommen z"]]);
  const blocks = (without: string[]) => {
    const alone = standingAlone({ ...plan, copy: { of, name: plan.name, letters: lettersOf(of), without } }, "herbst");
    return messageIn(read(withMailing(ownProgramme(alone), alone)), "herbst")?.blocks;
  };
  expect(blocks([])).toEqual(of.blocks);
  expect(blocks(["wishes"])?.map(({ id }) => id)).toEqual(["hello"]);
  const bare = blocks(["hello 1", "wishes"]);
  expect(bare?.[0]?.body?.["de"]?.parts).toEqual([of.blocks?.[0]?.body?.["de"]?.parts?.[0]]);
  expect(bare?.[0]?.body?.["en"]?.parts?.length).toBe(1);
});

test("a language that still says what the model said is pointed out", () => {
  const of = messageIn(read(winBack), "win-back-hello");
  if (of === null) throw new Error("no such message");
  const letters = lettersOf(of);
  expect(leftBehind(of, letters, "en")).toEqual([]);
  const german = { ...letters, de: { ...letters.de!, subject: "Herbst", text: "{{ salutation }},\n\nHerbst." } };
  expect(leftBehind(of, german, "en")).toEqual(["subject", "text"]);
  expect(leftBehind(of, german, "de")).toEqual([]);
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

test("a mailing that stands on its own names its programme and says how many are left alone", () => {
  const own: Plan = { ...plan, id: "herbst", message: "herbst", copy: { of: { id: "herbst", name: plan.name, subject: { de: "a", en: "b" }, blocks: [] }, name: plan.name, letters: {}, without: [] } as never, holdout: 10 };
  const text = withMailing(ownProgramme(own), own);
  expect(parse(text)).toMatchObject({ name: plan.name, holdout_percent: 10 });
  const renamed = withMailing(text, { ...own, name: { de: "Spätherbst", en: "Late autumn" }, holdout: 0 });
  expect(parse(renamed)).toMatchObject({ name: { de: "Spätherbst", en: "Late autumn" }, holdout_percent: 0, mailings: [{ name: { de: "Spätherbst" } }] });
});
