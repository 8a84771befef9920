// Rows of a file that were refused, by what people see: corrected, let in, discarded and brought back.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { signedIn } from "./browser.mjs";
import { looksGood } from "./looks.mjs";

const GOOD = Array.from({ length: 40 }, (_, at) => `kt-${at};kt${at}@example.org;Kim;${String((at % 28) + 1).padStart(2, "0")}.04.1990`);
const WRONG = ["kt-91;rosa(at)example,org;Rosa;01.02.1980", "kt-92;keine;Bert;02.02.1980", "kt-93;ida@example.org;Ida;Maria;03.02.1980"];
const FILE = ["Kundennummer;E-Mail;Vorname;Geburtstag", ...WRONG, ...GOOD, ""].join("\n");

/** In an installation of its own. */
export function refused(app) {
  test("refused rows of a file are corrected in the app and let in, and what nobody wants goes, with a way back", { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "anlass-refused-"));
    const file = join(folder, "kartei.csv");
    writeFileSync(file, FILE);
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data`);
    await page.getByRole("link", { name: "Dateien einlesen" }).click();
    await page.locator("input[type=file]").first().setInputFiles(file);
    await page.getByLabel("Quelle", { exact: true }).selectOption("Neue Quelle …");
    await page.getByLabel("Name der neuen Quelle").fill("kartei");
    await page.getByRole("button", { name: "Hochladen und ansehen" }).click();
    await page.getByRole("button", { name: "Probelauf starten" }).click({ timeout: 60_000 });
    await page.getByRole("button", { name: "Jetzt einlesen" }).click({ timeout: 60_000 });
    await page.getByRole("heading", { name: /^Eingelesen: / }).waitFor({ timeout: 60_000 });

    // What came of the files leads to what waits of them: to all of it, and to each group by what is wrong.
    await page.getByRole("link", { name: /^kartei\.csv: .*Felder/ }).waitFor();
    await page.getByRole("link", { name: "In Quarantäne ansehen und berichtigen (3 Zeilen)" }).click();
    const quarantine = page.locator("#quarantine");
    await looksGood(page, "data with rows that wait");
    const parts = page.getByRole("navigation", { name: "Teile dieser Seite" });
    await parts.getByRole("link", { name: "Quarantäne" }).press("Enter");
    assert.ok(await quarantine.evaluate((element) => element === document.activeElement), "the focus goes along");
    const group = (reason) => quarantine.locator(".refused-groups > li", { hasText: "kartei.csv" }).filter({ hasText: reason }).getByRole("link");
    const addresses = page.getByRole("region", { name: "kartei: kartei.csv" });
    await group("keine E-Mail-Adresse").press("Enter");
    await page.getByRole("heading", { name: "kartei: kartei.csv", level: 1 }).waitFor();
    assert.match(new URL(page.url()).pathname, /^\/data\/refused\/./, "the group stands in the address");
    await addresses.getByText("rosa(at)example,org").waitFor();
    await addresses.getByText("Meinten Sie „rosa@example.org“?").waitFor();
    await addresses.getByText("Abhilfe: Die Adresse berichtigen").waitFor();
    await looksGood(page, "refused rows");
    await addresses.getByRole("button", { name: "Übernehmen und ansehen" }).click();
    assert.equal(await addresses.getByLabel("E-Mail").inputValue(), "rosa@example.org");
    await looksGood(page, "a row that is corrected");
    await addresses.getByRole("button", { name: "Prüfen und einlesen" }).click();
    await page.getByText("1 Zeile eingelesen.").waitFor();
    assert.equal((await app.api("GET", "/customers?query=rosa@example.org")).length, 1);

    await addresses.getByRole("button", { name: "Zeile 3 berichtigen" }).click();
    await addresses.getByRole("button", { name: "Prüfen und einlesen" }).click();
    await page.getByText("Noch nicht richtig").waitFor();
    await addresses.getByRole("button", { name: "Abbrechen" }).click();
    await addresses.getByRole("button", { name: "Verwerfen: Zeile 3" }).click();
    await page.getByText("1 Zeile verworfen.").waitFor();
    await page.getByRole("heading", { name: "Hier wartet nichts mehr", level: 1 }).waitFor();
    await looksGood(page, "a group that is done");
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("Sie warten wieder.").waitFor();
    await addresses.getByRole("button", { name: "Zeile 3 berichtigen" }).waitFor();

    // From group to group, by what else waits.
    await page.getByRole("region", { name: "Was sonst noch wartet" }).locator("li", { hasText: "kartei.csv" }).filter({ hasText: "Felder" }).getByRole("link").click();
    const fields = page.getByRole("region", { name: "kartei: kartei.csv" });
    await fields.getByText("kt-93 | ida@example.org | Ida | Maria | 03.02.1980").waitFor();
    await fields.getByRole("button", { name: "Zeile 4 berichtigen" }).click();
    await fields.getByLabel("Vorname").fill("Ida Maria");
    await fields.getByLabel("Geburtstag").fill("30.02.1980");
    await fields.getByRole("button", { name: "Prüfen und einlesen" }).click();
    // It is wrong in another way now, and is gone on with where it waits.
    await page.getByText("Zeile 4 ist noch nicht eingelesen. Jetzt ist etwas anderes falsch: Geburtstag: kein Tag").waitFor();
    await fields.getByText("einen 30. Februar gibt es nicht").first().waitFor();
    assert.equal(await fields.getByLabel("Vorname").inputValue(), "Ida Maria");
    assert.ok(await fields.getByLabel("Geburtstag").evaluate((field) => field === document.activeElement), "the field that is wrong now has the focus");
    await looksGood(page, "a row that is wrong in another way");
    await fields.getByLabel("Geburtstag").fill("03.02.1980");
    await fields.getByRole("button", { name: "Prüfen und einlesen" }).click();
    await page.getByRole("heading", { name: "Hier wartet nichts mehr", level: 1 }).waitFor();
    assert.equal((await app.api("GET", "/customers?query=ida@example.org")).length, 1);
    assert.deepEqual(page.problems, [], "nobody asks for a group that is gone");
    await page.context().close();
    rmSync(folder, { recursive: true });
  });

  test("a visit of an export of web analytics is corrected as the tool wrote it, and let in", { timeout: 120_000 }, async () => {
    const visit = (number, moment) => ({ idVisit: String(number), visitorId: "33c31e01394bdc63", userId: "kt-7", siteCurrency: "EUR", actionDetails: [{ type: "action", url: "https://shop.example/", ...moment }] });
    const text = JSON.stringify([visit(7, { timestamp: 1_420_000_000 }), visit(8, {})]);
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data/files`);
    await page.locator("input[type=file]").first().setInputFiles({ name: "besuche.json", mimeType: "application/json", buffer: Buffer.from(text) });
    await page.getByLabel("Quelle", { exact: true }).selectOption("Neue Quelle …");
    await page.getByLabel("Name der neuen Quelle").fill("matomo");
    await page.getByRole("button", { name: "Hochladen und ansehen" }).click();
    await page.getByRole("button", { name: "Probelauf starten" }).click({ timeout: 60_000 });
    await page.getByRole("button", { name: "Jetzt einlesen" }).click({ timeout: 60_000 });
    await page.getByRole("heading", { name: /^Eingelesen: / }).waitFor({ timeout: 60_000 });
    await page.getByRole("link", { name: "In Quarantäne ansehen und berichtigen (1 Zeile)" }).click();
    await page.getByRole("heading", { name: "matomo: besuche.json", level: 1 }).waitFor();
    await looksGood(page, "a visit that was refused");
    await page.getByRole("button", { name: /^Zeile \d+ berichtigen$/ }).click();
    const field = page.getByLabel("Was das Werkzeug schrieb, als JSON");
    const written = JSON.parse(await field.inputValue());
    written.actionDetails[0].timestamp = 1_420_000_100;
    await looksGood(page, "a visit that is corrected");
    await field.fill(JSON.stringify(written));
    await page.getByRole("button", { name: "Prüfen und einlesen" }).click();
    await page.getByRole("heading", { name: "Hier wartet nichts mehr", level: 1 }).waitFor();
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test("who may only look sees what was refused, and why nothing of it can be changed", async () => {
    const page = await signedIn(app, { role: "viewer" });
    await page.goto(`${app.url}/data`);
    await page.locator(".refused-groups a").first().click();
    const group = page.getByRole("main");
    await group.getByRole("button", { name: /^Zeile \d+ berichtigen$/ }).first().waitFor();
    assert.ok(await group.getByRole("button", { name: /^Zeile \d+ berichtigen$/ }).first().isDisabled());
    assert.ok(await group.getByRole("button", { name: /^Verwerfen/ }).first().isDisabled());
    await page.context().close();
  });
}
