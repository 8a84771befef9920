// Outlets and content items that somebody writes in the app, by what people see: added, changed, taken away, each with its way back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signedIn } from "./browser.mjs";
import { looksGood } from "./looks.mjs";

export function offering(app) {
  test("an outlet is added with its place and hours, changed, forgotten in part and taken away, there and back", { timeout: 120_000 }, async () => {
    const outlet = async () => (await app.api("GET", "/catalogue/outlets")).find(({ number }) => number === "W 7/1");
    await app.api("PUT", "/catalogue/outlets/W1", { name: "Waldkirch", zone: "süd", position: { latitude: 48_094_000, longitude: 7_961_000 } });
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/catalogue?tab=outlets`);
    await page.getByRole("link", { name: "Neuer Standort" }).click();
    const number = page.getByRole("textbox", { name: "Nummer" });
    await number.fill("W1");
    await page.getByText("Diese Nummer hat schon ein anderer Standort.").waitFor();
    await number.fill("W 7/1");
    await page.getByRole("textbox", { name: "Name" }).fill("Am Markt");
    await page.getByRole("combobox", { name: "Preiszone" }).or(page.getByRole("textbox", { name: "Preiszone" })).first().fill("süd");
    await page.keyboard.press("Escape");
    const place = page.getByRole("textbox", { name: "Ort (Breite, Länge)" });
    await place.fill("Freiburg");
    await page.getByText("Breite und Länge in Grad, etwa 52.5200, 13.4050.").waitFor();
    await place.fill("47,9950; 7,8522");
    await page.getByRole("region", { name: "Wo er liegt" }).locator("svg text", { hasText: "Am Markt" }).waitFor();

    // Hours by the keyboard.
    await page.getByRole("button", { name: "Montag: Zeit hinzufügen" }).press("Enter");
    assert.equal(await page.getByLabel("Montag, Zeit 1, von").inputValue(), "09:00");
    await page.getByLabel("Montag, Zeit 1, bis").fill("1830");
    await page.getByRole("button", { name: "Di–Fr wie Montag" }).press("Enter");
    const saturday = page.getByRole("button", { name: "Samstag: Zeit hinzufügen" });
    await saturday.press("Enter");
    await page.getByLabel("Samstag, Zeit 1, bis").fill("13:00");
    await saturday.press("Enter");
    await page.getByLabel("Samstag, Zeit 2, von").fill("12:00");
    await page.getByLabel("Samstag, Zeit 2, bis").fill("16:00");
    await page.getByText("Überschneidet sich mit einer anderen Zeit des Tages.").waitFor();
    await looksGood(page, "an outlet whose hours meet");
    await page.getByRole("button", { name: "Standort anlegen" }).click();
    assert.equal(await outlet(), undefined, "what is wrong is not saved");
    await page.getByLabel("Samstag, Zeit 2, von").fill("14:00");
    await looksGood(page, "an outlet that is written");
    await page.getByRole("button", { name: "Standort anlegen" }).click();
    await page.getByText("„Am Markt“ ist angelegt.").waitFor();
    const row = page.getByRole("row").filter({ hasText: "Am Markt" });
    await row.getByText("Mo–Fr 9:00–18:30").waitFor();
    await row.getByText("Sa 9:00–13:00, 14:00–16:00").waitFor();
    await looksGood(page, "outlets with one that was added");
    const added = await outlet();
    assert.deepEqual(added.position, { latitude: 47_995_000, longitude: 7_852_200 });
    assert.equal(added.hours.length, 7);

    // What is emptied is forgotten, and comes back.
    await row.getByRole("link", { name: "Am Markt" }).click();
    await page.getByText("bleibt, denn Preise und Bestände hängen daran").waitFor();
    const save = page.getByRole("button", { name: "Änderungen speichern" });
    assert.ok(await save.isDisabled(), "nothing is changed yet");
    await place.fill("");
    await page.getByRole("button", { name: "Samstag, Zeit 2 entfernen" }).click();
    await save.click();
    await page.getByText("„Am Markt“ ist geändert.").waitFor();
    const changed = await outlet();
    assert.deepEqual([changed.position, changed.hours.length, changed.zone], [null, 6, "süd"]);
    await page.getByRole("button", { name: "Rückgängig" }).last().click();
    await page.getByText("„Am Markt“ ist wieder wie zuvor.").waitFor();
    assert.deepEqual(await outlet(), added);

    await page.reload();
    await page.getByText("1 gefunden").waitFor();
    await row.getByRole("link", { name: "Am Markt" }).click();
    await page.getByRole("button", { name: "Standort entfernen" }).press("Enter");
    await page.getByText("„Am Markt“ ist entfernt.").waitFor();
    assert.equal(await outlet(), undefined);
    await page.getByRole("button", { name: "Rückgängig" }).last().click();
    await page.getByText("„Am Markt“ ist wieder wie zuvor.").waitFor();
    assert.deepEqual(await outlet(), added);
    await page.goto(`${app.url}/catalogue/outlets/none`);
    await page.getByRole("heading", { name: "Diesen Standort gibt es nicht", level: 1 }).waitFor();
    await page.context().close();
    for (const one of ["W1", "W 7/1"]) await app.api("DELETE", `/catalogue/outlets/${encodeURIComponent(one)}`);
  });

  test("a content item is written, looked at, hung on a category, changed and taken away, there and back", { timeout: 120_000 }, async () => {
    const item = async () => (await app.api("GET", "/catalogue/content")).find(({ id }) => id === "rosen-im-fruehling");
    const { nodes } = await app.api("GET", "/catalogue/categories");
    const { node: top } = nodes.find(({ node, parent }) => node.tree === null && parent === null && node.means === null);
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/catalogue?tab=items`);
    await page.getByText("Noch keine Beiträge").waitFor();
    await looksGood(page, "no items yet");
    await page.getByRole("link", { name: "Neuer Beitrag" }).click();
    await page.getByRole("textbox", { name: "Text", exact: true }).fill("Was jetzt zu schneiden ist.");
    await page.getByRole("button", { name: "Beitrag anlegen" }).click();
    await page.getByText("Geben Sie ihm einen Titel.").waitFor();
    await page.getByRole("textbox", { name: "Titel" }).fill("Rosen im Frühling");
    await page.getByRole("textbox", { name: "Link" }).fill("http://blog.example/rosen");
    await page.getByText("Ohne https:// lassen Nachrichten es weg.").waitFor();
    await page.getByRole("textbox", { name: "Link" }).fill("blog.example/rosen");
    await page.getByText("Eine Adresse, die mit https:// beginnt.").waitFor();
    await page.getByRole("textbox", { name: "Link" }).fill("https://blog.example/rosen");
    await page.getByRole("combobox", { name: "Warengruppen" }).or(page.getByRole("textbox", { name: "Warengruppen" })).first().fill(top.name);
    await page.getByRole("option", { name: top.name, exact: true }).click();
    await page.keyboard.press("Escape");
    await page.getByLabel("Zeigen ab", { exact: true }).fill("2017-12-01T08:00");
    await page.getByLabel("Nicht mehr zeigen ab").fill("2017-11-30T08:00");
    await page.getByText("Das ist nicht nach dem Anfang.").waitFor();
    await page.getByLabel("Nicht mehr zeigen ab").fill("2030-01-01T00:00");
    await page.getByRole("region", { name: "So steht er da" }).getByRole("heading", { name: "Rosen im Frühling" }).waitFor();
    await looksGood(page, "an item that is written");
    await page.getByRole("button", { name: "Beitrag anlegen" }).click();
    await page.getByText("„Rosen im Frühling“ ist angelegt.").waitFor();
    const card = page.getByRole("listitem").filter({ hasText: "Rosen im Frühling" });
    await card.getByText(top.name).first().waitFor();
    await looksGood(page, "items with one that was written");
    const added = await item();
    assert.equal(added.nodes[0].name, top.name);

    await card.getByRole("link", { name: /^Bearbeiten/ }).press("Enter");
    await page.getByLabel("Nicht mehr zeigen ab").fill("");
    await page.getByRole("textbox", { name: "Text", exact: true }).fill("Was jetzt zu tun ist.");
    await page.getByRole("button", { name: "Änderungen speichern" }).click();
    await page.getByText("„Rosen im Frühling“ ist geändert.").waitFor();
    const changed = await item();
    assert.deepEqual([changed.until, changed.text], [null, "Was jetzt zu tun ist."]);
    await page.getByRole("button", { name: "Rückgängig" }).last().click();
    await page.getByText("„Rosen im Frühling“ ist wieder wie zuvor.").waitFor();
    assert.deepEqual(await item(), added);

    await page.reload();
    await card.getByRole("link", { name: /^Bearbeiten/ }).click();
    await page.getByRole("button", { name: "Beitrag entfernen" }).click();
    await page.getByText("„Rosen im Frühling“ ist entfernt und wird nicht mehr gezeigt.").waitFor();
    assert.equal(await item(), undefined);
    await page.getByRole("button", { name: "Rückgängig" }).last().click();
    await page.getByText("„Rosen im Frühling“ ist wieder wie zuvor.").waitFor();
    assert.deepEqual(await item(), added);
    await page.context().close();
    await app.api("DELETE", "/catalogue/content/rosen-im-fruehling");
  });

  test("who may only look sees outlets and items, and why nothing of them can be changed", async () => {
    await app.api("PUT", "/catalogue/outlets/W1", { name: "Waldkirch" });
    const page = await signedIn(app, { role: "viewer" });
    await page.goto(`${app.url}/catalogue?tab=outlets`);
    assert.ok(await page.getByRole("button", { name: "Neuer Standort" }).isDisabled());
    await page.getByRole("textbox", { name: "Standorte suchen" }).fill("waldk");
    await page.getByRole("link", { name: "Waldkirch" }).click();
    await page.getByRole("textbox", { name: "Name" }).waitFor();
    assert.ok(await page.getByRole("button", { name: "Änderungen speichern" }).isDisabled());
    assert.ok(await page.getByRole("button", { name: "Standort entfernen" }).isDisabled());
    await page.context().close();
    await app.api("DELETE", "/catalogue/outlets/W1");
  });
}
