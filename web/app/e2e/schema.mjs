// The organisation's own schema, by what people see: what there is, who asks for it, and what changed; made and changed in the
// app; and what customers have of it.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { parse } from "yaml";
import { signedIn } from "./browser.mjs";
import { installFresh } from "./installation.mjs";
import { looksGood, violations } from "./looks.mjs";
import { refused } from "./refused.mjs";

const SHIPPED = parse(readFileSync(new URL("../../../recipes/settings.yaml", import.meta.url), "utf8"));
const SETTINGS = {
  ...SHIPPED,
  entities: { vehicle: { label: { de: "Fahrzeug", en: "vehicle" }, fields: { model: "text", inspection: "day", mileage: "int" } } },
  names: { ...SHIPPED.names, model: { de: "Modell", en: "model" }, inspection: { de: "Hauptuntersuchung", en: "inspection" }, mileage: { de: "Kilometerstand", en: "mileage" } },
};

export function schema(app) {
  browsed(app);
  describe("what customers have, in an installation of its own", { concurrency: false }, () => {
    const own = {};
    before(async () => {
      Object.assign(own, await installFresh(SETTINGS), { browser: app.browser });
      own.key = (await own.api("POST", "/keys", { name: "Server der Werkstatt", source: "shop", trust: "server" })).key;
    }, { timeout: 120_000 });
    after(() => own.stop?.());
    had(own);
    read(own);
    refused(own);
    made(own);
  });
  asked(app);
}

