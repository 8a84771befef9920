import { expect, test } from "vitest";
import { reasonOf } from "./reason";

test("what the server says of a call has words, with the status that was answered", () => {
  expect(reasonOf("it answered 410: it wants no more calls").key).toBe("webhook_reason.unwanted");
  expect(reasonOf("it answered 302, and redirects are not followed")).toMatchObject({ key: "webhook_reason.redirects", status: "302" });
  expect(reasonOf("nothing was taken for three days: it answered 503")).toMatchObject({ key: "webhook_reason.busy", status: "503", isLong: true });
  expect(reasonOf("it answered 422")).toMatchObject({ key: "webhook_reason.refused", status: "422", isLong: false });
  expect(reasonOf("url: its host is not in webhooks.allow").key).toBe("webhook_reason.not_listed");
  expect(reasonOf("url: it is not https, and its host is not in webhooks.allow").key).toBe("webhook_reason.not_https");
});

test("what is not known stays as it was written", () => {
  expect(reasonOf("the call broke down")).toEqual({ key: null, status: "", isLong: false, exact: "the call broke down" });
});
