// What leaves by itself and what goes by rules, by what people see: another system that hears of what happens, an export
// into a file, rules of retention counted and then done. On an installation that is no demonstration.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { signedIn } from "./browser.mjs";
import { looksGood, violations } from "./looks.mjs";
import { installPlain, pageOf } from "./plain.mjs";

export function outAgain(app) {
  describe("an installation that is no demonstration", { concurrency: false }, () => {
    const plain = {};
    before(async () => Object.assign(plain, await installPlain()), { timeout: 300_000 });
    after(() => plain.stop?.());

    test("another system is connected, hears of what happens, and catches up after it was away", { timeout: 120_000 }, async () => {
      const crm = await receiver();
      const page = await pageOf(plain, app.browser);
      await page.goto(`${plain.url}/data`);
      await page.getByRole("link", { name: /^Nach draußen/ }).click();
      await page.getByText("Niemand hört mit").waitFor();
      await page.getByRole("link", { name: "System anschließen" }).click();
      await page.getByRole("button", { name: "Anschließen", exact: true }).click();
      await page.getByText("Eine Adresse beginnt mit https://").waitFor();
      await page.getByRole("textbox", { name: "Name", exact: true }).fill("crm");
      await page.getByRole("textbox", { name: "Adresse" }).fill(crm.url);
      await page.getByRole("checkbox", { name: "Profil geändert" }).check();
      await looksGood(page, "a system that is entered");
      await page.getByRole("button", { name: "Anschließen", exact: true }).click();
      const secret = await page.getByRole("status").locator("code.secret").innerText();
      assert.match(secret, /^whsec_/);
      await looksGood(page, "the secret");
      await page.getByRole("button", { name: "Notiert" }).click();
      assert.equal(await page.getByText(secret).count(), 0);

      const [person] = await plain.api("GET", "/customers");
      const says = (lifted) => plain.api("POST", `/customers/${person.id}/objection`, { lifted, how: lifted ? "correction" : "phone", note: null });
      await says(false);
      await crm.until(1);
      const [{ headers, body }] = crm.heard;
      const signed = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64")).update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`).digest("base64");
      assert.ok(headers["webhook-signature"].split(" ").includes(`v1,${signed}`), "the secret that was shown signs what is told");
      assert.equal(JSON.parse(body).type, "objection.changed");
      await page.getByText(/^Angenommen\s*1$/).waitFor();
      await page.getByText("weiß alles").waitFor();

      await page.getByRole("checkbox", { name: "Profil geändert" }).uncheck();
      await page.getByRole("button", { name: "Änderungen speichern" }).click();
      await page.getByText("„crm“ ist geändert.").waitFor();
      assert.equal((await one(plain, "subscriptions")).kinds.includes("profile.changed"), false);
      await page.getByRole("button", { name: "Rückgängig" }).click();
      await page.getByText("„crm“ ist wieder wie zuvor.").waitFor();
      assert.equal((await one(plain, "subscriptions")).kinds.includes("profile.changed"), true);

      crm.answer = 410;
      await says(true);
      await page.getByText("Es wird nichts mehr gemeldet").waitFor();
      await looksGood(page, "a system that is suspended");
      await page.goto(plain.url);
      await page.locator("ul.needs li", { hasText: "nimmt keine Meldungen mehr an" }).getByRole("link", { name: "Ansehen" }).click();
      crm.answer = 204;
      const told = crm.heard.length;
      await page.getByRole("button", { name: "Nachholen: „crm“" }).click();
      await crm.until(told + 1);
      await page.getByText("weiß alles").waitFor();
      assert.equal(JSON.parse(crm.heard.at(-1).body).type, "objection.changed");

      await page.getByRole("button", { name: "„crm“ trennen" }).click();
      await page.getByRole("button", { name: "Ja, trennen" }).click();
      await page.getByText("Niemand hört mit").waitFor();
      assert.deepEqual(await plain.api("GET", "/subscriptions"), []);
      crm.close();
      await page.context().close();
    });

    test("an export is made, run, changed and removed, with ways back", { timeout: 120_000 }, async () => {
      const page = await pageOf(plain, app.browser);
      await page.goto(`${plain.url}/data/out`);
      await page.getByRole("link", { name: "Export anlegen" }).click();
      await page.getByRole("textbox", { name: "Name", exact: true }).fill("kunden");
      const add = page.getByRole("combobox", { name: "Spalte hinzufügen" });
      await add.fill("Vorn");
      await page.getByRole("option", { name: /^Vorname/ }).click();
      await add.fill("consent.email.offers");
      await add.press("Enter");
      await page.getByRole("button", { name: "Vorname nach oben" }).click();
      await page.getByRole("button", { name: "Kennung hier weglassen" }).click();
      await page.getByRole("textbox", { name: "Ordner" }).fill("../anderswo");
      await page.getByRole("radio", { name: "nur auf Knopfdruck" }).check();
      await page.getByRole("button", { name: "Anlegen", exact: true }).click();
      await page.getByText("Ein Ordner unterhalb des Ordners für Exporte").waitFor();
      await page.getByRole("textbox", { name: "Ordner" }).fill("crm");
      await looksGood(page, "an export that is entered");
      await page.getByRole("button", { name: "Anlegen", exact: true }).click();
      await page.getByRole("heading", { name: "kunden", level: 1 }).waitFor();
      await page.getByRole("button", { name: "Jetzt ausführen: „kunden“" }).click();
      await page.getByText("in Ordnung").waitFor();
      const folder = join(plain.data, "out", "crm");
      const [file] = readdirSync(folder);
      const [head, ...rows] = readFileSync(join(folder, file), "utf8").trim().split("\r\n");
      assert.equal(head, "profile.first_name,identifier.email,consent.email.offers");
      await page.getByText(`${rows.length} Zeilen`).waitFor();
      await looksGood(page, "an export that ran");

      await page.getByRole("textbox", { name: "Dateien, die bleiben" }).fill("3");
      await page.getByRole("button", { name: "Änderungen speichern" }).click();
      await page.getByText("„kunden“ ist geändert.").waitFor();
      await page.getByRole("button", { name: "Rückgängig" }).click();
      await page.getByText("„kunden“ ist wieder wie zuvor.").waitFor();
      assert.equal((await one(plain, "exports")).to.files_max, 10);

      await page.getByRole("button", { name: "Entfernen: „kunden“" }).click();
      await page.getByText("Es gibt keinen Export").waitFor();
      await page.getByRole("button", { name: "Rückgängig" }).click();
      await page.getByRole("article", { name: "kunden" }).waitFor();
      assert.equal(readdirSync(folder).length, 1, "files that were written stay");
      await plain.api("DELETE", "/exports/kunden");
      await page.context().close();
    });

    test("what rules of retention would take is counted, done once it is confirmed, and proven", { timeout: 120_000 }, async () => {
      const { rules: [{ people, samples }] } = await plain.api("GET", "/retention");
      assert.ok(people > 0 && samples.length > 0);
      const page = await pageOf(plain, app.browser);
      await page.goto(`${plain.url}/data`);
      await page.getByRole("navigation", { name: "Weiter zu" }).getByRole("link", { name: /^Aufbewahrung/ }).click();
      const rule = page.getByRole("article", { name: "silent" });
      await rule.getByText(`${people} Personen fällig`).waitFor();
      await rule.getByText(/^Von wem 3 Jahre lang nichts zu hören war/).waitFor();
      await rule.getByRole("link", { name: samples[0].name }).waitFor();
      await page.getByText("Probe: Bis hierher wurde nichts gelöscht.").waitFor();
      await looksGood(page, "rules of retention");
      await page.getByRole("button", { name: "Jetzt löschen" }).click();
      await page.getByText(`Löscht endgültig: Personen ${people}`).waitFor();
      assert.deepEqual(await plain.api("GET", "/erasures"), []);
      await page.getByRole("button", { name: "Ja, endgültig löschen" }).click();
      await page.getByText(`Gelöscht: Personen ${people}, Kopien von Nachrichten 0.`).waitFor();
      await page.getByRole("heading", { name: "Letzter Lauf" }).waitFor();
      await page.getByText("Zurzeit ist nichts fällig.").first().waitFor();
      assert.ok(await page.getByRole("button", { name: "Jetzt löschen" }).isDisabled());
      await looksGood(page, "rules of retention that were done");
      assert.equal((await plain.api("GET", "/erasures")).length, people);
      await page.getByRole("link", { name: "Nachweise der Löschungen" }).first().click();
      await page.getByRole("region", { name: "Gelöschte Personen" }).getByRole("link", { name: /^Nachweis vom/ }).first().waitFor();
      await page.context().close();
    });
  });

  test("what goes out and what is erased by rules is for administrators, and a demonstration tells nobody", async () => {
    const marketer = await signedIn(app, { role: "marketer" });
    for (const path of ["/data/out", "/data/out/webhook", "/data/out/export", "/data/retention"]) {
      await marketer.goto(app.url + path);
      await marketer.getByRole("alert").getByText("Ihre Rolle erlaubt das nicht.").waitFor();
      assert.deepEqual(await violations(marketer), [], path);
    }
    await marketer.context().close();
    const page = await signedIn(app);
    await page.goto(`${app.url}/data/out`);
    await page.getByRole("link", { name: "Formular ansehen" }).click();
    await page.getByText("In der Demonstration erfährt niemand etwas").waitFor();
    assert.ok(await page.getByRole("button", { name: "Anschließen" }).isDisabled(), "it is there to be seen, and not to be sent");
    await page.goBack();
    await page.goto(`${app.url}/data/retention`);
    await page.getByText("Keine Regeln festgelegt").waitFor();
    await page.getByRole("link", { name: "Regeln festlegen" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.goto(`${app.url}/data/out/export`);
    await page.getByRole("textbox", { name: "Ordner" }).waitFor();
    await page.route("**/api/session", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), export_folder: false } });
    });
    await page.reload();
    await page.getByText("Es ist kein Ordner für Exporte festgelegt").waitFor();
    assert.ok(await page.getByRole("button", { name: "Anlegen", exact: true }).isDisabled(), "it is said before anything is entered");
    await page.getByRole("radio", { name: "in eine Datenbank" }).check();
    await page.getByText("Es ist kein Ordner für Exporte festgelegt").waitFor({ state: "hidden" });
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });

  test("articles that go together are learned at the press of a button, and one can be looked up", { timeout: 120_000 }, async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data`);
    await page.getByRole("link", { name: /^Was zusammengehört/ }).click();
    await page.getByText("Zurzeit nutzt keine Nachricht diese Listen").waitFor();
    await page.getByRole("button", { name: "Jetzt neu lernen" }).click();
    await page.getByRole("heading", { name: "Was am meisten verkauft wird, und was dazugehört" }).waitFor({ timeout: 60_000 });
    await looksGood(page, "articles that go together");
    const { learned: { examples: [{ article, bought }] } } = await app.api("GET", "/recommendations");
    await page.getByRole("textbox", { name: "Artikelnummer" }).fill(article.number);
    await page.getByRole("button", { name: "Suchen" }).click();
    await page.getByRole("heading", { name: `Zu Artikel ${article.number}` }).waitFor();
    const own = page.getByRole("article", { name: article.name });
    assert.equal(await own.getByRole("list").first().getByRole("listitem").count(), bought.length);
    await page.getByRole("textbox", { name: "Artikelnummer" }).fill("gibt-es-nicht");
    await page.getByRole("button", { name: "Suchen" }).click();
    await page.getByText("Diese Artikelnummer steht nicht im Katalog").waitFor();
    await page.context().close();
  });
}

const one = async (plain, what) => (await plain.api("GET", `/${what}`))[0];

/** A system that takes what it is told, or answers as it is bidden. */
async function receiver() {
  const heard = [];
  const told = { heard, answer: 204 };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => { body += chunk; });
    request.on("end", () => {
      if (told.answer === 204) heard.push({ headers: request.headers, body });
      response.writeHead(told.answer).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const until = async (count) => {
    const end = Date.now() + 30_000;
    while (heard.length < count) {
      if (Date.now() > end) throw new Error(`heard ${heard.length} of ${count}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  return Object.assign(told, { url: `http://127.0.0.1:${server.address().port}/in`, until, close: () => server.close() });
}