function browsed(app) {
  test("a field, an event and a rule are found with who asks for them, and their history is told", async () => {
    const page = await signedIn(app, { role: "viewer" });
    await page.goto(`${app.url}/data`);
    await page.getByRole("link", { name: "Was Sie erfassen" }).click();
    await page.getByRole("heading", { name: "Was Sie erfassen", level: 1 }).waitFor();
    await page.getByRole("textbox", { name: "Nach Namen filtern" }).fill("vorna");
    const fields = page.getByRole("region", { name: "Angaben zur Person" });
    await fields.getByText("Vorname").waitFor();
    assert.equal(await fields.getByRole("row").count(), 2, "the heading and one row");
    await page.getByRole("textbox", { name: "Nach Namen filtern" }).fill("");
    await page.getByRole("tab", { name: /^Eigene Ereignisse/ }).click();
    const row = page.getByRole("row", { name: /order\.shipped/ });
    await row.getByRole("link", { name: "Bestellung und Abholung" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("tab", { name: /^Kennungen, Phasen, Segmente/ }).click();
    await page.getByText("führt Personen zusammen").first().waitFor();
    await page.getByRole("tab", { name: /^Geschichte/ }).click();
    await page.getByRole("heading", { name: "Fassung 1" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });
}

function had(app) {
  test("the vehicles of a person stand on their page, each with its values in words", { timeout: 60_000 }, async () => {
    const person = await told(app, "w-1", "wagner@example.org");
    const other = await told(app, "w-2", "weber@example.org");
    await thing(app, "w-1", { entity: "vehicle", key: "B-AN 1234", model: "Golf", inspection: "2027-03-01", mileage: 61_000 });
    await thing(app, "w-1", { entity: "vehicle", key: "B-AN 9", model: "Polo" });
    await until(async () => (await app.api("GET", `/customers/${person}`)).things.length === 2);
    const page = await signedIn(app, { role: "viewer" });
    await page.goto(`${app.url}/customers/${person}`);
    const panel = page.getByRole("region", { name: "Was diese Person hat" });
    await panel.getByRole("heading", { name: "Fahrzeug 2" }).waitFor();
    const first = panel.getByRole("listitem").filter({ hasText: "B-AN 1234" });
    assert.match(await first.innerText(), /bekannt seit[\s\S]*Hauptuntersuchung\s+01\.03\.2027/);
    assert.match(await first.innerText(), /Kilometerstand\s+61\.000/);
    await looksGood(page, "what somebody has");
    await page.goto(`${app.url}/customers/${other}`);
    await panel.getByText("Noch nichts davon bekannt: Fahrzeug").waitFor();
    await page.context().close();
  });
}

/** By the names of the fields alone: nobody says what a column means. */
function read(app) {
  test("a file of vehicles is read in as it is proposed", { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "anlass-vehicles-"));
    const file = join(folder, "fahrzeuge.csv");
    writeFileSync(file, "Kundennummer;Fahrzeugnummer;Modell;Hauptuntersuchung;Kilometerstand\nw-7;B-CD 1;Golf;31.03.2027;61000\nw-7;B-CD 2;Polo;13.04.2027;4000\nw-8;B-CD 3;Passat;30.06.2027;\n");
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data`);
    await page.getByRole("link", { name: "Dateien einlesen" }).click();
    await page.locator("input[type=file]").first().setInputFiles(file);
    await page.getByLabel("Quelle", { exact: true }).selectOption("Neue Quelle …");
    await page.getByLabel("Name der neuen Quelle").fill("werkstatt");
    await page.getByRole("button", { name: "Hochladen und ansehen" }).click();
    const looked = page.getByRole("region", { name: "fahrzeuge.csv", exact: true });
    await looked.getByText("Fahrzeug · Hauptuntersuchung").waitFor({ timeout: 60_000 });
    await looksGood(page, "columns of what customers have");
    await page.getByRole("button", { name: "Probelauf starten" }).click();
    await page.getByRole("button", { name: "Jetzt einlesen" }).click({ timeout: 60_000 });
    await page.getByRole("heading", { name: /^Eingelesen: / }).waitFor({ timeout: 60_000 });
    const [{ id }] = await app.api("GET", "/customers?query=w-7");
    const { things } = await app.api("GET", `/customers/${id}`);
    assert.deepEqual(things.map(({ key }) => key), ["B-CD 1", "B-CD 2"]);
    await page.context().close();
    rmSync(folder, { recursive: true });
  });
}

function made(app) {
  test("what customers have and an own event are made, published, and filled", { timeout: 120_000 }, async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data/schema`);
    await page.getByRole("link", { name: "Ändern", exact: true }).click();
    await page.getByRole("heading", { name: "Ändern, was Sie erfassen", level: 1 }).waitFor();
    const publish = page.getByRole("button", { name: "Veröffentlichen" });
    assert.equal(await publish.getAttribute("title"), "Nichts ist geändert.");

    await page.getByRole("tab", { name: /^Was Kunden haben/ }).click();
    await page.getByRole("button", { name: "Neue Art anlegen" }).press("Enter");
    assert.equal(await publish.getAttribute("title"), "Eine Angabe ist noch nicht vollständig; sie ist rot markiert.");
    await page.getByRole("region", { name: "Neue Art" }).getByLabel("Name (Deutsch)").fill("Haustier");
    const pet = page.getByRole("region", { name: "Haustier", exact: true });
    assert.equal(await pet.getByLabel("Kurzname (bleibt)").inputValue(), "haustier");
    await pet.getByLabel("Kurzname (bleibt)").fill("Tier 1");
    await pet.getByText(/^Kleinbuchstaben \(a–z\)/).waitFor();
    await pet.getByLabel("Kurzname (bleibt)").fill("pet");
    await field(pet, "Rasse");
    await field(pet, "Nächste Impfung", "Tag");
    assert.equal(await pet.getByRole("group", { name: "Nächste Impfung" }).getByLabel("Kurzname (bleibt)").inputValue(), "naechste_impfung");
    await page.getByRole("tab", { name: /^Eigene Ereignisse/ }).click();
    await page.getByRole("button", { name: "Neues Ereignis anlegen" }).click();
    await page.getByRole("region", { name: "Neues Ereignis" }).getByLabel("Name (Deutsch)").fill("Tierarzt besucht");
    const coming = page.getByRole("region", { name: "Was sich ändert" });
    for (const name of ["Haustier", "Rasse", "Nächste Impfung", "Tierarzt besucht"]) await coming.getByText(name).first().waitFor();
    await looksGood(page, "a changed schema");
    assert.equal((await app.api("GET", "/schema")).own.entities.pet, undefined, "nothing is live before it is published");

    await publish.click();
    await page.getByText("Veröffentlicht. Das wird jetzt erfasst.").waitFor();
    const { own } = await app.api("GET", "/schema");
    assert.deepEqual(own.entities.pet.fields, { naechste_impfung: "day", rasse: "text" });
    assert.deepEqual([own.entities.pet.label, own.names.rasse], [{ de: "Haustier", en: "Haustier" }, { de: "Rasse", en: "Rasse" }]);
    assert.deepEqual(own.events["tierarzt.besucht"].fields, {});
    assert.ok(own.entities.vehicle, "what was not touched stays");
    await page.goto(`${app.url}/data/schema?tab=history`);
    const newest = page.getByRole("list", { name: "Geschichte" }).locator("> li").first();
    await newest.getByText("Nächste Impfung").first().waitFor();
    assert.equal((await app.api("GET", "/audit?act=schema_changed")).entries[0].who, "mo@example.org");

    const person = await told(app, "w-3", "wolf@example.org");
    await thing(app, "w-3", { entity: "pet", key: "Bello", rasse: "Dackel", naechste_impfung: "2027-04-05" });
    await track(app, "w-3", "Tierarzt Besucht", {});
    await until(async () => (await app.api("GET", `/customers/${person}`)).things.length === 1);
    await page.goto(`${app.url}/customers/${person}`);
    const panel = page.getByRole("region", { name: "Was diese Person hat" });
    assert.match(await panel.getByRole("listitem").filter({ hasText: "Bello" }).innerText(), /Nächste Impfung\s+05\.04\.2027/);
    await page.getByRole("tab", { name: "Verlauf" }).click();
    await page.getByText(/Tierarzt besucht/).first().waitFor();
    await page.context().close();
  });

  test("a name is changed and taken back, a place that cannot be read is told by its line, and what nobody asks for goes", { timeout: 120_000 }, async () => {
    const { own: before } = await app.api("GET", "/schema");
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data/schema/edit`);
    await page.locator("fieldset", { hasText: "postcode" }).getByLabel("Name (Deutsch)").fill("Postleitzahl des Wohnorts");
    const coming = page.getByRole("region", { name: "Was sich ändert" });
    await coming.getByRole("listitem").filter({ hasText: "umbenannt" }).getByText("Postleitzahl des Wohnorts").waitFor();
    await page.getByRole("tab", { name: "Eigener Standort" }).click();
    const places = page.getByLabel("Wo diese Orte liegen");
    await places.fill("50667 = 50.938, 6.957\nBonn 50.73");
    await page.getByText("Zeile 2: Es fehlt der Ort oder das Gleichheitszeichen.").waitFor();
    const publish = page.getByRole("button", { name: "Veröffentlichen" });
    assert.ok(await publish.isDisabled());
    await looksGood(page, "the own outlet");
    await places.fill("50667 = 50.938, 6.957");
    const by = page.getByRole("combobox", { name: "Ort der Person" }).or(page.getByRole("textbox", { name: "Ort der Person" })).first();
    await by.click();
    await page.getByRole("listbox", { name: "Ort der Person" }).getByRole("option", { name: "Postleitzahl des Wohnorts" }).click();
    await by.press("Escape");
    await page.getByRole("tab", { name: /^Was Kunden haben/ }).click();
    const vehicle = page.getByRole("region", { name: "Fahrzeug", exact: true });
    await vehicle.getByText("Fahrzeug", { exact: true }).first().click();
    await vehicle.getByRole("button", { name: "Kilometerstand wegnehmen" }).click();
    await vehicle.getByText("fällt weg").waitFor();
    await coming.getByRole("listitem").filter({ hasText: "Kilometerstand" }).getByText("weggefallen").waitFor();

    await publish.click();
    await page.getByText("Veröffentlicht. Das wird jetzt erfasst.").waitFor();
    const { own } = await app.api("GET", "/schema");
    assert.deepEqual([own.names.postcode.de, own.nearest.by, own.nearest.places, own.entities.vehicle.fields.mileage], ["Postleitzahl des Wohnorts", ["postcode"], { 50667: "50.938, 6.957" }, undefined]);
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("Es ist wieder wie zuvor.").waitFor();
    assert.deepEqual((await app.api("GET", "/schema")).own, before);
    await page.context().close();
  });
}

function asked(app) {
  test("what programmes ask for cannot go, and who asks is said; who may only look is told why", async () => {
    const page = await signedIn(app, { role: "marketer", width: 390 });
    await page.goto(`${app.url}/data/schema/edit?tab=events`);
    const shipped = page.getByRole("region", { name: "Bestellung unterwegs", exact: true });
    await shipped.getByText("order.shipped").first().click();
    await shipped.getByText("Solange jemand danach fragt, lässt es sich nicht wegnehmen.").first().waitFor();
    await shipped.getByRole("link", { name: "Bestellung und Abholung" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.context().close();
    const viewer = await signedIn(app, { role: "viewer" });
    await viewer.goto(`${app.url}/data/schema`);
    const change = viewer.getByRole("button", { name: "Ändern", exact: true });
    assert.equal(await change.getAttribute("title"), "Ihre Rolle erlaubt das nicht.");
    await viewer.context().close();
  });
}

/** Whether this server says what is declared, and so takes a change of it. */

async function field(kind, name, type) {
  await kind.getByRole("button", { name: "Angabe hinzufügen" }).click();
  await kind.getByRole("group", { name: "Neue Angabe" }).getByLabel("Name (Deutsch)").fill(name);
  if (type) await kind.getByRole("group", { name, exact: true }).getByLabel("Art").selectOption(type);
}

async function told(app, userId, email) {
  await send(app, "identify", { userId, messageId: `told ${userId}`, traits: { email, lastName: userId } });
  return until(async () => (await app.api("GET", `/customers?query=${email}`))[0]?.id);
}

const track = (app, userId, event, properties) => send(app, "track", { userId, messageId: `${userId} ${event} ${properties.key ?? ""}`, event, properties });
const thing = (app, userId, properties) => track(app, userId, "Entity Changed", properties);

async function send(app, what, body) {
  const answer = await fetch(`${app.url}/v1/${what}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ writeKey: app.key, ...body }) });
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
