// Consents by what people see: how each stands and came to that, and one on paper that is recorded with its proof.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { signedIn } from "./browser.mjs";
import { looksGood, violations } from "./looks.mjs";

/** Nobody fills in a form at once. */
const FILLED_IN_MS = 2_500;
const CARD = { name: "Anmeldekarte 17.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n% a card that somebody signed\n") };

export function consents(app) {
  test("support records a consent on paper with its proof, and both can be seen and printed", { timeout: 120_000 }, async () => {
    const person = await signedUp(app);
    const page = await signedIn(app, { role: "support" });
    await page.goto(`${app.url}/customers/${person.id}?tab=privacy`);
    await page.getByRole("link", { name: "Alle Vorgänge und Nachweise" }).click();
    await page.getByRole("button", { name: "Einwilligung erfassen" }).click();
    const record = page.getByRole("button", { name: "Einwilligung eintragen" });
    assert.equal(await record.getAttribute("title"), "Erst den Beleg wählen");
    await page.locator("input[type=file]").setInputFiles({ ...CARD, name: "karte.html" });
    await page.getByRole("alert").getByText("Ein Beleg ist eine PDF-, PNG- oder JPEG-Datei").waitFor();
    await page.locator("input[type=file]").setInputFiles(CARD);
    await page.getByRole("combobox", { name: "Kanal" }).selectOption({ label: "Anruf" });
    await page.getByRole("combobox", { name: "Zweck" }).selectOption({ label: "Angebote" });
    const text = page.getByRole("combobox", { name: "Name des Textes" });
    const agreed = await text.inputValue();
    assert.match(agreed, /^newsletter/, "the words that the person was shown before are offered");
    await text.fill("no-such-text");
    await page.getByText("Gilt ab jetzt: Anruf darf für „Angebote“ genutzt werden").waitFor();
    const handedIn = [];
    page.on("request", (request) => /\/proofs\?/.test(request.url()) && handedIn.push(request.url()));
    await record.click();
    await page.getByText(/^Diesen Text kennt hier niemand/).waitFor();
    await looksGood(page, "a consent on paper by words that nobody knows");
    await text.fill(agreed);
    await page.keyboard.press("Escape");
    await record.click();
    await page.getByText("Eingetragen: Anruf für „Angebote“. Der Beleg liegt dabei.").waitFor();
    assert.equal(handedIn.length, 1, "a file is handed in once, though the consent was refused first");

    const group = page.getByRole("article", { name: "Anruf · Angebote" });
    await group.getByText("erteilt", { exact: true }).waitFor();
    await group.getByText("Wortlaut „newsletter“").click();
    await group.getByText(/Ja, schicken Sie mir Angebote/).waitFor();
    await looksGood(page, "consents with one on paper");
    const link = async (name) => new URL(await group.getByRole("link", { name }).getAttribute("href"), app.url).href;
    const file = await page.request.get(await link(/^Beleg ansehen: Anmeldekarte 17\.pdf/));
    assert.deepEqual([file.status(), file.headers()["content-type"], (await file.body()).equals(CARD.buffer)], [200, "application/pdf", true]);
    const proof = await page.context().newPage();
    await proof.goto(await link("Nachweis zum Drucken"));
    await proof.getByRole("heading", { name: "Nachweis einer Einwilligung" }).waitFor();
    await proof.getByText(CARD.name).waitFor();
    assert.deepEqual(await violations(proof), []);

    // By telephone: not any more.
    await group.getByRole("button", { name: "Widerrufen: Anruf · Angebote" }).press("Enter");
    await group.getByText(/^Die Person möchte das nicht mehr: Anruf/).waitFor();
    await looksGood(page, "a consent that is about to be withdrawn");
    await group.getByRole("button", { name: "Widerruf erfassen" }).press("Enter");
    await page.getByText("Widerrufen: Anruf · Angebote.").waitFor();
    await group.getByText("widerrufen", { exact: true }).first().waitFor();
    assert.equal(await group.getByRole("button", { name: /^Widerrufen/ }).count(), 0, "what does not hold is not withdrawn");
    await looksGood(page, "a consent that was withdrawn");
    const { consents } = await app.api("GET", `/customers/${person.id}`);
    assert.equal(consents.filter(({ channel, granted }) => channel === "call" && granted).length, 0);
    await page.context().close();
    const { entries } = await app.api("GET", "/audit?act=consent_recorded");
    assert.equal(entries[0].who, "sam@example.org");
  });

  test("opt-outs are taken along to the source that does not know them, and then only new ones are listed", { timeout: 120_000 }, async () => {
    await objects(app, "471155001");
    await app.api("POST", "/sources", { id: "shop", kind: "cloudevents", secret: null, prefix: null, mapping: null });
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data/connect?source=shop`);
    const panel = page.getByRole("region", { name: "Abmeldungen zurück an die Quelle" });
    await panel.getByRole("row", { name: /^471155001/ }).getByText("Werbewiderspruch").waitFor();
    assert.deepEqual(await violations(page), []);
    const saved = page.waitForEvent("download");
    await panel.getByRole("link", { name: /^Als Datei speichern/ }).click();
    const file = await saved;
    assert.equal(file.suggestedFilename(), "opt-outs-shop.csv");
    assert.match(await readFile(await file.path(), "utf8"), /^key_kind,key,what.*\r\n(?:.*\r\n)*customer_number,471155001,objection,/);

    await panel.getByRole("button", { name: "Als eingetragen merken" }).click();
    await panel.getByText("Seither kam nichts Neues.").waitFor();
    await objects(app, "471155002");
    await page.reload();
    await panel.getByRole("row", { name: /^471155002/ }).waitFor();
    assert.equal(await panel.getByRole("row", { name: /^471155001/ }).count(), 0);
    await panel.getByRole("switch", { name: /^Nur was nach dem/ }).uncheck();
    await panel.getByRole("row", { name: /^471155001/ }).waitFor();
    await looksGood(page, "opt-outs that go back to a source");
    await page.context().close();
    await app.api("DELETE", "/sources/shop");
  });

  test("a newsletter list is read in with what people agreed to and what proves it, without a line of text", { timeout: 120_000 }, async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data/files`);
    const list = "E-Mail;Newsletter;Eingewilligt am;Angefragt am\nnina.liste@example.org;ja;03.02.2017;03.02.2017 09:14\nolaf.liste@example.org;ja;04.02.2017;\npia.liste@example.org;nein;05.02.2017;\n";
    await page.locator("input[type=file]").first().setInputFiles({ name: "newsletter.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
    await page.getByLabel("Quelle", { exact: true }).selectOption("Online-Shop");
    await page.getByRole("button", { name: "Hochladen und ansehen" }).click();
    const file = page.getByRole("region", { name: "newsletter.csv", exact: true });
    await file.getByLabel("Was „Newsletter“ bedeutet", { exact: true }).selectOption("Eingewilligt: ja oder nein");
    await file.getByLabel("Was „Eingewilligt am“ bedeutet", { exact: true }).selectOption("Eingewilligt am");
    await file.getByText("Noch ist nicht gewählt, wozu diese Menschen eingewilligt haben.").waitFor();
    await file.getByText("Für diese Einwilligungen fehlt ein Nachweis.").waitFor();
    await file.getByLabel("Zweck", { exact: true }).selectOption("Angebote");
    const proof = file.getByRole("radiogroup", { name: "Was weist diese Einwilligungen nach?" });
    await proof.getByRole("radio", { name: "Nichts" }).check();
    await file.getByText("stehen danach als „ohne Nachweis“ bei den Kunden").waitFor();
    await proof.getByRole("radio", { name: "Die Aufzeichnung des früheren Systems" }).check();
    await file.getByText("Es fehlt: Name des früheren Systems.").waitFor();
    await proof.getByRole("radio", { name: "Der bestätigende Klick (Double-Opt-in)" }).check();
    await file.getByLabel("Name des Textes").fill("Zwei Worte");
    await file.getByText(/^Nur Kleinbuchstaben/).waitFor();
    await file.getByLabel("Name des Textes").fill("newsletter");
    await file.getByLabel("Wann um die Bestätigung gebeten wurde, steht in").selectOption("Angefragt am");
    assert.equal(await file.getByText("Das ist noch offen").count(), 0);
    assert.equal(await file.getByLabel("Was „Angefragt am“ bedeutet", { exact: true }).evaluate((field) => field.selectedOptions[0].textContent), "weist die Einwilligung nach");
    await looksGood(page, "a newsletter list with what proves it");
    await page.getByRole("button", { name: "Probelauf starten" }).click();
    await page.getByRole("button", { name: "Jetzt einlesen" }).click({ timeout: 60_000 });
    await page.getByRole("heading", { name: /^Eingelesen: / }).waitFor({ timeout: 60_000 });
    const consents = async (address) => {
      const [{ id }] = await app.api("GET", `/customers?query=${address}`);
      return (await app.api("GET", `/customers/${id}`)).consents;
    };
    const [nina] = await consents("nina.liste@example.org");
    assert.deepEqual([nina.purpose, nina.granted, nina.proof.kind, nina.proof.text, nina.proof.asked], ["offers", true, "double_opt_in", "newsletter", "2017-02-03T14:14:00Z"], "read by the house's own clock");
    // Where the moment of asking is empty the row proves nothing.
    assert.equal((await consents("olaf.liste@example.org")).some(({ granted, proof }) => granted && proof.kind !== "none"), false);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test("an objection goes before what was agreed to, and whoever only reads sees no files", async () => {
    const { id } = await whoAgreed(app.api);
    await app.api("POST", `/customers/${id}/objection`, { lifted: false, how: "letter", note: null });
    const page = await signedIn(app, { role: "viewer" });
    await page.goto(`${app.url}/customers/${id}?tab=consent`);
    const first = page.getByRole("article").first();
    assert.equal(await first.getAttribute("aria-label"), "Werbung insgesamt");
    await first.getByText("widersprochen").waitFor();
    await page.getByText("erteilt, der Widerspruch geht vor").first().waitFor();
    assert.ok(await page.getByRole("button", { name: "Einwilligung erfassen" }).isDisabled());
    await page.getByText(/^Belege sehen die Rollen/).first().waitFor();
    assert.equal(await page.getByRole("link", { name: "Nachweis zum Drucken" }).count(), 0);
    assert.deepEqual(await violations(page), []);
    await page.context().close();
    await app.api("POST", `/customers/${id}/objection`, { lifted: true, how: "correction", note: null });
  });
}

/** Somebody whom the shop told of, and who then objected here. */
async function objects({ url, api }, number) {
  const { key } = await api("POST", "/keys", { name: `Shop ${number}`, source: "shop", trust: "server" });
  const body = { writeKey: key, userId: number, messageId: `objects ${number}`, traits: { firstName: "Nora", lastName: "Nein", email: `nein-${number}@example.org` } };
  const answer = await fetch(`${url}/v1/identify`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.text());
  await api("POST", "/demo/clock", { seconds: 60 });
  const [{ id }] = await api("GET", `/customers?query=${number}`);
  await api("POST", `/customers/${id}/objection`, { lifted: false, how: "letter", note: null });
  // What is heard in the very second up to which a list reaches is in the next one as well.
  await api("POST", "/demo/clock", { seconds: 1 });
}

async function whoAgreed(api) {
  for (const { id } of await api("GET", "/customers")) {
    const ledger = await api("GET", `/customers/${id}/consents`);
    if (ledger.some(({ act, state }) => act === "granted" && state === "holds")) return { id };
  }
  throw new Error("nobody in the demonstration agreed to anything");
}

/** Somebody who asked for the newsletter and has not confirmed it. */
async function signedUp(app) {
  const email = "karte@example.org";
  const visitor = await app.browser.newPage({ locale: "de-DE" });
  await visitor.goto(`${app.url}/f/newsletter`);
  await visitor.getByLabel("E-Mail-Adresse").fill(email);
  await visitor.waitForTimeout(FILLED_IN_MS);
  await visitor.getByRole("button", { name: "Anmelden" }).click();
  await visitor.getByRole("heading", { name: "Fast geschafft." }).waitFor();
  await visitor.close();
  await app.api("POST", "/demo/clock", { seconds: 60 });
  const [person] = await app.api("GET", `/customers?query=${encodeURIComponent(email)}`);
  return person;
}
