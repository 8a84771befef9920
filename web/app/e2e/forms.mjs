// Sign-up forms, by what people see: made beside the page that comes of it, published, filled in by a visitor, and taken back.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { signedIn } from "./browser.mjs";
import { looksGood, violations } from "./looks.mjs";

/** No person fills in a form sooner. */
const FILLED_IN_MS = 2_200;

export function forms(app) {
  test("a form is made beside its page, by keys alone, published, and taken back by one press", { timeout: 120_000 }, async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/content`);
    await page.getByRole("link", { name: "Anmeldeformulare" }).click();
    await page.getByRole("link", { name: "Neues Formular" }).click();
    const publish = page.getByRole("button", { name: "Veröffentlichen" });
    assert.equal(await publish.getAttribute("title"), "Geben Sie ihm einen Kurznamen.");
    await page.getByLabel("Kurzname in der Adresse").fill("Gewinnspiel 1");
    await page.getByText("Nur Kleinbuchstaben (a–z), Ziffern und Bindestriche.").first().waitFor();
    await page.getByLabel("Kurzname in der Adresse").fill("gewinnspiel");
    await page.getByLabel("Noch ein Feld").selectOption("Vorname");
    await page.getByLabel("Noch ein Feld").selectOption("Ort");
    const rows = page.getByRole("list", { name: "Felder in ihrer Reihenfolge" }).getByRole("listitem");
    await page.getByRole("button", { name: "Ort nach oben" }).press("Enter");
    await page.getByRole("status").getByText("Ort steht jetzt an Stelle 2.").waitFor();
    assert.match(await rows.nth(1).innerText(), /Ort/);
    await page.getByRole("checkbox", { name: "Vorname muss ausgefüllt werden" }).check();
    await page.getByLabel("Einwilligung (Deutsch)").fill("Ja, ich spiele mit und bekomme Angebote.");
    const purpose = page.getByRole("textbox", { name: "Zweck" }).or(page.getByRole("combobox", { name: "Zweck" })).first();
    await purpose.fill("Angebote");
    await purpose.press("Enter");
    await page.getByLabel("Überschrift (Deutsch)").fill("Gewinnen Sie ein Fahrrad");
    const shown = page.frameLocator('iframe[title="Das Formular, wie Menschen es sehen würden"]');
    await shown.getByText("Gewinnen Sie ein Fahrrad").first().waitFor();
    await shown.getByText("Ja, ich spiele mit und bekomme Angebote.").waitFor();
    await looksGood(page, "a new form");
    assert.equal((await app.api("GET", "/forms")).forms.some(({ id }) => id === "gewinnspiel"), false, "nothing is live before it is published");

    await publish.click();
    await page.getByText("„Gewinnspiel“ ist veröffentlicht.").waitFor();
    const [form] = (await app.api("GET", "/forms")).forms.filter(({ id }) => id === "gewinnspiel");
    assert.deepEqual([form.fields, form.required, form.purpose], [["city", "first_name"], ["first_name"], "offers"]);
    assert.equal(form.language, "de", "it is written in German only, and says so");
    const abroad = await app.browser.newContext({ locale: "en-GB" });
    const visitor = await abroad.newPage();
    await visitor.goto(`${app.url}/f/gewinnspiel`);
    await visitor.getByRole("heading", { name: "Gewinnen Sie ein Fahrrad" }).waitFor();
    await visitor.getByLabel("Vorname").waitFor();
    await signsUp(visitor);
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("„Gewinnspiel“ ist wieder wie zuvor.").waitFor();
    await page.getByRole("heading", { name: "Dieses Formular gibt es nicht" }).first().waitFor();
    assert.equal((await visitor.goto(`${app.url}/f/gewinnspiel`)).status(), 404);
    await abroad.close();
    await page.context().close();
  });

  test("a form that is live is changed, and is as it was after one press", async () => {
    const before = (await app.api("GET", "/forms")).forms.find(({ id }) => id === "newsletter");
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/content/forms`);
    await page.getByRole("link", { name: /^Bearbeiten\s*: Newsletter$/ }).click();
    assert.equal(await page.getByRole("button", { name: "Veröffentlichen" }).getAttribute("title"), "Nichts ist geändert.");
    await page.getByLabel("Auf dem Knopf (Deutsch)").fill("Ich bin dabei");
    await page.getByRole("button", { name: "Veröffentlichen" }).click();
    await page.getByText("„Newsletter“ ist veröffentlicht.").waitFor();
    assert.equal((await app.api("GET", "/forms")).forms.find(({ id }) => id === "newsletter").button.de, "Ich bin dabei");
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("„Newsletter“ ist wieder wie zuvor.").waitFor();
    assert.deepEqual((await app.api("GET", "/forms")).forms.find(({ id }) => id === "newsletter"), before);
    await page.getByText("In den Shop einbauen").click();
    await page.getByText(/<iframe src=".*\/f\/newsletter"/).waitFor();
    await page.context().close();
  });

  test("who may only look sees the forms and how they are put into a page, and is told why nothing can be changed", async () => {
    const page = await signedIn(app, { role: "viewer", width: 390 });
    await page.goto(`${app.url}/content/forms`);
    assert.ok(await page.getByRole("button", { name: "Neues Formular" }).isDisabled());
    await page.getByText("In den Shop einbauen").first().click();
    await page.getByRole("link", { name: /^Bearbeiten/ }).first().click();
    const publish = page.getByRole("button", { name: "Veröffentlichen" });
    assert.equal(await publish.getAttribute("title"), "Ihre Rolle erlaubt das nicht.");
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });
}

/** As a person does: the script of the page finds the answer to its challenge meanwhile, also in a frame of another page. */
async function signsUp(visitor) {
  const answered = (page) => page.waitForFunction(() => /^\d+$/.test(document.querySelector("input[name=proof]").value));
  await answered(visitor);
  const url = visitor.url();
  const host = await visitor.context().newPage();
  const body = `<iframe src="${url}" title="form" sandbox="allow-scripts allow-forms"></iframe>`;
  const shop = createServer((_, answer) => answer.writeHead(200, { "content-type": "text/html" }).end(body)).listen(0, "127.0.0.1");
  await once(shop, "listening");
  await host.goto(`http://127.0.0.1:${shop.address().port}/`);
  const frame = await (await host.waitForSelector("iframe")).contentFrame();
  await frame.waitForSelector("form[data-work]");
  await answered(frame);
  await host.close();
  shop.close();
  const address = `gewinn-${Date.now()}@example.org`;
  await visitor.getByLabel("E-Mail-Adresse").fill(address);
  await visitor.getByLabel("Vorname").fill("Eva");
  await visitor.waitForTimeout(FILLED_IN_MS);
  await visitor.getByRole("button", { name: "Anmelden" }).click();
  await visitor.getByRole("heading", { name: "Fast geschafft." }).waitFor();
}
