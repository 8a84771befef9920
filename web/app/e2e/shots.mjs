// Pictures of every screen at 1440 and 390 px into shots/: npm run shots [name …]; dark by DARK=1.
import { mkdirSync } from "node:fs";
import { open, screens, settle, signedIn } from "./browser.mjs";

const wanted = process.argv.slice(2);
const scheme = process.env.DARK ? "dark" : "light";
mkdirSync("shots", { recursive: true });
const app = await open();
for (const width of [1440, 390]) {
  if (wanted.length === 0 || wanted.includes("sign-in")) {
    const page = await signedIn(app, { width, scheme, signIn: false });
    await page.goto(app.url);
    await settle(page);
    await page.screenshot({ path: `shots/sign-in-${width}.png` });
  }
  const page = await signedIn(app, { width, scheme, language: process.env.LANGUAGE_ON_SCREEN ?? "de", });
  const places = await screens(page);
  if (process.env.MOCK) await page.context().addCookies([{ name: "mock", value: process.env.MOCK, url: app.url }]);
  for (const [name, path] of places.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
    await page.goto(app.url + path);
    await settle(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) console.log(`${name} at ${width}: ${wide}px wider than the screen`);
    await page.screenshot({ path: `shots/${name}-${width}.png`, fullPage: width < 600 });
    for (const problem of page.problems.splice(0)) console.log(`${name} at ${width}: ${problem}`);
  }
}
await app.close();
