// What people do by telephone and in the shop: noted, told what led to it, and said otherwise, there and back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { settle, signedIn } from "./browser.mjs";
import { cutOff, tooWide, violations } from "./looks.mjs";

export function acts(app) {
  test("support notes a call by the keyboard, reads what led to it, and says otherwise, there and back", { timeout: 120_000 }, async () => {
    const person = await written(app.api);
    const page = await signedIn(app, { role: "support" });
    await page.goto(`${app.url}/customers/${person.id}`);
    await page.getByRole("button", { name: "Vorgang notieren" }).press("Enter");
    const panel = page.getByRole("region", { name: "Vorgang notieren" });
    const call = panel.getByRole("radio", { name: /^Anruf/ });
    assert.ok(await call.evaluate((radio) => radio === document.activeElement), "the first kind has the focus");
    assert.ok(await panel.getByRole("button", { name: "Notieren", exact: true }).isDisabled());
    await call.press("Space");
    assert.ok(await panel.getByRole("radio", { name: "Am Telefon" }).isChecked());
    await panel.getByRole("textbox", { name: /^Worum ging es/ }).fill("Lieferzeit");
    assert.deepEqual(await violations(page), []);
    await fits(page);
    await panel.getByRole("textbox", { name: /^Worum ging es/ }).press("Enter");
    await panel.getByText("Notiert: Anruf beim Kundendienst").waitFor();
    await panel.getByText("Kein Anlass gefunden: worum es ging, ist nicht festgehalten").waitFor();
    assert.deepEqual(await violations(page), []);

    await panel.getByRole("button", { name: "Anlass berichtigen" }).press("Enter");
    const menu = page.getByRole("menu");
    const choice = menu.getByRole("menuitem").nth(1);
    await choice.waitFor();
    assert.deepEqual(await violations(page), []);
    await fits(page);
    await choice.press("Enter");
    await panel.getByText(/^Wegen „.+“ vom .+ – von Hand festgehalten/).waitFor();
    await panel.getByText(/Korrektur eines Eintrags · erfasst von sam@example.org/).waitFor();
    const noted = (await app.api("GET", `/customers/${person.id}/actions`)).find(({ subject }) => subject === "Lieferzeit");
    assert.deepEqual([noted.kind, noted.subject, noted.cause.certainty, noted.cause.delivery !== null], ["called", "Lieferzeit", "said", true]);

    await page.getByRole("button", { name: "Rückgängig" }).click();
    await panel.getByText("Keine Nachricht war der Anlass, von Hand festgehalten").waitFor();
    await panel.getByRole("button", { name: "Schließen" }).click();
    await panel.waitFor({ state: "detached" });
    assert.ok(await page.getByRole("button", { name: "Vorgang notieren" }).evaluate((button) => button === document.activeElement), "the focus goes back to the button");

    await page.getByRole("tab", { name: "Verlauf" }).click();
    const row = page.getByRole("listitem").filter({ hasText: "Kundendienst angerufen: Lieferzeit" });
    await row.getByText("Keine Nachricht war der Anlass").waitFor();
    await row.getByRole("button", { name: "Anlass berichtigen" }).click();
    await page.getByRole("menuitem").nth(1).click();
    await row.getByText(/^Wegen „.+“ vom .+ – von Hand festgehalten/).waitFor();
    assert.deepEqual(await violations(page), []);
    await fits(page);
    await page.context().close();
    const { entries } = await app.api("GET", "/audit?act=action_noted");
    assert.equal(entries[0].who, "sam@example.org");
  });

  test("a rating about an article is noted with its reason, and what a kind needs is said", { timeout: 120_000 }, async () => {
    const person = await written(app.api);
    const { rows: [article] } = await app.api("GET", "/catalogue");
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/customers/${person.id}?act=note`);
    const panel = page.getByRole("region", { name: "Vorgang notieren" });
    await panel.getByRole("radio", { name: /^Besuch/ }).check();
    await panel.getByText("Wählen Sie den Standort.").waitFor();
    await panel.getByRole("radio", { name: /^Belegnummer/ }).check();
    await panel.getByText("Geben Sie die Nummer des Belegs ein.").waitFor();
    await panel.getByRole("radio", { name: /^Bewertung/ }).check();
    await panel.getByText("Wählen Sie die Bewertung.").waitFor();
    await panel.getByRole("radio", { name: "4 von 5" }).check();
    await panel.getByRole("combobox", { name: /^Artikel, um den es ging/ }).fill(article.number);
    await page.getByRole("option").filter({ hasText: article.number }).first().click();
    assert.deepEqual(await violations(page), []);
    await panel.getByRole("button", { name: "Notieren", exact: true }).click();
    await panel.getByText("Notiert: Bewertung").waitFor();
    // The clock stands still, so which of somebody's actions is the newest is open.
    const noted = (await app.api("GET", `/customers/${person.id}/actions`)).find(({ kind }) => kind === "rated");
    assert.deepEqual([noted.kind, noted.rating, noted.article], ["rated", 4, article.number]);
    await panel.getByText(noted.cause.message === null ? `Kein Anlass gefunden: ${noted.cause.words.de}` : `Wegen „${noted.cause.message.name.de}“`).waitFor();
    await page.context().close();
  });

  test("whoever only reads sees the cause, and why it is not theirs to correct", async () => {
    const person = await written(app.api);
    await app.api("POST", `/customers/${person.id}/actions`, { kind: "catalogue_requested", how: "letter", subject: "Frühjahr" });
    const page = await signedIn(app, { role: "viewer" });
    await page.goto(`${app.url}/customers/${person.id}?tab=timeline&act=note`);
    const row = page.getByRole("listitem").filter({ hasText: "Katalog angefordert: Frühjahr" }).first();
    await row.getByText(/^Kein Anlass gefunden/).waitFor();
    assert.ok(await row.getByRole("button", { name: "Anlass berichtigen" }).isDisabled());
    assert.ok(await page.getByRole("button", { name: "Vorgang notieren" }).isDisabled());
    assert.equal(await page.getByRole("region", { name: "Vorgang notieren" }).count(), 0);
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });
}

async function fits(page) {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await settle(page);
    assert.equal(await tooWide(page), 0);
    assert.deepEqual(await cutOff(page), []);
  }
}

/** Whoever was written to last: within the days that a cause is looked for. */
async function written(api) {
  const { rows: [row] } = await api("GET", "/intents?state=delivered");
  return { id: row.customer };
}
