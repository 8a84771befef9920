// What somebody may ask for about themselves, by what people see: a copy of everything that is kept of them, and to be
// erased for good, with a proof that names nobody.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { settle, signedIn } from "./browser.mjs";
import { cutOff, tooWide, violations } from "./looks.mjs";

/** As wide as a page of paper between its margins. */
const PAPER = { width: 690, height: 980 };

export function privacy(app) {
  test("support gives out a copy, as a page and as a file, and who did is recorded", async () => {
    const person = await interested(app.api);
    const page = await signedIn(app, { role: "support" });
    await page.goto(`${app.url}/customers/${person.id}`);
    await page.getByRole("tab", { name: "Datenschutz" }).click();
    await settle(page);
    assert.deepEqual(await violations(page), []);
    const erase = page.getByRole("button", { name: "Person löschen" });
    assert.ok(await erase.isDisabled());
    assert.equal(await erase.getAttribute("title"), "Ihre Rolle erlaubt das nicht.");
    await page.getByRole("button", { name: "Auskunft erstellen" }).click();
    await page.getByRole("heading", { name: "Auskunft über gespeicherte Daten" }).waitFor();
    const sheet = page.getByRole("article", { name: "Auskunft über gespeicherte Daten" });
    for (const part of ["Angaben zur Person", "Kennungen", "Einwilligungen mit Nachweis", "Bestellungen", "Verlauf", "Nachrichten und was aus ihnen wurde", "Gesendete und empfangene Nachrichten"]) {
      await sheet.getByRole("heading", { name: part, exact: true }).waitFor();
    }
    assert.match(await sheet.innerText(), pathOf(person));
    assert.deepEqual(await violations(page), []);

    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Als Datei speichern (JSON)" }).click();
    const file = await saved;
    assert.equal(file.suggestedFilename(), `auskunft-${person.id}.json`);
    const copy = JSON.parse(await readFile(await file.path(), "utf8"));
    assert.equal(copy.customer.id, person.id);
    assert.ok(copy.facts.length > 0);

    await page.setViewportSize(PAPER);
    await page.emulateMedia({ media: "print" });
    assert.ok(await sheet.isVisible());
    for (const gone of [page.getByRole("tablist"), page.getByRole("heading", { level: 1 }), page.getByRole("button", { name: "Drucken" })]) {
      assert.ok(!(await gone.isVisible()), `not on paper: ${gone}`);
    }
    assert.equal(await tooWide(page), 0);
    assert.deepEqual(await cutOff(page), []);
    await page.context().close();
    const { entries } = await app.api("GET", "/audit?act=copy_given");
    assert.equal(entries[0].who, "sam@example.org");
  });

  test("an administrator erases somebody for good, and the proof names nobody", { timeout: 120_000 }, async () => {
    const { id, number, name } = await newcomer(app);
    const page = await signedIn(app);
    await page.goto(`${app.url}/customers/${id}?tab=privacy`);
    await page.getByRole("button", { name: "Person löschen" }).click();
    const erase = page.getByRole("button", { name: "Endgültig löschen" });
    const confirm = page.getByRole("textbox", { name: "Name oder Nummer der Person eintippen" });
    await page.getByText(`Gemeint ist ${name}`).waitFor();
    assert.equal(await erase.getAttribute("title"), "Erst wählen, warum gelöscht wird");
    await page.getByRole("radio", { name: "Die Person hat es verlangt" }).check();
    await page.getByRole("checkbox", { name: "Nie wieder anschreiben" }).check();
    await confirm.fill("jemand anders");
    assert.ok(await erase.isDisabled());
    await confirm.fill(name.toUpperCase());
    assert.deepEqual(await violations(page), []);
    await erase.click();

    await page.getByRole("heading", { name: "Nachweis einer Löschung", level: 1 }).waitFor();
    const proof = await page.locator("main").innerText();
    for (const telling of [name, number, id]) assert.ok(!proof.includes(telling), `the proof names ${telling}`);
    assert.match(proof, /lena@example\.org/);
    assert.match(proof, /Die Person hat es verlangt/);
    assert.match(proof, /nie wieder/);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(await app.api("GET", `/customers?query=${number}`), []);

    await page.getByRole("link", { name: "Alle Löschungen" }).click();
    const list = page.getByRole("region", { name: "Gelöschte Personen" });
    await list.getByText("Die Person hat es verlangt").first().waitFor();
    assert.deepEqual(await violations(page), []);
    await list.getByRole("link", { name: /^Nachweis vom/ }).first().click();
    await page.getByRole("link", { name: "Zu den Kunden" }).click();
    await page.getByRole("textbox", { name: "Kunden suchen" }).fill(number);
    await page.getByText("Niemand gefunden").waitFor();
    await page.goto(`${app.url}/customers/${id}`);
    await page.getByRole("heading", { name: "Diesen Kunden gibt es hier nicht", level: 1 }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.goto(`${app.url}/people?tab=audit&act=erased`);
    await page.getByRole("cell", { name: "Nachweis" }).first().waitFor();
    await page.context().close();
  });

  test("while a letter is with its carrier nothing is erased, and what was filled in stays", async () => {
    const [person] = await app.api("GET", "/customers");
    const page = await signedIn(app);
    await page.route("**/erasure", (route) => route.fulfill({ status: 409, contentType: "application/json", body: '{"code":"conflict","cause":"","help":""}' }));
    await page.goto(`${app.url}/customers/${person.id}?tab=privacy`);
    await page.getByRole("button", { name: "Person löschen" }).click();
    await page.getByRole("radio", { name: "Die Daten werden nicht mehr gebraucht" }).check();
    await page.getByRole("textbox", { name: "Name oder Nummer der Person eintippen" }).fill(person.name);
    await page.getByRole("button", { name: "Endgültig löschen" }).click();
    await page.getByText(/Versuchen Sie es in einer Minute noch einmal/).waitFor();
    assert.equal(await page.getByRole("textbox", { name: "Name oder Nummer der Person eintippen" }).inputValue(), person.name);
    assert.deepEqual(await violations(page), []);
    await page.context().close();
    assert.equal((await app.api("GET", `/customers/${person.id}`)).id, person.id);
  });

  test("erasures are of no concern to who may not erase", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data`);
    await page.getByRole("region", { name: "Eingelesene Dateien" }).waitFor();
    assert.equal(await page.getByRole("region", { name: "Gelöschte Personen" }).count(), 0);
    await page.goto(`${app.url}/data/erasures/1`);
    await page.getByRole("alert").getByText("Ihre Rolle erlaubt das nicht.").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });

  test("interests stand on the profile, with what a point is", async () => {
    const person = await interested(app.api);
    const page = await signedIn(app, { role: "viewer" });
    await page.goto(`${app.url}/customers/${person.id}`);
    const panel = page.locator("section.panel", { has: page.getByRole("heading", { name: "Interessen" }) });
    await panel.getByText(pathOf(person)).first().waitFor();
    await panel.getByText("Was ein Punkt ist").click();
    await panel.getByText(/10 für gekauft und behalten/).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });
}

/** Somebody who is interested in what the catalogue knows. */
async function interested(api) {
  for (const { id } of await api("GET", "/customers")) {
    const person = await api("GET", `/customers/${id}`);
    if (person.interests[0]?.node.length > 0) return person;
  }
  throw new Error("nobody in the demonstration is interested in anything");
}

/** What they are interested in most, however its levels are written. */
const pathOf = ({ interests }) => new RegExp(interests[0].node.join(" › ").replace(/[^\p{L}\p{N}› ]/gu, "."), "iu");

/** Somebody whom no other walk needs. */
async function newcomer({ url, api }) {
  const [number, name] = ["471199001", "Gerda Gehmann"];
  const { key } = await api("POST", "/keys", { name: "Server des Shops", source: "shop", trust: "server" });
  const body = { writeKey: key, userId: number, messageId: "newcomer", traits: { firstName: "Gerda", lastName: "Gehmann", email: "gerda@example.org", city: "Ulm" } };
  const answer = await fetch(`${url}/v1/identify`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.text());
  await api("POST", "/demo/clock", { seconds: 1 });
  const [{ id }] = await api("GET", `/customers?query=${number}`);
  return { id, number, name };
}
