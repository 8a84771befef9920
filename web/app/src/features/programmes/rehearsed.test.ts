import { expect, test } from "vitest";
import type { Rehearsal } from "../../api/schema";
import { translate } from "../../i18n/catalogue";
import { difference, sideBySide } from "./rehearsed";

const counts = { delivered: 0, unknown: 0, suppressed: 0, failed: 0, expired: 0, held_out: 0, lapsed: 0, open: 0 };
const nothing = { entered: 0, sent: [], sent_total: 0, people: 0, counts, reasons: [], busiest_day: null, per_day: [] };
const whyNot = (state: string, reason: string | null, detail: string | null, count: number) => ({ state, reason, detail, words: { de: "", en: "" }, count });
const found = (change: Partial<Rehearsal>): Rehearsal => ({
  from: "2017-10-01T00:00:00Z", until: "2017-12-31T00:00:00Z", published: nothing, draft: nothing, people_only_published: 0, people_only_draft: 0, others: [], collisions_published: 0, collisions_draft: 0, sample: null, ...change,
});
const told = (rehearsal: Rehearsal) => difference(rehearsal).map(({ key, params, why }) => translate("de", key, { ...params, ...(why ? { what: [why.state, why.reason, why.detail].filter(Boolean).join(" ") } : {}) }));

test("a draft that would have done the same says so, and nothing else", () => {
  expect(told(found({}))).toEqual(["An diesen Tagen hätte der Entwurf genau dasselbe getan."]);
});

test("what a draft sends less is told with numbers, people and the reasons that moved", () => {
  const published = { ...nothing, entered: 20, sent_total: 48, reasons: [whyNot("suppressed", "exit", "bought", 5), whyNot("suppressed", "cap", null, 2)] };
  const draft = { ...nothing, entered: 20, sent_total: 34, reasons: [whyNot("suppressed", "exit", "bought", 17), whyNot("suppressed", "cap", null, 2)] };
  const others = [{ programme: "thanks", sent_published: 3, sent_draft: 5 }];
  expect(told(found({ published, draft, people_only_published: 1, others } as Partial<Rehearsal>))).toEqual([
    "Der Entwurf sendet 14 Nachrichten weniger: 34 statt 48.",
    "1 Mensch bekommt von diesem Programm nichts mehr.",
    "suppressed exit bought: 12-mal mehr.",
    "Andere Programme senden dadurch zusammen 2 Nachrichten mehr.",
  ]);
});

test("what is sent less has its counterpart: who was gone before the message", () => {
  const published = { ...nothing, entered: 20, sent_total: 12, reasons: [whyNot("lapsed", "exit", "bought", 3), whyNot("held_out", null, null, 2)] };
  const draft = { ...nothing, entered: 20, sent_total: 6, reasons: [whyNot("lapsed", "exit", "bought", 9), whyNot("held_out", null, null, 1)] };
  expect(told(found({ published, draft } as Partial<Rehearsal>))).toEqual([
    "Der Entwurf sendet 6 Nachrichten weniger: 6 statt 12.",
    "lapsed exit bought: 6-mal mehr.",
    "held_out: einmal weniger.",
    "Für andere Programme ändert sich nichts.",
  ]);
});

test("what only one side knows stands beside a zero", () => {
  const count = ({ n }: { n: number }) => n;
  expect(sideBySide([{ k: "a", n: 1 }], [{ k: "b", n: 3 }, { k: "a", n: 2 }], ({ k }) => k, count)).toEqual([{ key: "b", before: 0, after: 3 }, { key: "a", before: 1, after: 2 }]);
});
