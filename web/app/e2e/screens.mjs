// Every screen, in both languages and the pseudo one, wide and narrow, light and dark; and screens that are empty,
// refused or broken.
import assert from "node:assert/strict";
import { test } from "node:test";
import { screens, settle, signedIn } from "./browser.mjs";
import { cutOff, hearing, rawWords, tooWide, violations } from "./looks.mjs";

const LOOKS = [
  { width: 1440, language: "de", scheme: "light" },
  { width: 390, language: "en", scheme: "dark" },
  // German words are longer.
  { width: 390, language: "de", scheme: "light" },
];
/** An address that leads nowhere makes the browser complain, and so it should. */
const EXPECTED = /404 \(Not Found\)/;

export function everyScreen(app) {
  for (const look of LOOKS) {
    test(`every screen is accessible and fits, ${look.width} px, ${look.language}, ${look.scheme}`, { timeout: 300_000 }, async () => {
      const page = await signedIn(app, look);
      const wrong = [];
      for (const [name, path] of await screens(app.api)) {
        await page.goto(app.url + path);
        await settle(page);
        wrong.push(...(await violations(page)).map((line) => `${name}: ${line}`));
        const wide = await tooWide(page);
        if (wide > 0) wrong.push(`${name}: ${wide} px wider than the window`);
        wrong.push(...(await cutOff(page)).map((line) => `${name}: cut off: ${line}`));
        wrong.push(...page.problems.splice(0).filter((line) => !EXPECTED.test(line)).map((line) => `${name}: ${line}`));
        assert.equal(await page.locator("html").getAttribute("lang"), look.language, name);
      }
      await page.context().close();
      assert.deepEqual(wrong, []);
    });
  }

  test("no word on screen escapes the catalogues", { timeout: 300_000 }, async () => {
    const page = await signedIn(app, { language: "pseudo" });
    const said = hearing(page);
    const raw = [];
    for (const [name, path] of await screens(app.api)) {
      await page.goto(app.url + path);
      await settle(page);
      raw.push(...(await rawWords(page, said)).map((line) => `${name}: ${line}`));
    }
    await page.context().close();
    assert.deepEqual(raw, []);
  });

  test("what is empty, refused or broken says so, accessibly", { timeout: 300_000 }, async () => {
    const page = await signedIn(app);
    const wrong = [];
    for (const [kind, status, body] of [["refused", 403, '{"code":"forbidden","cause":"","help":""}'], ["broken", 500, '{"code":"internal","cause":"","help":""}'], ["empty", 200, "[]"]]) {
      const paths = kind === "empty" ? ["customers", "programmes", "mailings", "messages", "quarantine", "mailbox"] : [""];
      await page.route(
        (url) => url.pathname.startsWith("/api/") && !url.pathname.endsWith("/session") && paths.some((path) => url.pathname.endsWith(`/api/${path}`) || path === ""),
        (route) => route.fulfill({ status, contentType: "application/json", body: kind === "empty" && route.request().url().includes("/api/mailbox") ? '{"count":0,"rows":[]}' : body }),
      );
      for (const path of ["/", "/customers", "/programmes", "/programmes?tab=mailings", "/content", "/content?tab=mailbox", "/evaluation", "/data"]) {
        await page.goto(app.url + path);
        await settle(page);
        wrong.push(...(await violations(page)).map((line) => `${path} ${kind}: ${line}`));
        if (kind !== "empty") assert.ok((await page.getByRole("alert").count()) > 0, `${path} ${kind} says nothing`);
      }
      await page.unrouteAll({ behavior: "ignoreErrors" });
    }
    await page.context().close();
    assert.deepEqual(wrong, []);
  });
}
