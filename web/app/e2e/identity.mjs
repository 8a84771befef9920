// Who is one person and what they may ask for, by what people see: look-alikes are judged with the evidence beside them, taken
// apart again, kept apart for good; a purchase at the till and a visit on the web meet in one dossier, each value with where
// it is from; what is wrong is corrected, what is contested restricted, and the restriction lifted.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { parse } from "yaml";
import { settle, signedIn } from "./browser.mjs";
import { installFresh } from "./installation.mjs";
import { looksGood, violations } from "./looks.mjs";

const SHIPPED = parse(readFileSync(new URL("../../../recipes/settings.yaml", import.meta.url), "utf8"));
/** As shipped, and people are compared. */
const SETTINGS = {
  ...SHIPPED,
  fields: { ...SHIPPED.fields, street: "text" },
  matching: { given_name: "first_name", family_name: "last_name", street: "street", postal_code: "postcode", birthday: "birth_date" },
};
const FORM = "hook: till\neach: receipts\nid: number\nevent: { constant: Order Completed }\noccurred: at\nidentifiers: { customer_number: card.holder, email: card.mail }\nfields:\n  order_id: number\n  outlet_id: { constant: berlin }\nlines: { each: items, number: 'article', quantity: pieces, total: sum }\n";

export function identity(shared) {
  describe("who is one person, in an installation of its own", { concurrency: false }, () => {
    const app = {};
    before(async () => {
      Object.assign(app, await installFresh(SETTINGS), { browser: shared.browser });
      app.keys = {
        server: (await app.api("POST", "/keys", { name: "Server des Shops", source: "shop", trust: "server" })).key,
        page: (await app.api("POST", "/keys", { name: "Webseite", source: "shop", trust: "public" })).key,
      };
    }, { timeout: 120_000 });
    after(() => app.stop?.());
    lookalikes(app);
    oneDossier(app);
    rights(app);
  });
}

