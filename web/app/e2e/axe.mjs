// Accessibility of every screen at both widths, light and dark, and of screens that are empty, broken or refused.
import axe from "axe-core";
import { open, screens, settle, signedIn } from "./browser.mjs";

let wrong = 0;
async function look(page, name) {
  await settle(page);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { iframes: false, resultTypes: ["violations"] }));
  for (const { id, impact, help, nodes } of violations) {
    wrong += 1;
    console.log(`${name}: ${id} (${impact}): ${help}`);
    for (const node of nodes.slice(0, 4)) console.log(`    ${node.target.join(" ")}  ${node.failureSummary.split("\n")[1]?.trim() ?? ""}`);
  }
}

async function lookAtTheRest() {
  for (const mock of ["empty", "error", "forbidden"]) {
    const page = await signedIn(app, { mock });
    for (const path of ["/", "/customers", "/programmes", "/content", "/evaluation", "/data", "/tour"]) {
      await page.goto(app.url + path);
      await look(page, `${path} ${mock}`);
    }
  }
  // What opens above a screen: menus, questions, dialogs, notices, the drawer.
  const page = await signedIn(app, {});
  await page.getByRole("button", { name: "lena@example.org" }).click();
  await look(page, "account menu");
  await page.goto(`${app.url}${(await screens(page)).find(([name]) => name === "customer")[1]}`);
  await page.getByRole("button", { name: "Werbewiderspruch eintragen" }).click();
  await look(page, "objection asked");
  await page.getByRole("button", { name: "Ja, keine Werbung mehr" }).click();
  await look(page, "objection recorded");
  await page.goto(`${app.url}/programmes/cart-abandoned?tab=edit`);
  const text = page.locator("textarea").first();
  const before = await text.inputValue();
  await text.fill(before.replace("message: cart-last-call", "message: cart-last"));
  await page.getByRole("button", { name: "Prüfen" }).click();
  await look(page, "problem found");
  await text.fill(before.replace("for: 1h", "for: 2h"));
  await page.getByRole("button", { name: "Prüfen" }).click();
  await page.getByRole("button", { name: "Probelauf" }).click();
  await page.waitForTimeout(2_500);
  await look(page, "rehearsed");
  await page.getByRole("button", { name: "Veröffentlichen" }).click();
  await page.waitForTimeout(400);
  await look(page, "publish asked");
  const narrow = await signedIn(app, { width: 390, email: "viewer@example.org" });
  await narrow.getByRole("button", { name: "Navigation öffnen" }).click();
  await narrow.waitForTimeout(400);
  await look(narrow, "drawer of a viewer");
}

const app = await open();
for (const [width, scheme] of [[1440, "light"], [390, "light"], [1440, "dark"]]) {
  const outside = await signedIn(app, { width, scheme, signIn: false });
  await outside.goto(app.url);
  await look(outside, `sign-in ${width} ${scheme}`);
  const page = await signedIn(app, { width, scheme });
  for (const [name, path] of await screens(page)) {
    await page.goto(app.url + path);
    await look(page, `${name} ${width} ${scheme}`);
  }
}
// What only the mock can be brought to, and what would change a real installation.
if (!process.env.ANLASS_URL) await lookAtTheRest();
await app.close();
console.log(wrong === 0 ? "axe: no violations" : `axe: ${wrong} violations`);
process.exitCode = wrong === 0 ? 0 : 1;
