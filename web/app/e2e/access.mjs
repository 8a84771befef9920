// Ways in from outside, by what people see: the lines that a website needs to be heard, the secret with which a shop proves who
// its visitors are, and the sign-up that counts only after the click in the mail.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { settle, signedIn } from "./browser.mjs";
import { cutOff, looksGood, tooWide, violations } from "./looks.mjs";

/** No person fills in a form sooner. */
const FILLED_IN_MS = 2_200;
const LOOKS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
].flatMap((viewport) => ["light", "dark"].map((colorScheme) => ({ viewport, colorScheme })));

export function waysIn(app) {
  test("the lines shown for a website's key, put into its pages, tell what is looked at there", { timeout: 120_000 }, async () => {
    const page = await signedIn(app);
    await page.goto(`${app.url}/people`);
    await page.getByRole("textbox", { name: "Wofür" }).fill("Ratgeber");
    await choose(page, "Wo er verwendet wird", "in einer Website");
    await page.getByRole("button", { name: "Schlüssel anlegen" }).click();
    await page.getByText("Die Adresse gilt nur auf diesem Rechner").waitFor();
    await looksGood(page, "the lines of a website");
    const lines = await page.locator("code.snippet").innerText();
    const website = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(`<!doctype html><title>Rosen schneiden</title>${lines}`));
    website.listen(0, "127.0.0.1");
    await once(website, "listening");
    const heard = async () => (await app.api("GET", "/data")).sources.find(({ id }) => id === "shop").events;
    const before = await heard();
    const visitor = await app.browser.newPage();
    const told = visitor.waitForResponse((response) => response.url().startsWith(`${app.url}/v1/`) && response.request().method() === "POST");
    const looked = `http://127.0.0.1:${website.address().port}/rosen`;
    await visitor.goto(looked);
    assert.equal((await told).status(), 200);
    const { batch } = JSON.parse((await told).request().postData());
    assert.deepEqual(batch.map(({ type, event, context }) => [event ?? type, context.page.url]), [["Consent Changed", looked], ["page", looked]]);
    await app.api("POST", "/demo/clock", { seconds: 1 });
    assert.equal(await heard(), before + 2);
    await visitor.close();
    website.close();
    await page.context().close();
  });

  test("the secret shown for a page's key signs who a visitor is", async () => {
    const { key } = await app.api("POST", "/keys", { name: "Webseite", source: "shop", trust: "public" });
    const page = await signedIn(app);
    await page.goto(`${app.url}/people`);
    await page.getByRole("button", { name: "Kennwort für Besucher zu „Webseite“" }).click();
    const shown = page.getByRole("status").filter({ hasText: "Kennwort für Besucher zu „Webseite“" });
    await shown.getByText("Damit unterschreibt der Server des Shops").waitFor();
    const secret = await shown.locator("code").innerText();
    assert.match(secret, /^[0-9a-f]{64}$/);
    assert.deepEqual(await violations(page), []);

    const number = "471100815";
    const { clock } = await app.api("GET", "/session");
    const heard = async (visitor, by) => {
      await identify(app.url, key, { user: number, visitor, token: token(by, number, clock.now) });
      await app.api("POST", "/demo/clock", { seconds: 1 });
      await page.goto(`${app.url}/customers?query=${number}`);
      await settle(page);
    };
    await heard("fremd", "geraten");
    await page.getByText("Niemand gefunden").waitFor();
    await heard("daheim", secret);
    await page.getByRole("link", { name: "Vera Neu" }).click();
    await page.getByText(number, { exact: true }).first().waitFor();
    await page.context().close();
  });

  test("a sign-up counts after the click in its mail, with its proof", { timeout: 120_000 }, async () => {
    const email = "neu@example.org";
    const visitor = await app.browser.newPage({ locale: "de-DE" });
    await visitor.goto(`${app.url}/f/newsletter`);
    await looksGoodToAnybody(visitor, "form");
    await visitor.getByLabel("E-Mail-Adresse").fill(email);
    await visitor.getByLabel("Vorname").fill("Nora");
    await visitor.waitForTimeout(FILLED_IN_MS);
    await visitor.getByRole("button", { name: "Anmelden" }).click();
    await visitor.getByRole("heading", { name: "Fast geschafft." }).waitFor();
    await looksGoodToAnybody(visitor, "thanks");
    await app.api("POST", "/demo/clock", { seconds: 60 });

    const page = await signedIn(app);
    await page.goto(`${app.url}/content?tab=mailbox`);
    await page.getByRole("button", { name: new RegExp(email) }).first().click();
    await page.getByText(/Links in dieser Nachricht$/).click();
    const opened = page.context().waitForEvent("page");
    await page.getByRole("link", { name: "Ja, ich möchte Post bekommen" }).click();
    const confirming = await opened;
    await confirming.getByRole("heading", { name: "Anmeldung bestätigen?" }).waitFor();
    assert.match(confirming.url(), /\/k\//);
    await confirming.getByText("Ja, schicken Sie mir Angebote").waitFor();
    await looksGoodToAnybody(confirming, "confirm");
    const [{ id }] = await app.api("GET", `/customers?query=${encodeURIComponent(email)}`);
    const granted = async () => (await app.api("GET", `/customers/${id}`)).consents.filter((one) => one.granted && one.proof.kind === "double_opt_in");
    assert.deepEqual(await granted(), [], "looking at the page grants nothing");
    await confirming.getByRole("button", { name: "Ja, bestätigen" }).click();
    await confirming.getByRole("heading", { name: "Danke, Ihre Anmeldung ist bestätigt." }).waitFor();
    await looksGoodToAnybody(confirming, "confirmed");

    await page.goto(`${app.url}/customers/${id}?tab=consent`);
    const group = page.getByRole("article", { name: "E-Mail · Angebote" });
    await group.getByText("erteilt", { exact: true }).waitFor();
    await group.getByText("Bestätigter Klick").waitFor();
    await group.getByText("1 früherer Vorgang").click();
    await group.getByText("Einwilligung angefragt").waitFor();
    assert.equal((await granted()).length, 1);
    await visitor.close();
    await page.context().close();
  });
}

/** What the shop's server makes of the secret, for a quarter of an hour. */
function token(secret, user, now) {
  const part = (json) => Buffer.from(JSON.stringify(json)).toString("base64url");
  const plain = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: user, exp: Math.floor(Date.parse(now) / 1000) + 900 })}`;
  return `${plain}.${createHmac("sha256", secret).update(plain).digest("base64url")}`;
}

async function identify(url, key, { user, visitor, token }) {
  const body = { writeKey: key, userId: user, anonymousId: visitor, messageId: `identify ${visitor}`, traits: { firstName: "Vera", lastName: "Neu", city: "Ulm" }, context: { identity_token: token } };
  const answer = await fetch(`${url}/v1/identify`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.text());
}

/** One of the list of a field that opens it. */
async function choose(page, field, option) {
  await page.getByRole("combobox", { name: field }).or(page.getByRole("textbox", { name: field })).first().click();
  await page.getByRole("option", { name: option }).click();
}

/** A page for people without an account: on both widths, light and dark. */
async function looksGoodToAnybody(page, name) {
  for (const { viewport, colorScheme } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await settle(page);
    const where = `${name}, ${viewport.width} px, ${colorScheme}`;
    assert.deepEqual(await violations(page), [], where);
    assert.equal(await tooWide(page), 0, where);
    assert.deepEqual(await cutOff(page), [], where);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/public-${name}-${viewport.width}-${colorScheme}.png` });
  }
  await page.setViewportSize(LOOKS[0].viewport);
}
