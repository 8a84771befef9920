// The organisation's own schema, by what people see: what there is, who asks for it, and what changed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signedIn } from "./browser.mjs";
import { violations } from "./looks.mjs";

export function schema(app) {
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
