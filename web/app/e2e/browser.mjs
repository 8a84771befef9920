// Starts the mock with the built app and a browser for it; ANLASS_URL points at a real server instead,
// ANLASS_EMAIL and ANLASS_PASSWORD sign in there.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const PORT = 20_000 + (process.pid % 20_000);

const SCREENS = [
  ["today", "/"],
  ["customers", "/customers?query=anna"],
  ["customer", "/customers/{customer}"],
  ["customer-why", "/customers/{customer}?tab=why"],
  ["customer-timeline", "/customers/{customer}?tab=timeline"],
  ["customer-consent", "/customers/{customer}?tab=consent"],
  ["programmes", "/programmes"],
  ["programme", "/programmes/cart-abandoned"],
  ["programme-step", "/programmes/win-back?step=three-weeks"],
  ["programme-reasons", "/programmes/cart-abandoned?tab=reasons"],
  ["programme-edit", "/programmes/cart-abandoned?tab=edit"],
  ["programme-messages", "/programmes/cart-abandoned?tab=messages"],
  ["mailings", "/programmes?tab=mailings"],
  ["mailing", "/programmes/win-back/mailings/autumn-news"],
  ["mailing-planned", "/programmes/win-back/mailings/spring-news"],
  ["messages", "/content"],
  ["message", "/content/cart-abandoned/cart-reminder"],
  ["message-phone", "/content/cart-abandoned/cart-reminder?width=phone"],
  ["content", "/content?tab=mailbox&mail={mail}"],
  ["content-phone", "/content?tab=mailbox&mail={mail}&width=phone"],
  ["replies", "/content?tab=replies"],
  ["evaluation", "/evaluation"],
  ["data", "/data"],
  ["tour", "/tour"],
  ["people", "/people"],
  ["nowhere", "/nowhere"],
];

export async function open() {
  let url = process.env.ANLASS_URL;
  let mock;
  if (!url) {
    if (!existsSync(new URL("../dist/index.html", import.meta.url))) throw new Error("no dist: run npm run build first");
    mock = spawn(process.execPath, [fileURLToPath(new URL("../mock/server.mjs", import.meta.url)), String(PORT)], { stdio: ["ignore", "pipe", "inherit"] });
    process.on("exit", () => mock.kill());
    await new Promise((ready) => mock.stdout.once("data", ready));
    url = `http://127.0.0.1:${PORT}`;
  }
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
  return {
    url,
    browser,
    async close() {
      await browser.close();
      mock?.kill();
    },
  };
}

/** A page of a signed-in person, with language, width and appearance. */
export async function signedIn({ url, browser }, { width = 1440, language = "de", scheme = "light", mock, email = process.env.ANLASS_EMAIL ?? "lena@example.org", signIn = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height: width < 600 ? 844 : 900 }, colorScheme: scheme, locale: "de-DE", bypassCSP: false });
  await context.addInitScript((chosen) => self === top && localStorage.setItem("anlass.language", chosen), language);
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
  page.on("pageerror", (error) => page.problems.push(String(error)));
  if (signIn) {
    await page.goto(url);
    await page.locator("input[type=email]").fill(email);
    await page.locator("input[type=password]").fill(process.env.ANLASS_PASSWORD ?? "richtig");
    await page.locator("button[type=submit]").click();
    await page.locator("main#main").waitFor();
  }
  if (mock) await context.addCookies([{ name: "mock", value: mock, url }]);
  page.problems.length = 0;
  return page;
}

/** Every screen with its path, about a customer and a mail that are there. */
export async function screens(page) {
  const first = (path) => page.evaluate(async (asked) => (await (await fetch(asked)).json())[0]?.id ?? "none", path);
  const [customer, mail] = [await first("/api/customers"), await first("/api/mailbox")];
  return SCREENS.map(([name, path]) => [name, path.replace("{customer}", customer).replace("{mail}", mail)]);
}

export async function settle(page) {
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.waitForTimeout(250);
}