function lookalikes(app) {
  test("two who look alike are merged on the evidence, taken apart again, and nobody joins them any more", async () => {
    const [karla] = await people(app, [
      { id: "k-1001", firstName: "Karla", lastName: "Dr. von Müller-Lüdenscheidt", email: "karla@example.org", street: "Hauptstraße 12 a", postcode: "50667", city: "Köln", birthDate: "1980-05-02" },
      { id: null, firstName: "Karla", lastName: "Mueller Luedenscheidt", email: "k.ml@example.org", street: "Haupt-Str. 12A", postcode: "50667", city: "Köln", birthDate: "1980-05-02" },
    ]);
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/customers/${karla.id}?tab=identity`);
    const alike = page.getByRole("region", { name: "Sieht so aus wie" });
    const pair = alike.getByRole("article", { name: /Karla/ });
    const speaks = pair.getByRole("list", { name: "Spricht für eine Person" });
    await speaks.getByText("Gleiche Anschrift").waitFor();
    await speaks.getByText("Gleicher Geburtstag").waitFor();
    assert.match(await pair.getByRole("table").innerText(), /Straße\s+(Hauptstraße 12 a\s+Haupt-Str\. 12A|Haupt-Str\. 12A\s+Hauptstraße 12 a)/);
    await looksGood(page, "a pair");

    await pair.getByRole("button", { name: /zusammenführen$/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Ja, zusammenführen" }).click();
    await page.getByText(/sind jetzt eine Person\./).waitFor();
    const merges = page.getByRole("region", { name: "Zusammenführungen" });
    await merges.getByText(/zusammengeführt am/).waitFor();
    const known = page.locator("section.panel", { has: page.getByRole("heading", { name: "Woran sie erkannt wird" }) });
    for (const address of ["karla@example.org", "k.ml@example.org"]) await known.getByText(address).waitFor();
    assert.equal((await app.api("GET", "/customers?query=k.ml@example.org"))[0].id, karla.id, "either address leads to the one who carries on");
    await looksGood(page, "merged");

    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText(/sind wieder zwei, und bleiben es\./).waitFor();
    await merges.getByText(/wieder getrennt am/).waitFor();
    await alike.getByText("Niemand sieht dieser Person zum Verwechseln ähnlich.").waitFor();
    await known.getByText("k.ml@example.org").waitFor({ state: "detached" });
    const [other] = await app.api("GET", "/customers?query=k.ml@example.org");
    assert.notEqual(other.id, karla.id);
    await page.goto(`${app.url}/customers/${karla.id}?tab=timeline`);
    await settle(page);
    assert.match(await page.locator("main").innerText(), /zusammengeführt[\s\S]*getrennt|getrennt[\s\S]*zusammengeführt/i);
    await page.context().close();
  });

  test("of two who are two, somebody says so once, and they are not suggested again", async () => {
    // Father and son.
    await people(app, [
      { id: "z-1", firstName: "Hans", lastName: "Zwilling", email: "hans@example.org", street: "Am Ring 3", postcode: "89073", city: "Ulm" },
      { id: null, firstName: "Hans", lastName: "Zwilling", email: "hans.junior@example.org", street: "Am Ring 3", postcode: "89073", city: "Ulm" },
    ]);
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/customers`);
    await page.getByRole("link", { name: "Ähnliche Kunden" }).click();
    const pair = page.getByRole("article", { name: /Zwilling/ });
    await pair.getByText("Nichts spricht dagegen.").waitFor();
    await pair.getByRole("button", { name: /sind nicht dieselbe Person$/ }).click();
    await page.getByText("Das lässt sich nicht zurücknehmen.").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Ja, es sind zwei" }).click();
    await page.getByText(/bleiben zwei\./).waitFor();
    await pair.waitFor({ state: "detached" });
    await page.reload();
    await settle(page);
    assert.equal(await pair.count(), 0);
    const [hans] = await app.api("GET", "/customers?query=hans@example.org");
    await page.goto(`${app.url}/customers/${hans.id}?tab=identity`);
    await page.getByRole("region", { name: "Haushalt" }).getByRole("link", { name: "Hans Zwilling" }).waitFor();
    await page.context().close();
  });

  test("who may only look sees the evidence and is told why the buttons do nothing", async () => {
    await people(app, [
      { id: "s-1", firstName: "Sven", lastName: "Schmidt", email: "sven@example.org", street: "Weg 1", postcode: "28195", birthDate: "1970-01-31" },
      { id: null, firstName: "Sven", lastName: "Schmitt", email: "svens@example.org", street: "Weg 1", postcode: "28195", birthDate: "1970-01-31" },
    ]);
    const page = await signedIn(app, { role: "viewer", width: 390 });
    await page.goto(`${app.url}/customers/alike`);
    const pair = page.getByRole("article", { name: /Sven/ });
    await pair.getByText("Nachname klingt gleich").waitFor();
    const merge = pair.getByRole("button", { name: /zusammenführen$/ });
    assert.ok(await merge.isDisabled());
    assert.equal(await merge.getAttribute("title"), "Ihre Rolle erlaubt das nicht.");
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });
}

