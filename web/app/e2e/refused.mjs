// Rows of a file that were refused, by what people see: corrected, let in, discarded and brought back.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { settle, signedIn } from "./browser.mjs";
import { cutOff, tooWide, violations } from "./looks.mjs";

const GOOD = Array.from({ length: 40 }, (_, at) => `kt-${at};kt${at}@example.org;Kim;${String((at % 28) + 1).padStart(2, "0")}.04.1990`);
const WRONG = ["kt-91;rosa(at)example,org;Rosa;01.02.1980", "kt-92;keine;Bert;02.02.1980", "kt-93;ida@example.org;Ida;Maria;03.02.1980"];
const FILE = ["Kundennummer;E-Mail;Vorname;Geburtstag", ...WRONG, ...GOOD, ""].join("\n");

async function looksGood(page, where) {
  assert.deepEqual(await violations(page), [], where);
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await settle(page);
    assert.equal(await tooWide(page), 0, `${where}, ${width} px`);
    assert.deepEqual(await cutOff(page), [], `${where}, ${width} px`);
  }
}

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
    await page.getByLabel("Name der neuen Quelle").fill("kartei");
    await page.getByRole("button", { name: "Hochladen und ansehen" }).click();
    await page.getByRole("button", { name: "Probelauf starten" }).click({ timeout: 60_000 });
    await page.getByRole("button", { name: "Jetzt einlesen" }).click({ timeout: 60_000 });
    await page.getByRole("heading", { name: /^Eingelesen: / }).waitFor({ timeout: 60_000 });

    // What came of the files leads to what waits of them.
    await page.getByRole("link", { name: "In Quarantäne ansehen und berichtigen (3 Zeilen)" }).click();
    const quarantine = page.locator("#quarantine");
    const addresses = quarantine.locator("details.refused", { hasText: "keine E-Mail-Adresse" });
    await addresses.locator("summary").first().click();
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
    await addresses.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("Sie warten wieder.").waitFor();
    await addresses.waitFor();

    const fields = quarantine.locator("details.refused", { hasText: "Felder" }).filter({ hasText: "kartei.csv" });
    await fields.locator("summary").first().click();
    await fields.getByText("kt-93 | ida@example.org | Ida | Maria | 03.02.1980").waitFor();
    await fields.getByRole("button", { name: "Zeile 4 berichtigen" }).click();
    await fields.getByLabel("Vorname").fill("Ida Maria");
    await fields.getByLabel("Geburtstag").fill("03.02.1980");
    await fields.getByRole("button", { name: "Prüfen und einlesen" }).click();
    await fields.waitFor({ state: "detached" });
    assert.equal((await app.api("GET", "/customers?query=ida@example.org")).length, 1);
    await page.context().close();
    rmSync(folder, { recursive: true });
  });

  test("who may only look sees what was refused, and why nothing of it can be changed", async () => {
    const page = await signedIn(app, { role: "viewer" });
    await page.goto(`${app.url}/data`);
    const group = page.locator("details.refused").first();
    await group.locator("summary").first().click();
    assert.ok(await group.getByRole("button", { name: /^Zeile \d+ berichtigen$/ }).isDisabled());
    assert.ok(await group.getByRole("button", { name: /^Verwerfen/ }).isDisabled());
    await page.context().close();
  });
}
