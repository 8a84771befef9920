import { expect, test } from "vitest";
import { parse } from "yaml";
import backInStock from "../../../../../recipes/back-in-stock.yaml?raw";
import thanks from "../../../../../recipes/first-purchase-thanks.yaml?raw";
import cart from "../../../../../recipes/cart-abandoned.yaml?raw";
import winBack from "../../../../../recipes/win-back.yaml?raw";
import type { Definition } from "../../api/schema";
import { idOf, isOwn, leftBehind, lettersOf, missingOf, messageIn, ownProgramme, modelOf, piecesOf, type Plan, planOf, renamed, speaking, spokenOf, standingAlone, withMailing } from "./plan";

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
  const copy = { of, name: { de: "Herbstgruß", en: "Autumn greeting" }, letters: { de: { subject: "Der Herbst ist da", preheader: "Neues für Sie", text: "{{ salutation }},\n\nder Herbst ist da." }, en: letters.en! }, without: [] as string[], speaks: { en: true }, dropped: [] };
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
  const alone = standingAlone({ ...plan, copy: { of, name: { de: "", en: "" }, letters, without: [], speaks: { en: true }, dropped: [] } }, "herbst");
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
    const alone = standingAlone({ ...plan, copy: { of, name: plan.name, letters: lettersOf(of), without, speaks: {}, dropped: [] } }, "herbst");
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

test("who reads a language in which nothing was written anew gets the other one, not the model's letter", () => {
  const of = messageIn(read(winBack), "win-back-hello")!;
  const letters = lettersOf(of);
  const copy = { of, name: plan.name, letters, without: [], speaks: {}, dropped: [] };
  expect(spokenOf(copy)).toEqual(["de", "en"]);
  const german = { ...copy, letters: { ...letters, de: { subject: "Herbst", preheader: "Blätter", text: "{{ salutation }},\n\nHerbst." } } };
  expect(spokenOf(german)).toEqual(["de"]);
  const alone = standingAlone({ ...plan, copy: german }, "herbst");
  const text = withMailing(ownProgramme(alone), alone);
  const message = messageIn(read(text), "herbst")!;
  expect([message.subject, message.preheader]).toEqual([{ de: "Herbst", en: "" }, { de: "Blätter", en: "" }]);
  expect(message.blocks!.map(({ text: said, body }) => [said?.en ?? "", Object.keys(body ?? {}).includes("en")])).toEqual(message.blocks!.map(() => ["", false]));
  // An empty English letter is not missing, and comes back as none.
  expect(missingOf({ ...alone, copy: { ...german, letters: { ...german.letters, en: { subject: "", preheader: "", text: "" } }, speaks: { en: false } } })).toBeNull();
  expect(Object.keys(lettersOf(message))).toEqual(["de"]);
  // Whoever wants one writes it, or keeps the model's on purpose.
  expect(spokenOf(speaking(german, "en", true))).toEqual(["de", "en"]);
  expect(spokenOf({ ...german, letters: { ...german.letters, en: { ...letters.en!, subject: "Autumn" } } })).toEqual(["de", "en"]);
  expect(spokenOf(speaking(copy, "de", false))).toEqual(["en"]);
  // What a mailing says already in both is changed in one without losing the other.
  const both = planOf(read(text).mailings![0]!, 0, { ...message, subject: { de: "Herbst", en: "Autumn" } }).copy!;
  expect(spokenOf({ ...both, letters: { ...both.letters, de: { ...both.letters.de!, subject: "Spätherbst" } } })).toEqual(["de", "en"]);
});

test("what the model's journey asks for is not asked of a mailing; class, purpose and channels stay", () => {
  const thanked = modelOf(messageIn(read(thanks), "first-thanks")!);
  expect(thanked.dropped).toEqual([{ kind: "relevant", rule: "orders.days == 1" }]);
  expect(thanked.of).not.toHaveProperty("relevant");
  expect(thanked.of).not.toHaveProperty("max_age");
  expect(thanked.of).toMatchObject({ class: "advertising", purpose: "offers", channels: ["email"] });
  const available = modelOf(messageIn(read(backInStock), "wish-available")!);
  expect(available.dropped.map(({ kind }) => kind)).toEqual(["needs", "items"]);
  expect(JSON.stringify(available.of)).not.toMatch(/products|needs|items|dwell/);
  expect(available.of.subject?.de).toBe("Wieder da:");
  expect(available.of.blocks?.[0]?.body?.["en"]?.parts?.length).toBe(2);
  // A section about the order of a run says nothing to anybody outside of it.
  const of = messageIn(read(winBack), "win-back-hello")!;
  const bound = { ...of, blocks: of.blocks!.map((block, index) => ({ ...block, when: index === 0 ? "orders.count > 0" : "run.order.cancelled" })) };
  expect(modelOf(bound).of.blocks?.map(({ id }) => id)).toEqual([of.blocks![0]!.id]);
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
  const own: Plan = { ...plan, id: "herbst", message: "herbst", copy: { of: { id: "herbst", name: plan.name, subject: { de: "a", en: "b" }, blocks: [] }, name: plan.name, letters: {}, without: [], speaks: {}, dropped: [] } as never, holdout: 10 };
  const text = withMailing(ownProgramme(own), own);
  expect(parse(text)).toMatchObject({ name: plan.name, holdout_percent: 10 });
  const renamed = withMailing(text, { ...own, name: { de: "Spätherbst", en: "Late autumn" }, holdout: 0 });
  expect(parse(renamed)).toMatchObject({ name: { de: "Spätherbst", en: "Late autumn" }, holdout_percent: 0, mailings: [{ name: { de: "Spätherbst" } }] });
});
