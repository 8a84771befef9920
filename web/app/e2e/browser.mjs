// Pages for the tests and the looks: signed-in people with language, width and appearance, and every screen.
import { chromium } from "playwright-core";
import { PASSWORD, PEOPLE } from "./installation.mjs";

const SCREENS = [
  ["today", "/"],
  ["customers", "/customers?query=anna"],
  ["alike", "/customers/alike"],
  ["customer", "/customers/{customer}"],
  ["customer-why", "/customers/{customer}?tab=why"],
  ["customer-timeline", "/customers/{customer}?tab=timeline"],
  ["customer-note", "/customers/{customer}?act=note"],
  ["customer-consent", "/customers/{customer}?tab=consent"],
  ["customer-identity", "/customers/{customer}?tab=identity"],
  ["customer-privacy", "/customers/{customer}?tab=privacy"],
  ["programmes", "/programmes"],
  ["mailings", "/programmes?tab=mailings"],
  ["mailing", "/programmes/win-back/mailings/new-year-news"],
  ["mailing-new", "/mailings/new"],
  ["mailing-edit", "/programmes/win-back/mailings/new-year-news/edit"],
  ["programme", "/programmes/cart-abandoned"],
  ["programme-step", "/programmes/win-back?step=three-weeks"],
  ["programme-window", "/programmes/win-back?step=late-morning"],
  ["programme-reasons", "/programmes/cart-abandoned?tab=reasons"],
  ["programme-edit", "/programmes/cart-abandoned?tab=edit"],
  ["programme-messages", "/programmes/cart-abandoned?tab=messages"],
  ["programme-versions", "/programmes/win-back?tab=versions"],
  ["programme-version", "/programmes/win-back?tab=versions&version={version}"],
  ["messages", "/content"],
  ["message-new", "/content/new"],
  ["message", "/content/cart-abandoned/cart-reminder"],
  ["message-phone", "/content/cart-abandoned/cart-reminder?width=phone"],
  ["mailbox", "/content?tab=mailbox"],
  ["replies", "/content?tab=replies"],
  ["forms", "/content/forms"],
  ["form", "/content/forms/newsletter"],
  ["form-new", "/content/forms/new"],
  ["evaluation", "/evaluation"],
  ["catalogue", "/catalogue"],
  ["catalogue-reduced", "/catalogue?only=reduced"],
  ["catalogue-trees", "/catalogue?tab=trees"],
  ["catalogue-outlets", "/catalogue?tab=outlets"],
  ["catalogue-codes", "/catalogue?tab=codes"],
  ["catalogue-items", "/catalogue?tab=items"],
  ["article", "/catalogue/articles/{article}"],
  ["outlet-new", "/catalogue/new-outlet"],
  ["outlet", "/catalogue/outlets/{outlet}"],
  ["item-new", "/catalogue/new-item"],
  // Of one that nobody wrote; the walk of content items sees one that is there.
  ["item", "/catalogue/items/none"],
  ["data", "/data"],
  ["connect", "/data/connect"],
  ["connect-database", "/data/connect?kind=database"],
  ["connect-feed", "/data/connect?kind=feed"],
  // Of one that nobody connected; the walk of a database sees one that is there.
  ["database", "/data/databases/none"],
  ["files", "/data/files"],
  ["schema", "/data/schema"],
  ["schema-events", "/data/schema?tab=events"],
  ["schema-people", "/data/schema?tab=people"],
  ["schema-history", "/data/schema?tab=history"],
  ["schema-edit", "/data/schema/edit"],
  ["schema-edit-events", "/data/schema/edit?tab=events"],
  ["schema-edit-nearest", "/data/schema/edit?tab=nearest"],
  // Of one that nobody knows; the walk of an erasure sees one that is there.
  ["erasure", "/data/erasures/0"],
  // Of a group that is done; the walk of refused rows sees one that waits.
  ["refused", "/data/refused/none"],
  ["readiness", "/data/readiness"],
  ["quality", "/data/quality"],
  ["retention", "/data/retention"],
  ["out", "/data/out"],
  ["webhook", "/data/out/webhook"],
  ["export", "/data/out/export"],
  ["related", "/data/related"],
  ["settings", "/settings"],
  ["settings-history", "/settings?tab=history"],
  ["settings-alike", "/settings/alike"],
  ["settings-loyalty", "/settings/loyalty"],
  ["settings-places", "/settings/places"],
  ["settings-retention", "/settings/retention"],
  ["settings-addresses", "/settings/addresses"],
  ["settings-consent-texts", "/settings/consent-texts"],
  ["settings-document", "/settings/document"],
  ["people", "/people"],
  ["audit", "/people?tab=audit"],
  ["intents", "/intents?state=suppressed"],
  ["intents-unknown", "/intents?state=unknown"],
  ["tour", "/tour"],
  ["nowhere", "/nowhere"],
];

export const launch = (executablePath) => chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });

/** Sessions by installation and role, so that each signs in once. */
const sessions = new Map();

export async function signedIn({ url, browser }, { width = 1440, language = "de", scheme = "light", role = "admin" } = {}) {
  const who = `${url} ${role}`;
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: scheme,
    locale: "de-DE",
    reducedMotion: "reduce",
    ...(sessions.has(who) ? { storageState: sessions.get(who) } : {}),
  });
  await context.addInitScript((chosen) => self === top && localStorage.setItem("anlass.language", chosen), language);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.problems = [];
  page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
  page.on("pageerror", (error) => page.problems.push(String(error)));
  if (!sessions.has(who)) {
    await signIn(page, url, role);
    sessions.set(who, await context.storageState());
    page.problems.length = 0;
  }
  return page;
}

export async function signIn(page, url, role = "admin") {
  await page.goto(url);
  await page.locator("input[type=email]").fill(PEOPLE[role]);
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.locator("button[type=submit]").click();
  await page.locator("main#main").waitFor();
}

/** Every screen with its path, about a customer who is there. */
export async function screens(api) {
  const [first] = await api("GET", "/customers");
  const { versions } = await api("GET", "/programmes/win-back");
  const { rows: [article] } = await api("GET", "/catalogue");
  const [outlet] = await api("GET", "/catalogue/outlets");
  return SCREENS.map(([name, path]) => [name, path.replace("{article}", encodeURIComponent(article.number)).replace("{outlet}", encodeURIComponent(outlet.number)).replace("{customer}", first.id).replace("{version}", versions.at(-1).program)]);
}

/** Until the screen shows its heading, nothing loads any more, and what moves has come to rest. */
export async function settle(page) {
  await page.waitForFunction(() => document.querySelector("h1") !== null && document.querySelector(".mantine-Skeleton-root") === null);
  await page.waitForTimeout(120);
  // A message that leaves is on its way out of the window.
  await page.waitForFunction(() => document.getAnimations().every(({ playState, effect }) => playState !== "running" || effect?.getTiming().iterations === Infinity));
}
