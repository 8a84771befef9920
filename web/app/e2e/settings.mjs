// Settings by what people see: comparing people, points and tiers, fences, what is erased, addresses of the shop; each set up,
// published, taken back, and told in the history.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { parse } from "yaml";
import { signedIn } from "./browser.mjs";
import { installFresh } from "./installation.mjs";
import { looksGood } from "./looks.mjs";

const SETTINGS = parse(readFileSync(new URL("../../../recipes/settings.yaml", import.meta.url), "utf8"));

export function settings(app) {
  describe("settings, in an installation of its own", { concurrency: false }, () => {
    const own = {};
    before(async () => {
      Object.assign(own, await installFresh(SETTINGS), { browser: app.browser });
      own.key = (await own.api("POST", "/keys", { name: "Server", source: "shop", trust: "server" })).key;
    }, { timeout: 120_000 });
    after(() => own.stop?.());
    compared(own);
    loyal(own);
    fenced(own);
    erased(own);
    addressed(own);
    worded(own);
    written(own);
    told(own);
  });
}

const sides = (page) => page.getByRole("region", { name: "Was sich ändert" });

async function opened(app, card, role = "marketer") {
  const page = await signedIn(app, { role });
  await page.goto(`${app.url}/settings`);
  await page.getByRole("link", { name: card }).click();
  return page;
}

function compared(app) {
  test("comparing people is set up by proposed fields, and taken back", { timeout: 90_000 }, async () => {
    const page = await opened(app, /^Ähnliche Kunden/);
    await page.getByRole("switch", { name: "Ähnliche Kunden suchen" }).click();
    assert.equal(await page.getByLabel("Nachname").inputValue(), "last_name", "it is proposed");
    await page.getByLabel("Nachname").selectOption("");
    await page.getByText("Ohne den Nachnamen wird niemand gefunden.").waitFor();
    assert.equal(await sides(page).getByRole("button", { name: "Veröffentlichen" }).isDisabled(), true);
    await page.getByLabel("Nachname").selectOption("last_name");
    await looksGood(page, "comparing people");
    await sides(page).getByRole("button", { name: "Veröffentlichen" }).click();
    await page.getByText("Veröffentlicht. Das gilt jetzt.").waitFor();
    assert.equal((await app.api("GET", "/settings")).matching.family_name, "last_name");
    assert.equal((await app.api("GET", "/suggestions")).compares, true);
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("Es ist wieder wie zuvor.").waitFor();
    assert.equal((await app.api("GET", "/settings")).matching, null);
    await page.context().close();
  });
}

function loyal(app) {
  test("points and tiers are set up, the lowest first", { timeout: 90_000 }, async () => {
    const page = await opened(app, /^Kundenkarte/);
    await page.getByRole("switch", { name: "Punkte und Stufen führen" }).click();
    await page.getByRole("button", { name: "Stufe hinzufügen" }).click();
    const first = page.getByRole("list", { name: "Stufen" }).getByRole("listitem").nth(0);
    await first.getByLabel(/^Name \(Deutsch\)/).fill("Silber");
    await page.getByRole("button", { name: "Stufe hinzufügen" }).click();
    const second = page.getByRole("list", { name: "Stufen" }).getByRole("listitem").nth(1);
    await second.getByLabel(/^Name \(Deutsch\)/).fill("Gold");
    await second.getByLabel("Ab so vielen Punkten").fill("400");
    await page.getByText("Sie muss mehr Punkte verlangen als die Stufe davor.").waitFor();
    await second.getByLabel("Ab so vielen Punkten").fill("2000");
    await looksGood(page, "points and tiers");
    await sides(page).getByRole("button", { name: "Veröffentlichen" }).click();
    await page.getByText("Veröffentlicht. Das gilt jetzt.").waitFor();
    const { loyalty } = await app.api("GET", "/settings");
    assert.deepEqual(loyalty.tiers.map(({ id, from, name }) => [id, from, name.en]), [["silber", 500, "Silber"], ["gold", 2000, "Gold"]]);
    await page.context().close();
  });
}

