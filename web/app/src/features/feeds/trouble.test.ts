import { expect, test } from "vitest";
import { isKey } from "../../i18n/catalogue";
import { FEED_TROUBLES, troubleOf } from "./trouble";

test("what the server says of a feed is known by its words", () => {
  expect(troubleOf("url: it is not https, and its host is not in webhooks.allow")).toBe("not_https");
  expect(troubleOf("its address is private, and its host is not in webhooks.allow")).toBe("not_public");
  expect(troubleOf("it answered 404")).toBe("not_there");
  expect(troubleOf("it answered 503")).toBe("overloaded");
  expect(troubleOf("it answered 418")).toBe("refused");
  expect(troubleOf("connecting: connection refused")).toBe("unreachable");
  expect(troubleOf("it is neither RSS nor Atom")).toBe("no_feed");
  expect(troubleOf("there is no list of items at \"posts\"")).toBe("no_list");
  expect(troubleOf("the moon is full")).toBeNull();
});

test("each of them has a cause and a cure in words", () => {
  expect(FEED_TROUBLES.flatMap((code) => [`feed_trouble.${code}`, `feed_help.${code}`]).filter((key) => !isKey(key))).toEqual([]);
});
