// What the company sells, by what people see: a list of articles alone is read in, and each of them is found with its price, its
// stock and its place.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signedIn } from "./browser.mjs";
import { looksGood, violations } from "./looks.mjs";

const ARTICLES = `Artikelnummer;Bezeichnung;Warengruppe;Marke;Preis;Bestand
W2-1;Gartenschere Klara;Garten > Werkzeug;Klara;19,90;12
W2-2;Rosenschere Lang;Garten > Werkzeug;Klara;24,90;0
W2-3;Blumenerde 40 l;Garten > Pflanzen;;9,90;250
`;

export function catalogue(app) {
  test("a list of articles alone is tried and read in, though nothing happened", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data/files`);
    const files = await page.evaluateHandle((held) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([held], "Sortiment.csv", { type: "text/csv" }));
      return transfer;
    }, ARTICLES);
    await page.locator(".drop-zone").dispatchEvent("drop", { dataTransfer: files });
    await page.getByLabel("Quelle", { exact: true }).selectOption("Neue Quelle …");
    await page.getByRole("button", { name: "Hochladen und ansehen" }).click();
    await page.getByRole("button", { name: "Probelauf starten" }).click();
    await page.getByText("Danach kennen Nachrichten die Artikel, ihre Preise und ihren Bestand.").waitFor();
    assert.equal(await page.getByText("Aus diesen Dateien würde nichts übernommen").count(), 0);
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Jetzt einlesen" }).click();
    await page.getByRole("heading", { name: "Eingelesen: 3 Artikel" }).waitFor();
    await page.context().close();
  });

  test("an article is found by a word of its name, by where it hangs and by what it lacks", async () => {
    const page = await signedIn(app, { role: "viewer" });
    await page.goto(app.url);
    await page.getByRole("link", { name: "Sortiment", exact: true }).click();
    const field = page.getByRole("textbox", { name: "Artikel suchen" });
    await field.pressSequentially("rosenschere", { delay: 20 });
    const list = page.getByRole("region", { name: "Artikel", exact: true });
    const row = list.getByRole("listitem").filter({ hasText: "Rosenschere Lang" });
    await row.getByText("nicht lieferbar").waitFor();
    await row.getByText("24,90").waitFor();
    assert.ok(await field.evaluate((element) => element === document.activeElement), "the field keeps the focus");
    assert.deepEqual(await violations(page), []);
    await field.fill("");
    await field.press("Enter");
    const tree = page.getByRole("list", { name: "Warengruppen" });
    await tree.getByRole("button", { name: "Garten aufklappen" }).press("Enter");
    await tree.getByRole("link", { name: "Werkzeug" }).press("Enter");
    await list.getByRole("link", { name: "Gartenschere Klara" }).waitFor();
    await page.getByText("In: Garten › Werkzeug").waitFor();
    assert.equal(await list.getByRole("link", { name: "Blumenerde 40 l" }).count(), 0);
    await page.getByText("nicht lieferbar", { exact: true }).first().click();
    await list.getByRole("link", { name: "Gartenschere Klara" }).waitFor({ state: "detached" });

    await list.getByRole("link", { name: "Rosenschere Lang" }).click();
    await page.getByRole("heading", { name: "Rosenschere Lang", level: 1 }).waitFor();
    await page.getByRole("img", { name: /^Preisverlauf in 1 Stufe/ }).waitFor();
    await page.getByText(/Nein: Was er in den 30 Tagen davor gekostet hat, ist nicht bekannt/).waitFor();
    await looksGood(page, "an article");
    await page.getByRole("link", { name: "Werkzeug" }).click();
    await list.getByRole("link", { name: "Gartenschere Klara" }).waitFor();
    await page.context().close();
  });

  test("a price and a stock are set on an article's page, corrected, and taken back", async () => {
    const page = await signedIn(app, { role: "marketer" });
    const known = () => app.api("GET", "/catalogue/articles/W2-2");
    await page.goto(`${app.url}/catalogue/articles/W2-2`);
    // Prices begin when they are told, and the clock of the demonstration stands still.
    await page.getByRole("button", { name: "+1 Std." }).click();
    const prices = page.getByRole("region", { name: "Was er kostet und gekostet hat" });
    const before = (await known()).prices.now.minor;
    assert.equal(before, 2_490);

    await prices.getByRole("button", { name: "Preis setzen" }).press("Enter");
    const form = page.getByRole("form", { name: "Preis setzen" });
    const amount = form.getByLabel("Preis", { exact: true });
    assert.ok(await amount.evaluate((element) => element === document.activeElement), "the amount has the focus");
    await amount.press("Enter");
    await form.getByText("Geben Sie einen Betrag an, etwa 12,50.").waitFor();
    await amount.fill("19,9");
    await form.getByText(/Er kostet dann 19,90.*: überall, ab sofort/).waitFor();
    await looksGood(page, "an article whose price is set");
    await amount.press("Enter");
    await page.getByText(/^Der Preis ist gesetzt: 19,90/).waitFor();
    assert.equal((await known()).prices.now.minor, 1_990);
    await looksGood(page, "an article whose price can be taken back");
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("Der Preis ist zurückgenommen, als hätte er nie gegolten.").waitFor();
    const after = (await known()).prices;
    assert.equal(after.now.minor, before);
    assert.ok(after.rows.every(({ amount: { minor } }) => minor === before), "what was wrong leaves no trace");

    // The list is as it is now once the wrong one is gone from it.
    await prices.getByRole("button", { name: /^Preis berichtigen: 19,90/ }).waitFor({ state: "detached" });
    await prices.getByRole("button", { name: /^Preis berichtigen: 24,90/ }).first().click();
    const correction = page.getByRole("form", { name: "Preis berichtigen" });
    assert.equal(await correction.getByLabel("Preis", { exact: true }).inputValue(), "24,90");
    await correction.getByLabel("Preis", { exact: true }).fill("25");
    await correction.getByRole("button", { name: "Preis berichtigen" }).click();
    await page.getByText(/^Der Preis ist gesetzt: 25,00/).waitFor();
    assert.equal((await known()).prices.now.minor, 2_500);

    const stock = page.getByRole("region", { name: "Bestand nach Standort" });
    await stock.getByRole("button", { name: "Bestand setzen" }).click();
    const pieces = page.getByRole("form", { name: "Bestand setzen" });
    const all = pieces.getByLabel("Wo");
    if ((await all.count()) > 0) await all.selectOption("im Ganzen");
    await pieces.getByLabel("Stück").fill("7");
    await looksGood(page, "an article whose stock is set");
    await pieces.getByRole("button", { name: "Bestand setzen" }).click();
    await page.getByText("Der Bestand ist gesetzt: 7 Stück.").waitFor();
    assert.equal((await known()).stock.pieces, 7);
    await page.getByRole("button", { name: "Rückgängig" }).last().click();
    await page.getByText("Der Bestand ist wieder wie zuvor.").waitFor();
    assert.equal((await known()).stock.pieces, 0);

    await stock.getByRole("button", { name: "Bestand setzen" }).click();
    await page.getByRole("button", { name: "Niemand zählt ihn" }).click();
    await page.getByText("Niemand zählt ihn mehr. Er gilt als da.").waitFor();
    assert.equal((await known()).stock.pieces, null);
    assert.deepEqual(page.problems, []);
    await page.context().close();

    const viewer = await signedIn(app, { role: "viewer" });
    await viewer.goto(`${app.url}/catalogue/articles/W2-2`);
    assert.ok(await viewer.getByRole("button", { name: "Preis setzen" }).isDisabled());
    assert.ok(await viewer.getByRole("button", { name: "Bestand setzen" }).isDisabled());
    await viewer.context().close();
  });
}
