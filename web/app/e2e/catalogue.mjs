// What the company sells, by what people see: a list of articles alone is read in, and each of them is found with its price, its
// stock and its place.
import assert from "node:assert/strict";
import { test } from "node:test";
import { settle, signedIn } from "./browser.mjs";
import { cutOff, tooWide, violations } from "./looks.mjs";

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
    assert.deepEqual(await violations(page), []);
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await settle(page);
      assert.equal(await tooWide(page), 0, `${width} px`);
      assert.deepEqual(await cutOff(page), [], `${width} px`);
    }
    await page.getByRole("link", { name: "Werkzeug" }).click();
    await list.getByRole("link", { name: "Gartenschere Klara" }).waitFor();
    await page.context().close();
  });
}
