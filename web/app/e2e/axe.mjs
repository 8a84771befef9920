// Accessibility of every screen at both widths, light and dark, and of screens that are empty, broken or refused.
import axe from "axe-core";
import { open, SCREENS, settle, signedIn } from "./browser.mjs";

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

const app = await open();
for (const [width, scheme] of [[1440, "light"], [390, "light"], [1440, "dark"]]) {
  const outside = await signedIn(app, { width, scheme, signIn: false });
  await outside.goto(app.url);
  await look(outside, `sign-in ${width} ${scheme}`);
  const page = await signedIn(app, { width, scheme });
  for (const [name, path] of SCREENS) {
    await page.goto(app.url + path);
    await look(page, `${name} ${width} ${scheme}`);
  }
}
for (const mock of ["empty", "error", "forbidden"]) {
  const page = await signedIn(app, { mock });
  for (const path of ["/", "/customers", "/programmes", "/content", "/evaluation", "/data", "/tour"]) {
    await page.goto(app.url + path);
    await look(page, `${path} ${mock}`);
  }
}
await app.close();
console.log(wrong === 0 ? "axe: no violations" : `axe: ${wrong} violations`);
process.exitCode = wrong === 0 ? 0 : 1;