function oneDossier(app) {
  test("a purchase at the till and a visit on the web meet in one dossier, each value with where it is from", async () => {
    const { source, secret } = await app.api("POST", "/sources", { id: "kasse", kind: "hook", secret: null, mapping: FORM });
    const at = (await app.api("GET", "/session")).clock.now;
    const receipt = { receipts: [{ number: "B-77", at, card: { holder: "T-77", mail: "till@example.org" }, items: [{ article: "A-100", pieces: 2, sum: "39.98" }] }] };
    await ok(await fetch(source.url, { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${secret}` }, body: JSON.stringify(receipt) }));
    const [bought] = await seen(app, "T-77");
    // A visitor of whom only the cookie is known …
    await send(app, app.keys.page, { anonymousId: "besuch-77", messageId: "look-77", event: "Product Viewed", properties: { product_id: "A-200" } }, "track");
    const [visitor] = await seen(app, "besuch-77");
    assert.notEqual(visitor.id, bought.id, "nothing tells yet that they are one");
    const page = await signedIn(app, { role: "support" });
    await page.goto(`${app.url}/customers/${bought.id}`);
    const orders = page.locator("section.panel", { has: page.getByRole("heading", { name: "Bestellungen" }) });
    await orders.getByText("39,98").first().waitFor();
    // … signs in with the address that the till knows.
    await send(app, app.keys.server, { userId: "till@example.org", anonymousId: "besuch-77", messageId: "in-77", traits: { email: "till@example.org", firstName: "Tilda", lastName: "Kasse", city: "Bremen" } }, "identify");
    await until(async () => (await app.api("GET", `/customers/${bought.id}`)).identifiers.some(({ kind }) => kind === "cookie"));

    await page.goto(`${app.url}/customers/${bought.id}`);
    await page.getByRole("heading", { name: "Tilda Kasse", level: 1 }).waitFor();
    await orders.getByText("39,98").first().waitFor();
    const contact = page.locator("section.panel", { has: page.getByRole("heading", { name: "Kontakt", exact: true }) });
    await contact.getByText(/Online-Shop/).first().waitFor();
    await looksGood(page, "one dossier");
    // From now on the cookie alone is enough.
    await send(app, app.keys.page, { anonymousId: "besuch-77", messageId: "again-77", event: "Product Viewed", properties: { product_id: "A-200" } }, "track");
    await until(async () => JSON.stringify(await app.api("GET", `/customers/${bought.id}/timeline`)).includes("angesehen"));
    await page.getByRole("tab", { name: "Verlauf" }).click();
    await settle(page);
    const story = await page.locator("main").innerText();
    assert.match(story, /gekauft bei Standort/);
    assert.match(story, /zusammengeführt/);
    assert.match(story, /angesehen/);
    await page.getByRole("tab", { name: "Identität" }).click();
    const known = page.locator("section.panel", { has: page.getByRole("heading", { name: "Woran sie erkannt wird" }) });
    for (const value of ["T-77", "till@example.org", "besuch-77"]) await known.getByText(value, { exact: true }).waitFor();
    assert.deepEqual((await app.api("GET", "/customers?query=till@example.org")).map(({ id }) => id), [bought.id]);
    await page.context().close();
  });
}

function rights(app) {
  test("support corrects what is wrong, the source that repeats it does not win, and one press takes it back", async () => {
    const [person] = await people(app, [{ id: "r-1", firstName: "Rita", lastName: "Recht", email: "rita@example.org", city: "Ulmm" }]);
    const page = await signedIn(app, { role: "support" });
    await page.goto(`${app.url}/customers/${person.id}?tab=privacy`);
    await page.getByRole("button", { name: "Angabe berichtigen" }).click();
    await page.getByLabel("Welche Angabe").selectOption("Ort");
    assert.ok(await page.getByRole("button", { name: "Berichtigen", exact: true }).isDisabled());
    await page.getByLabel("Richtig ist").fill("Ulm");
    await page.getByRole("radio", { name: "Am Telefon" }).check();
    await page.getByLabel("Grund", { exact: true }).fill("Schreibfehler");
    await looksGood(page, "a correction");
    await page.getByRole("button", { name: "Berichtigen", exact: true }).click();
    await page.getByText("„Ort“ ist berichtigt.").waitFor();
    const acts = page.getByRole("list", { name: "Berichtigungen" });
    await acts.getByText("Ulmm").waitFor();
    await acts.getByText("Ulm", { exact: true }).waitFor();
    await send(app, app.keys.server, { userId: "r-1", messageId: "again", traits: { city: "Ulmm", lastName: "Recht-Wieder" } }, "identify");
    await until(async () => valueOf(await app.api("GET", `/customers/${person.id}`), "last_name") === "Recht-Wieder");
    await page.goto(`${app.url}/customers/${person.id}`);
    await page.getByText(/berichtigt/i).first().waitFor();
    assert.equal(valueOf(await app.api("GET", `/customers/${person.id}`), "city"), "Ulm", "a source that repeats what was wrong does not win");
    await page.goto(`${app.url}/customers/${person.id}?tab=privacy`);
    await page.getByRole("button", { name: "Angabe berichtigen" }).click();
    await page.getByLabel("Welche Angabe").selectOption("Ort");
    await page.getByLabel("Richtig ist").fill("Neu-Ulm");
    await page.getByRole("radio", { name: "Am Telefon" }).check();
    await page.getByLabel("Grund", { exact: true }).fill("umgezogen");
    await page.getByRole("button", { name: "Berichtigen", exact: true }).click();
    await page.getByText("„Ort“ ist berichtigt.").waitFor();
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("„Ort“ ist wieder wie zuvor.").waitFor();
    assert.equal(valueOf(await app.api("GET", `/customers/${person.id}`), "city"), "Ulm");
    await page.context().close();
  });

  test("what is contested is restricted everywhere on the person's page, and lifted once they know", async () => {
    const [person] = await people(app, [{ id: "r-2", firstName: "Egon", lastName: "Eng", email: "egon@example.org", city: "Bonn" }]);
    const page = await signedIn(app, { role: "support" });
    await page.goto(`${app.url}/customers/${person.id}?tab=privacy`);
    await page.getByRole("button", { name: "Verarbeitung einschränken" }).click();
    assert.ok(await page.getByRole("button", { name: "Jetzt einschränken" }).isDisabled());
    await page.getByRole("radio", { name: /bestreitet|bestritten|richtig/i }).first().check();
    await page.getByRole("radio", { name: "Am Telefon" }).check();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Jetzt einschränken" }).click();
    await page.getByText("Die Verarbeitung ist eingeschränkt.").waitFor();
    await page.getByRole("tab", { name: "Profil" }).click();
    await page.getByText(/^Verarbeitung eingeschränkt seit/).waitFor();
    await looksGood(page, "restricted");
    assert.equal((await app.api("GET", "/customers?query=r-2"))[0].restricted, true);

    await page.getByRole("tab", { name: "Datenschutz" }).click();
    await page.getByRole("button", { name: "Einschränkung aufheben" }).click();
    await page.getByRole("radio", { name: "Am Telefon" }).check();
    const lift = page.getByRole("button", { name: "Jetzt aufheben" });
    assert.equal(await lift.getAttribute("title"), "Unterrichten Sie die Person zuerst.");
    await page.getByRole("checkbox", { name: /wurde vorher unterrichtet/ }).check();
    await lift.click();
    await page.getByText("Die Einschränkung ist aufgehoben.").waitFor();
    await page.getByText(/^Verarbeitung eingeschränkt seit/).waitFor({ state: "detached" });
    const acts = page.getByRole("list", { name: "Einschränkungen und Aufhebungen" });
    assert.equal(await acts.getByRole("listitem").count(), 2);
    assert.equal((await app.api("GET", `/customers/${person.id}`)).restriction, null);
    await page.context().close();
  });
}

const valueOf = (customer, name) => customer.profile.find(({ field }) => field === name)?.value;

/** People as the shop's server tells them; whoever has no number of their own is known by their address. */
async function people(app, all) {
  const found = [];
  for (const { id, ...traits } of all) {
    await send(app, app.keys.server, { userId: id ?? traits.email, messageId: `new ${traits.email}`, traits }, "identify");
    found.push((await seen(app, traits.email))[0]);
  }
  return found;
}

async function send(app, key, body, what) {
  await ok(await fetch(`${app.url}/v1/${what}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ writeKey: key, ...body }) }));
}

async function ok(answer) {
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  assert.ok(!/"rejected":\[\{/.test(text), text);
}

/** What was accepted is applied a moment later, on everybody's clock. */
async function until(isSo) {
  for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) {
    const answer = await isSo();
    if (answer) return answer;
  }
  throw new Error("it did not come to that");
}

const seen = (app, query) => until(async () => {
  const found = await app.api("GET", `/customers?query=${encodeURIComponent(query)}`);
  return found.length > 0 ? found : null;
});
