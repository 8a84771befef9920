// The frame around every screen: nothing lies over what one wants to press, and nothing is cut off.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { screens, settle, signedIn } from "./browser.mjs";

export function frame(app) {
  test("every place of the app is among the screens that are looked at", async () => {
    const source = readFileSync(new URL("../src/app/paths.ts", import.meta.url), "utf8");
    const places = [...source.matchAll(/^ {2}\w+: "(\/[^"]*)",$/gm)].map(([, path]) => path);
    const visited = (await screens(app.api)).map(([, path]) => path.split("?")[0]);
    const isVisited = (place) => visited.some((path) => new RegExp(`^${place.replace(/\$\w+/g, "[^/]+")}$`).test(path));
    assert.ok(places.length > 10);
    assert.deepEqual(places.filter((place) => !isVisited(place)), []);
  });

  test("the account's menu lies above the canvas and can be pressed", async () => {
    const page = await signedIn(app);
    await page.goto(`${app.url}/programmes/cart-abandoned`);
    await settle(page);
    await page.locator(".react-flow__controls").waitFor();
    await page.getByRole("button", { name: "lena@example.org" }).click();
    const menu = page.getByRole("dialog", { name: /Konto/ });
    await menu.waitFor();
    assert.deepEqual(await covered(page, "[role=dialog] a, [role=dialog] button, [role=dialog] summary, [role=dialog] label"), []);
    await page.context().close();
  });

  for (const width of [1440, 390]) {
    test(`what is told for a moment keeps nobody from the last link, ${width} px`, async () => {
      const page = await signedIn(app, { width, role: "marketer" });
      await page.goto(`${app.url}/programmes/win-back`);
      await settle(page);
      await page.getByRole("button", { name: "Programm anhalten" }).click();
      await page.getByRole("button", { name: "Ja, anhalten" }).click();
      await page.locator(".mantine-Notification-root").first().waitFor();
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await page.waitForTimeout(150);
      assert.deepEqual(await covered(page, "main a, main button, main summary"), []);
      await page.getByRole("button", { name: "Programm fortsetzen" }).click();
      await page.getByRole("button", { name: "Programm anhalten" }).waitFor();
      await page.context().close();
    });
  }
}

/** What of these is on screen and cannot be pressed in its middle, because something else lies there. */
const covered = (page, selector) => page.evaluate((wanted) => {
  const names = [];
  for (const element of document.querySelectorAll(wanted)) {
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    if (!element.checkVisibility() || width === 0 || height === 0 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue;
    // Under the sticky bar on top one scrolls back to it.
    if (document.elementFromPoint(x, y)?.closest(".topbar")) continue;
    const hit = document.elementFromPoint(x, y);
    if (hit !== null && !element.contains(hit) && !hit.contains(element)) names.push(`${element.textContent.trim().slice(0, 40)} under ${hit.className || hit.tagName}`);
  }
  return names;
}, selector);
