import { expect, test } from "vitest";
import type { Rehearsal } from "../../api/schema";
import { translate } from "../../i18n/catalogue";
import { difference, sideBySide } from "./rehearsed";

const nothing = { entered: 0, sent: [], sent_total: 0, people: 0, suppressed: [], suppressed_total: 0, lapsed: [], lapsed_total: 0, still_open: 0, busiest_day: null, per_day: [] };
const words = { de: "", en: "" };
const found = (change: Partial<Rehearsal>): Rehearsal => ({
  from: "2017-10-01T00:00:00Z", until: "2017-12-31T00:00:00Z", published: nothing, draft: nothing, people_only_published: 0, people_only_draft: 0, others: [], collisions_published: 0, collisions_draft: 0, ...change,
});
const told = (rehearsal: Rehearsal) => difference(rehearsal).map(({ key, params, reason, exit }) => translate("de", key, { ...params, ...(reason ? { reason } : {}), ...(exit ? { exit } : {}) }));

test("a draft that would have done the same says so, and nothing else", () => {
  expect(told(found({}))).toEqual(["An diesen Tagen hätte der Entwurf genau dasselbe getan."]);
});

test("what a draft sends less is told with numbers, people and the reasons that moved", () => {
  const published = { ...nothing, entered: 20, sent_total: 48, suppressed: [{ reason: "exit", words, count: 5 }, { reason: "cap", words, count: 2 }] };
  const draft = { ...nothing, entered: 20, sent_total: 34, suppressed: [{ reason: "exit", words, count: 17 }, { reason: "cap", words, count: 2 }] };
  const others = [{ programme: "thanks", sent_published: 3, sent_draft: 5 }];
  expect(told(found({ published, draft, people_only_published: 1, others } as Partial<Rehearsal>))).toEqual([
    "Der Entwurf sendet 14 Nachrichten weniger: 34 statt 48.",
    "1 Mensch bekommt von diesem Programm nichts mehr.",
    "Nicht gesendet wegen „exit“: 12-mal mehr.",
    "Andere Programme senden dadurch zusammen 2 Nachrichten mehr.",
  ]);
});

test("what is sent less has its counterpart: who was gone before the message", () => {
  const published = { ...nothing, entered: 20, sent_total: 12, lapsed: [{ exit: "bought", count: 3 }], lapsed_total: 3 };
  const draft = { ...nothing, entered: 20, sent_total: 6, lapsed: [{ exit: "bought", count: 9 }], lapsed_total: 9 };
  expect(told(found({ published, draft } as Partial<Rehearsal>))).toEqual([
    "Der Entwurf sendet 6 Nachrichten weniger: 6 statt 12.",
    "Vorher beendet, weil „bought“: 6-mal mehr.",
    "Für andere Programme ändert sich nichts.",
  ]);
});

test("what only one side knows stands beside a zero", () => {
  const count = ({ n }: { n: number }) => n;
  expect(sideBySide([{ k: "a", n: 1 }], [{ k: "b", n: 3 }, { k: "a", n: 2 }], ({ k }) => k, count)).toEqual([{ key: "b", before: 0, after: 3 }, { key: "a", before: 1, after: 2 }]);
});
