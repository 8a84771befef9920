import { expect, test } from "vitest";
import type { WhyMessage } from "../../api/schema";
import { sentBefore } from "./sent";

const intent = (id: string, state: string, since: string) => ({ id, state, since, at: since }) as WhyMessage["intents"][number];
const message = (id: string, intents: WhyMessage["intents"]): WhyMessage => ({ id, name: { de: id, en: id }, programme: null, outside: [], runs: [], intents });

test("only what had left by then may have led to it, the newest first", () => {
  const messages = [
    message("spring", [intent("1", "delivered", "2018-01-01T10:00:00Z"), intent("2", "suppressed", "2018-01-02T10:00:00Z")]),
    message("cart", [intent("3", "handed", "2018-01-02T09:00:00Z"), intent("4", "delivered", "2018-01-04T10:00:00Z"), intent("5", "held_out", "2018-01-01T10:00:00Z")]),
  ];
  expect(sentBefore(messages, "2018-01-03T00:00:00Z").map(({ delivery }) => delivery)).toEqual(["3", "1"]);
});

test("moments are compared as such, not as texts", () => {
  expect(sentBefore([message("spring", [intent("1", "delivered", "2018-01-01T10:00:00.500Z")])], "2018-01-01T10:00:00.5Z")).toHaveLength(1);
});
