// Pictures of every screen at 1440 and 390 px into shots/: npm run shots [name …]; dark by DARK=1.
import { mkdirSync } from "node:fs";
import { launch, screens, settle, signedIn } from "./browser.mjs";
import { findChromium } from "./chromium.mjs";
import { install } from "./installation.mjs";

const chromium = findChromium();
if (chromium === null) throw new Error("there is no Chromium here; CHROMIUM names one");
const wanted = process.argv.slice(2);
const scheme = process.env.DARK ? "dark" : "light";
mkdirSync("shots", { recursive: true });
const app = { ...(await install()), browser: await launch(chromium) };
for (const width of [1440, 390]) {
  const page = await signedIn(app, { width, scheme, language: process.env.LANGUAGE_ON_SCREEN ?? "de" });
  for (const [name, path] of (await screens(app.api)).filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
    await page.goto(app.url + path);
    await settle(page);
    await page.screenshot({ path: `shots/${name}-${width}${process.env.DARK ? "-dark" : ""}.png`, fullPage: width < 600 });
  }
}
await app.browser.close();
app.stop();
process.exit();
