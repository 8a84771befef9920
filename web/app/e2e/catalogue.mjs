// What the company sells, by what people see: a list of articles alone is read in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signedIn } from "./browser.mjs";
import { violations } from "./looks.mjs";

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
    const trial = page.getByRole("region", { name: "Probelauf" });
    await trial.getByRole("button", { name: "Probelauf starten" }).click();
    await trial.getByText("Danach kennen Nachrichten die Artikel, ihre Preise und ihren Bestand.").waitFor();
    assert.equal(await page.getByText("Aus diesen Dateien würde nichts übernommen").count(), 0);
    assert.deepEqual(await violations(page), []);
    await trial.getByRole("button", { name: "Jetzt einlesen" }).click();
    await page.getByRole("heading", { name: "Eingelesen: 3 Artikel" }).waitFor();
    await page.context().close();
  });
}