function fenced(app) {
  test("a fence is drawn where it is, and its place may be written with commas", { timeout: 90_000 }, async () => {
    const page = await opened(app, /^Umkreise/);
    await page.getByRole("switch", { name: "Umkreise führen" }).click();
    await page.getByRole("button", { name: "Umkreis hinzufügen" }).click();
    const row = page.getByRole("list", { name: "Eigene Umkreise" }).getByRole("listitem").first();
    await row.getByLabel(/^Name \(Deutsch\)/).fill("Alter Markt");
    await row.getByText("Breite und Länge in Grad").waitFor();
    await row.getByLabel("Breite, Länge").fill("50,9384; 6,9604");
    await page.getByRole("img", { name: /1 Punkt/ }).waitFor();
    await looksGood(page, "fences");
    await sides(page).getByRole("button", { name: "Veröffentlichen" }).click();
    await page.getByText("Veröffentlicht. Das gilt jetzt.").waitFor();
    const { location } = await app.api("GET", "/settings");
    assert.deepEqual(location.fences.map(({ id, place, radius_m }) => [id, place, radius_m]), [["alter_markt", "50.938400, 6.960400", 200]]);
    await page.context().close();
  });
}

function erased(app) {
  test("rules of erasing say whom they would take before they are live; only administrators change them", { timeout: 90_000 }, async () => {
    const other = await signedIn(app, { role: "marketer" });
    await other.goto(`${app.url}/settings`);
    await other.getByRole("link", { name: /^Kundenkarte/ }).waitFor();
    assert.equal(await other.getByRole("link", { name: /^Regeln der Aufbewahrung/ }).count(), 0);
    await other.context().close();
    const page = await opened(app, /^Regeln der Aufbewahrung/, "admin");
    await page.getByRole("switch", { name: "Nach Regeln löschen" }).click();
    const tried = page.getByRole("region", { name: "Wen das jetzt träfe" });
    await tried.getByText("Probe: Bis hierher wurde nichts gelöscht.").waitFor();
    await tried.getByRole("article").nth(2).waitFor();
    await looksGood(page, "rules of retention");
    await sides(page).getByRole("button", { name: "Veröffentlichen" }).click();
    await page.getByText("Veröffentlicht. Das gilt jetzt.").waitFor();
    const { retention } = await app.api("GET", "/settings");
    assert.deepEqual(retention.rules.map(({ about, after: span }) => `${about} ${span}`), ["silent 1096d", "unconfirmed 30d", "letters 400d"]);
    await page.getByRole("link", { name: "Zur Aufbewahrung" }).click();
    await page.getByRole("heading", { name: "Regeln und wen sie jetzt träfen" }).waitFor();
    await page.context().close();
  });
}

function addressed(app) {
  test("how the shop's addresses name articles is declared and tried out", { timeout: 90_000 }, async () => {
    await app.api("PUT", "/catalogue/articles/p1", { name: "Schlagbohrmaschine", path: ["Werkzeug"] });
    const page = await opened(app, /^Adressen des Shops/);
    const patterns = page.getByRole("textbox", { name: /^Muster/ });
    await patterns.fill("p/{number}");
    await page.getByText("Zeile 1: Ein Muster beginnt mit einem Schrägstrich").waitFor();
    await patterns.fill("/p/{number}");
    await sides(page).getByRole("button", { name: "Veröffentlichen" }).click();
    await page.getByText("Veröffentlicht. Das gilt jetzt.").waitFor();
    await page.getByRole("textbox", { name: "Eine Adresse ausprobieren" }).fill("https://shop.example/p/p1");
    await page.getByRole("link", { name: "Schlagbohrmaschine" }).waitFor();
    await looksGood(page, "addresses of the shop");
    await page.context().close();
  });
}

function told(app) {
  test("the history of the settings tells each change in words", { timeout: 60_000 }, async () => {
    const page = await signedIn(app, { role: "viewer" });
    await page.goto(`${app.url}/settings?tab=history`);
    await page.getByText("Umkreis Alter Markt").first().waitFor();
    await page.getByText("ab 500 Punkten").waitFor();
    await looksGood(page, "the history of the settings");
    await page.goto(`${app.url}/settings/loyalty`);
    await sides(page).getByRole("button", { name: "Veröffentlichen" }).waitFor();
    assert.equal(await sides(page).getByRole("button", { name: "Veröffentlichen" }).isDisabled(), true, "whoever only looks publishes nothing");
    await page.context().close();
  });
}

