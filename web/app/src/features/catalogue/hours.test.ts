import { expect, test } from "vitest";
import { foundIn, spans } from "./hours";

const open = (weekday: number, from_minute: number, until_minute: number) => ({ weekday, from_minute, until_minute });

test("days with the same hours stand together, a closed day parts them", () => {
  expect(spans([open(2, 480, 1_200), open(1, 480, 1_200), open(4, 480, 1_200), open(6, 540, 720), open(6, 480, 530)])).toEqual([
    { first: 1, last: 2, times: [[480, 1_200]] },
    { first: 4, last: 4, times: [[480, 1_200]] },
    { first: 6, last: 6, times: [[480, 530], [540, 720]] },
  ]);
  expect(spans([])).toEqual([]);
});

test("an outlet is found by words of its name, its number and its zone", () => {
  const all = [{ name: "Am Markt", number: "7", zone: "süd" }, { name: "Markthalle", number: "12", zone: null }];
  const found = (query: string) => foundIn(all, query).map(({ number }) => number);
  expect([found("markt"), found("markt SÜD"), found("12"), found("nord"), found(" ")]).toEqual([["7", "12"], ["7"], ["12"], [], ["7", "12"]]);
});