function written(app) {
  test("all settings stand there as text; what is wrong is told while one types, and a change is taken back", { timeout: 90_000 }, async () => {
    const page = await opened(app, /^Alle Einstellungen als Text/, "admin");
    const field = page.getByRole("textbox", { name: "Einstellungen (YAML)" });
    const text = await field.inputValue();
    assert.match(text, /time_zone: Europe\/Berlin/);
    await field.fill(text.replace("time_zone: Europe/Berlin", "time_zone: Europe/Nirgendwo"));
    await sides(page).getByRole("status").getByText(/Nirgendwo/).first().waitFor();
    assert.equal(await sides(page).getByRole("button", { name: "Veröffentlichen" }).isDisabled(), true);
    await field.fill(text.replace("time_zone: Europe/Berlin", "time_zone: Europe/Vienna"));
    await sides(page).getByText("In Ordnung").waitFor();
    await looksGood(page, "settings as text");
    await sides(page).getByRole("button", { name: "Veröffentlichen" }).click();
    await page.getByText("Veröffentlicht. Das gilt jetzt.").waitFor();
    assert.match((await app.api("GET", "/settings/document")).text, /Europe\/Vienna/);
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("Es ist wieder wie zuvor.").waitFor();
    assert.equal((await app.api("GET", "/settings/document")).text, text);
    await page.context().close();
  });
}

function worded(app) {
  test("words of a card are kept, get a new version, and a consent form offers them beside the purposes that the settings name", { timeout: 90_000 }, async () => {
    const told = await fetch(`${app.url}/v1/identify`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ writeKey: app.key, messageId: "card-1", userId: "card-1", traits: { email: "karte@example.org" } }) });
    assert.equal(told.status, 200, await told.text());
    const page = await opened(app, /^Einwilligungstexte/, "admin");
    await page.getByRole("button", { name: "Text hinterlegen" }).press("Enter");
    const form = page.getByRole("region", { name: "Text hinterlegen" });
    const words = form.getByLabel("Wortlaut (Deutsch)");
    assert.ok(await words.evaluate((element) => element === document.activeElement), "the words have the focus");
    await form.getByRole("button", { name: "Hinterlegen" }).click();
    await form.getByText("Geben Sie den Wortlaut an, wie er auf dem Papier steht.").waitFor();
    await words.fill("Ja, schicken Sie mir Angebote per Brief.");
    await form.getByLabel("Name des Textes").fill("karte-2026");
    await looksGood(page, "a consent text that is written");
    await form.getByRole("button", { name: "Hinterlegen" }).click();
    await page.getByText("Der Text „karte-2026“ ist hinterlegt.").waitFor();
    assert.match((await app.api("GET", "/settings/document")).text, /karte-2026/);

    await page.getByRole("button", { name: "Neue Fassung von „karte-2026“" }).click();
    const version = page.getByRole("region", { name: "Text hinterlegen" });
    assert.equal(await version.getByLabel("Name des Textes").inputValue(), "karte-2026-2");
    await version.getByLabel("Wortlaut (Englisch)").fill("Yes, send me offers by letter.");
    await version.getByRole("button", { name: "Hinterlegen" }).click();
    await page.getByText("Der Text „karte-2026-2“ ist hinterlegt.").waitFor();
    await page.getByRole("button", { name: "Text „karte-2026-2“ entfernen" }).click();
    await page.getByText("Der Text „karte-2026-2“ ist entfernt.").waitFor();
    await page.getByRole("button", { name: "Rückgängig" }).last().click();
    await page.getByText("Der Text „karte-2026-2“ ist wieder wie zuvor.").waitFor();
    await page.getByRole("button", { name: "Text „karte-2026-2“ ändern" }).waitFor();
    await looksGood(page, "consent texts");

    const [person] = await app.api("GET", "/customers?query=karte@example.org");
    await page.goto(`${app.url}/customers/${person.id}?tab=consent`);
    await page.getByRole("button", { name: "Einwilligung erfassen" }).click();
    await page.getByRole("combobox", { name: "Zweck" }).selectOption({ label: "Angebote" });
    await page.getByRole("combobox", { name: "Name des Textes" }).fill("karte-2026");
    await page.getByText("Ja, schicken Sie mir Angebote per Brief.").last().waitFor();
    await page.getByRole("combobox", { name: "Name des Textes" }).fill("heft-2020");
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Text hinterlegen" }).click();
    await page.getByRole("region", { name: "Text hinterlegen" }).waitFor();
    assert.equal(await page.getByLabel("Name des Textes").inputValue(), "heft-2020");
    await page.context().close();
  });
}
