// Walks of people who never saw the app: in German, by what they can read, without documentation.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { settle, signedIn, signIn } from "./browser.mjs";
import { violations } from "./looks.mjs";

export function walks(app) {
  test("a marketer signs in, and a wrong password says so", async () => {
    const context = await app.browser.newContext({ locale: "de-DE" });
    const page = await context.newPage();
    await page.goto(app.url);
    await page.getByLabel("E-Mail-Adresse").fill("lena@example.org");
    await page.getByLabel("Passwort", { exact: true }).fill("geraten");
    await page.getByRole("button", { name: "Anmelden" }).click();
    await page.getByText("E-Mail-Adresse oder Passwort stimmt nicht.").waitFor();
    assert.deepEqual(await violations(page), []);
    await signIn(page, app.url, "marketer");
    await page.getByRole("heading", { name: "Heute", level: 1 }).waitFor();
    await context.close();
  });

  test("why a customer did not get a mail is found by name", async () => {
    const { person, message } = await notWritten(app.api);
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(app.url);
    await page.getByRole("link", { name: "Kunden" }).click();
    await page.getByRole("textbox", { name: "Kunden suchen" }).fill(person.name);
    await page.getByRole("textbox", { name: "Kunden suchen" }).press("Enter");
    await page.locator(`a[href*="${person.id}"]`).first().click();
    await page.getByRole("tab", { name: "Warum, warum nicht" }).click();
    const panel = page.locator("section.panel", { has: page.getByRole("heading", { name: message.name.de }) });
    await panel.getByText("Keine Einwilligung").first().waitFor();
    await panel.getByText("Was anders hätte sein müssen").first().waitFor();
    assert.match(await panel.innerText(), /Einwilligung für „(Angebote|Rückmeldung)“ per .* fehlte/);
    await page.context().close();
  });

  test("customers are found while one types, and how many is said to who cannot see them", async () => {
    const [person] = await app.api("GET", "/customers");
    const page = await signedIn(app, { role: "support" });
    await page.goto(`${app.url}/customers`);
    const field = page.getByRole("textbox", { name: "Kunden suchen" });
    await field.pressSequentially(person.name, { delay: 20 });
    await page.getByRole("status").getByText(/Treffer/).waitFor();
    await page.locator(`a[href*="${person.id}"]`).first().waitFor();
    assert.equal(await field.inputValue(), person.name);
    assert.ok(await field.evaluate((element) => element === document.activeElement), "the field keeps the focus");
    await page.context().close();
  });

  test("on a phone, what needs somebody comes before what happened", async () => {
    const page = await signedIn(app, { width: 390 });
    await page.goto(app.url);
    const top = async (name) => (await page.getByRole("heading", { name }).boundingBox()).y;
    await page.getByRole("heading", { name: "Das braucht Sie" }).waitFor();
    assert.ok((await top("Das braucht Sie")) < (await top("Letzte Ansprachen")));
    await page.goto(`${app.url}/customers`);
    assert.match(await page.locator("tbody tr td.second").last().evaluate((cell) => getComputedStyle(cell, "::before").content), /Letzter Kauf/);
    await page.context().close();
  });

  test("a figure of today leads to its people, and each to the reason", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(app.url);
    await page.getByRole("link", { name: "Nicht gesendet" }).click();
    await page.getByRole("heading", { name: "Nicht gesendet", level: 1 }).waitFor();
    await page.locator("tbody tr a").first().click();
    const pointed = page.locator("article.pointed");
    await pointed.getByText("Nicht gesendet").waitFor();
    await pointed.getByText("Was anders hätte sein müssen").waitFor();
    await page.context().close();
  });

  test("whoever was gone before the message is counted, and each leads to the time that ended", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(app.url);
    await page.getByRole("link", { name: "Vorher beendet" }).click();
    await page.getByRole("heading", { name: "Vorher beendet", level: 1 }).waitFor();
    await page.locator("tbody tr a").first().click();
    const pointed = page.locator("article.pointed");
    await pointed.getByText("Vorher beendet").waitFor();
    await pointed.getByText("Was anders hätte sein müssen").waitFor();
    await page.getByText("Uhrzeiten in America/New_York").waitFor();
    await page.context().close();
  });

  test("an uncertain delivery is settled in one click, and taken back", async (walk) => {
    const { count } = await app.api("GET", "/intents?state=unknown");
    if (count === 0) return walk.skip("every delivery of this world is certain");
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/intents?state=unknown`);
    await page.getByRole("button", { name: "Angekommen", exact: true }).first().click();
    await page.getByText(/Angekommen, festgestellt von mo@example.org/).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.locator("tbody").getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("Wieder offen.").waitFor();
    assert.equal((await app.api("GET", "/intents?state=unknown&settled=no")).count, count);
    await page.context().close();
  });

  test("a contact of a customer leads to the mail as it was", async () => {
    const page = await signedIn(app, { role: "marketer" });
    const { rows } = await app.api("GET", "/intents?state=delivered");
    await page.goto(`${app.url}/customers/${rows[0].customer}`);
    const contacts = page.locator("section.panel", { has: page.getByRole("heading", { name: "Kontakte" }) });
    await contacts.getByRole("link").first().click();
    await page.locator("article.mail iframe").waitFor();
    await page.context().close();
  });

  test("a wait is changed on the canvas, checked, rehearsed, published, and taken back", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(app.url);
    await page.getByRole("link", { name: "Programme" }).click();
    await page.getByRole("link", { name: "Warenkorb-Erinnerung" }).click();
    await page.getByRole("button", { name: /^1 Stunde/ }).click();
    await page.getByRole("textbox", { name: "Stunden" }).fill("2");
    await page.getByRole("button", { name: "Übernehmen" }).click();
    const draft = page.getByRole("region", { name: "Entwurf" });
    await draft.getByText("Prüfung bestanden").waitFor();
    assert.match(await draft.innerText(), /Warenkorb-Erinnerung: Wartezeit\s+1 Stunde 2 Stunden/);
    await draft.getByRole("button", { name: "Probelauf" }).click();
    const difference = draft.getByRole("region", { name: "Der Unterschied" });
    await difference.waitFor({ timeout: 60_000 });
    assert.match(await difference.innerText(), /Der Entwurf sendet .*Nachricht|genau dasselbe getan/);
    assert.match(await draft.innerText(), /Nur „Warenkorb-Erinnerung“, zweimal über dieselben Tage und dieselben Menschen/);
    await draft.getByRole("table").filter({ hasText: "Gilt heute" }).first().waitFor();
    await draft.getByText(/^Andere Programme \(/).click();
    await draft.getByText("Gesendet von anderen Programmen").first().waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Veröffentlichen" }).click();
    await page.getByText("Ab jetzt gilt die neue Fassung.").waitFor();
    await page.getByRole("button", { name: /^2 Stunden/ }).waitFor();
    await page.getByRole("tab", { name: "Versionen" }).click();
    await page.getByText("mo@example.org").first().waitFor();
    assert.match((await app.api("GET", "/programmes/cart-abandoned")).yaml, /for: 2h/);
    await page.getByText("31. Dez. 2017").first().waitFor();
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("Zurückgenommen. Die Fassung davor gilt wieder.").waitFor();
    await page.getByRole("tab", { name: "Versionen" }).click();
    await page.getByText("Frühere Fassung wieder veröffentlicht").first().waitFor();
    await page.getByRole("tab", { name: "Ablauf" }).click();
    await page.getByRole("button", { name: /^1 Stunde/ }).waitFor();
    await page.context().close();
  });

  test("an old version says what has changed since, and comes back as a draft", async () => {
    const live = (await app.api("GET", "/programmes/cart-abandoned")).yaml;
    const { program } = await app.api("POST", "/programmes/cart-abandoned/publish", { yaml: `# Abends in Ruhe\n${live.replace("for: 1h", "for: 5h")}` });
    await app.api("POST", "/programmes/cart-abandoned/publish", { yaml: live });
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/programmes/cart-abandoned?tab=versions`);
    await page.getByText("Aus Dateien veröffentlicht").waitFor();
    await page.locator(".version-list button").nth(1).click();
    const version = page.getByRole("region", { name: /^Version \d+,/ });
    await version.getByText("Was sich seither geändert hat").waitFor();
    assert.match(await version.innerText(), /Warenkorb-Erinnerung: Wartezeit\s+5 Stunden 1 Stunde/);
    assert.deepEqual(await violations(page), []);
    await version.getByRole("combobox", { name: "Vergleichen mit" }).click();
    await page.getByRole("option", { name: /^Version 1,/ }).click();
    await version.getByText(/^Was sich von Version 1 zu Version \d+ geändert hat/).waitFor();
    assert.match(await version.innerText(), /Wartezeit\s+1 Stunde 5 Stunden/);
    assert.deepEqual(await violations(page), []);
    await version.getByRole("combobox", { name: "Vergleichen mit" }).click();
    await page.getByRole("option", { name: "dem, was jetzt gilt" }).click();
    await version.getByText("Als Text", { exact: true }).click();
    assert.match(await version.getByLabel("Als Text", { exact: true }).last().innerText(), /− # Abends in Ruhe/);
    assert.deepEqual(await violations(page), []);
    await version.getByRole("button", { name: "Als Entwurf übernehmen" }).click();
    const draft = page.getByRole("region", { name: "Entwurf" });
    await draft.getByText("Prüfung bestanden").waitFor();
    assert.match(await draft.innerText(), /Wartezeit\s+1 Stunde 5 Stunden/);
    await page.getByRole("button", { name: /^5 Stunden/ }).waitFor();
    await draft.getByRole("button", { name: "Verwerfen" }).click();
    await draft.waitFor({ state: "detached" });
    assert.match((await app.api("GET", `/programmes/cart-abandoned/versions/${program}`)).yaml, /^# Abends in Ruhe/);
    await page.context().close();
  });

  test("a wait of no time is pointed out at its step", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/programmes/cart-abandoned`);
    await page.getByRole("button", { name: /^1 Stunde/ }).click();
    await page.getByRole("textbox", { name: "Stunden" }).fill("0");
    await page.getByRole("button", { name: "Übernehmen" }).click();
    const draft = page.getByRole("region", { name: "Entwurf" });
    await draft.getByText("Schritt 1 wartet 0 Sekunden: Es geht sofort weiter.").waitFor();
    await page.locator(".step-finding").waitFor();
    assert.deepEqual(await violations(page), []);
    await draft.getByRole("button", { name: "Verwerfen" }).click();
    await draft.waitFor({ state: "detached" });
    await page.context().close();
  });

  test("the evaluation says of each programme how it stands and what is missing", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/evaluation`);
    const row = page.getByRole("row", { name: /Warenkorb-Erinnerung/ });
    await row.getByText("läuft").waitFor();
    await row.getByText("zu früh").waitFor();
    assert.match(await row.innerText(), /Bis zu(r| einer) ersten Spanne fehl(t|en) noch .*Kontrollgruppe/);
    await page.getByText("unter der Annahme gerechnet").waitFor();
    await page.context().close();
  });

  test("what the check finds stands at its step, in the text and on the canvas", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/programmes/cart-abandoned?tab=edit`);
    const text = page.getByLabel("Programm als Text (YAML)");
    await text.fill((await text.inputValue()).replace("message: cart-last-call", "message: cart-last"));
    const draft = page.getByRole("region", { name: "Entwurf" });
    await draft.getByText("1 Problem gefunden").waitFor();
    await draft.getByText("Eine Nachricht „cart-last“ gibt es nicht.").waitFor();
    await draft.getByText("Abhilfe: Sie unter messages eines Programms anlegen.").waitFor();
    assert.ok(await draft.getByRole("button", { name: "Veröffentlichen" }).isDisabled());
    assert.deepEqual(await violations(page), []);
    await draft.getByRole("button", { name: "Schritt zeigen" }).click();
    await page.locator(".step-problem").waitFor();
    await draft.getByRole("button", { name: "Verwerfen" }).click();
    await page.getByText("Der Entwurf ist verworfen.").waitFor();
    await draft.waitFor({ state: "detached" });
    await page.context().close();
  });

  test("support records an objection with how it was said, and takes it back", async () => {
    const [person] = await app.api("GET", "/customers");
    const page = await signedIn(app, { role: "support" });
    await page.goto(`${app.url}/customers/${person.id}`);
    await page.getByRole("button", { name: "Werbewiderspruch eintragen" }).click();
    await page.getByRole("radio", { name: "Am Telefon" }).check();
    await page.getByRole("button", { name: "Eintragen", exact: true }).click();
    await page.getByText(/keine Werbung, gleich auf welchem Weg/).waitFor();
    await page.getByText(/Am Telefon · erfasst von/).waitFor();
    // What was pressed is gone: whoever goes by key goes on beside the way back.
    await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "status" && /keine Werbung/.test(document.activeElement.textContent));
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByRole("button", { name: "Werbewiderspruch eintragen" }).waitFor();
    assert.equal((await app.api("GET", `/customers/${person.id}`)).objection, null);
    await page.context().close();
  });

  test("a mailing says who gets it and who does not, and stops with a way back", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(app.url);
    await page.getByRole("link", { name: "Programme" }).click();
    await page.getByRole("tab", { name: "Mailings" }).click();
    await page.getByRole("link", { name: "Neujahrspost" }).click();
    const steps = page.getByRole("list", { name: "Wer es bekommt und wer nicht" });
    await steps.getByText("Bekommen es").waitFor({ timeout: 60_000 });
    const counts = (await steps.locator("strong").allInnerTexts()).map((text) => Number(text.replace(/[.−]/g, (sign) => (sign === "−" ? "-" : ""))));
    assert.equal(counts.slice(0, -1).reduce((sum, count) => sum + count, 0), counts.at(-1), "audience less the losses is who gets it");
    await page.getByRole("button", { name: "Mailing anhalten" }).click();
    await page.getByText("Dieses Mailing ist angehalten.").waitFor();
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByRole("button", { name: "Mailing anhalten" }).waitFor();
    await page.context().close();
  });

  // Before a mailing to everybody: after it nobody may be reminded for a while.
  test("a purchase at the till stops the reminder in its last second, and the tour shows why", async () => {
    const page = await signedIn(app);
    await page.goto(app.url);
    await page.getByRole("link", { name: "Rundgang" }).click();
    const stop = page.locator("ol.tour > li", { has: page.getByRole("heading", { name: "Eine Sekunde vor der Erinnerung" }) });
    await stop.getByRole("button", { name: "Warenkorb füllen" }).click();
    await stop.getByRole("button", { name: "Kauf an der Kasse buchen" }).click();
    await stop.getByText(/Gebucht: .* hat um .* an der Kasse gekauft/).waitFor();
    await stop.getByRole("button", { name: "Die letzte Sekunde vergehen lassen" }).click();
    await stop.getByText(/Vorher beendet\. Grund: Hat gekauft\./).waitFor();
    assert.deepEqual(await violations(page), []);
    await stop.getByRole("link", { name: "Warum genau? Regel und Werte ansehen" }).click();
    await page.getByText("Hat gekauft").first().waitFor();
    await page.goBack();
    await stop.getByText(/Vorher beendet\. Grund/).waitFor();
    const first = await stop.locator("strong").first().innerText();
    await stop.getByRole("button", { name: "Von vorn, mit jemand anderem" }).click();
    await stop.getByText(/Gebucht: /).waitFor({ state: "detached" });
    assert.notEqual(await stop.locator("strong").first().innerText(), first, "somebody else, whose cart is still empty");
    await stop.getByRole("button", { name: "Warenkorb füllen" }).click();
    await stop.getByText(/Die Uhr steht auf/).waitFor();
    await stop.getByRole("button", { name: "Die letzte Sekunde vergehen lassen" }).click();
    // In the evening quiet hours hold it, and say until when.
    await stop.getByText(/Nichts war gekauft(, die Erinnerung|\. Die Ruhezeit .* hält die Erinnerung bis)/).waitFor();
    await page.context().close();
  });

  test("a mailing is made without a line of YAML, counted, published, and goes out", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/programmes?tab=mailings`);
    const before = (await app.api("GET", "/programmes/win-back")).definition;
    await page.getByRole("link", { name: "Neues Mailing" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Gruß zum neuen Jahr");
    await page.getByRole("combobox", { name: "Vorlage" }).click();
    await page.getByRole("option", { name: "Lange nicht gesehen" }).waitFor();
    assert.equal(await page.getByRole("option", { name: /Vertrag/ }).count(), 0, "what asks nobody for consent is no model");
    await page.getByRole("option", { name: "Lange nicht gesehen" }).click();
    await page.getByText("Sie geht nur an Menschen, denen Sie werben dürfen").waitFor();
    const german = page.getByRole("group", { name: "Deutsch" });
    await german.getByLabel("Betreff").fill("Ein gutes neues Jahr");
    await german.getByLabel("Text", { exact: true }).fill("{{ salutation }},\n\nwir wünschen Ihnen ein gutes neues Jahr.");
    // English readers get the German letter, unless somebody writes one.
    const english = page.getByRole("group", { name: "Englisch" });
    await english.getByLabel("keiner, alle bekommen Deutsch").waitFor();
    await english.getByLabel("einen schreiben").check();
    await english.getByLabel("Betreff").fill("A happy new year");
    // What is left of the model is seen before it goes out: its second text, its button, and the English text.
    await page.getByRole("checkbox", { name: /Sie bekommen zu viel/ }).uncheck();
    await page.getByRole("checkbox", { name: "Neues ansehen" }).waitFor();
    await page.getByText("Unverändert, während die andere Sprache geändert ist").first().waitFor();
    const letter = page.frameLocator('iframe[title="Vorschau der Mail „Ein gutes neues Jahr“"]');
    await letter.getByText("wir wünschen Ihnen ein gutes neues Jahr.").first().waitFor({ timeout: 60_000 });
    await letter.getByText("Neues ansehen").first().waitFor();
    assert.equal(await letter.getByText(/Sie bekommen zu viel/).count(), 0, "what was left out does not go out");
    await page.getByLabel("An alle, auf die eine Regel zutrifft").check();
    await page.getByRole("textbox", { name: "Regel" }).fill("orders.coun > 0");
    await page.getByText(/Meinten Sie „orders.count“/).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "hat gekauft" }).click();
    await page.getByText(/von 1\d\d Kunden gehören zur Zielgruppe/).waitFor({ timeout: 60_000 });
    const steps = page.getByRole("list", { name: "Wer es bekommt und wer nicht" });
    await steps.getByText("Bekommen es").waitFor();
    const foretold = Number((await steps.locator("strong").last().innerText()).replace(".", ""));
    assert.ok(foretold > 0);
    await page.getByLabel("Sofort").check();
    await steps.getByText("Bekommen es").waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "In den Entwurf übernehmen" }).click();
    const draft = page.getByRole("region", { name: "Entwurf" });
    await draft.getByText("Prüfung bestanden").waitFor();
    assert.match(await draft.innerText(), /Gruß zum neuen Jahr\s+neu/);
    assert.equal((await app.api("GET", "/mailings")).some(({ name }) => name.de === "Gruß zum neuen Jahr"), false, "nothing is live before it is published");
    assert.deepEqual(await violations(page), []);
    await draft.getByRole("button", { name: "Veröffentlichen" }).click();
    await page.getByRole("heading", { name: "Gruß zum neuen Jahr", level: 1 }).waitFor();
    // Nothing is sent in quiet hours: it leaves in the morning.
    for (let left = 11 * 3_600; left > 0; ) left = (await app.api("POST", "/demo/clock", { seconds: left })).left_seconds;
    await page.goto(`${app.url}/content?tab=mailbox`);
    await page.getByRole("button", { name: /Ein gutes neues Jahr|A happy new year/ }).first().waitFor();
    await page.goto(`${app.url}/programmes/gruss-zum-neuen-jahr/mailings/gruss-zum-neuen-jahr`);
    await page.getByText(/Kunden haben es bekommen/).waitFor();
    await page.goto(`${app.url}/programmes/gruss-zum-neuen-jahr?tab=versions`);
    await page.getByText("mo@example.org").first().waitFor();
    assert.deepEqual((await app.api("GET", "/programmes/win-back")).definition, before, "it changes nothing of the programme its model is from");
    await page.context().close();
  });

  test("a planned mailing is changed in the same form", async () => {
    const { yaml } = await app.api("GET", "/programmes/win-back");
    const planned = "mailings:\n  - id: later\n    name: { de: Später, en: Later }\n    audience: orders.count > 0\n    message: win-back-last\n    at: 2018-03-01T10:00:00\n";
    await app.api("POST", "/programmes/win-back/publish", { yaml: `# Mit Lena besprochen\n${yaml.replace(/^mailings:\n/m, planned)}` });
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/programmes/win-back/mailings/later`);
    await page.getByRole("link", { name: "Bearbeiten" }).click();
    await page.getByLabel("An alle Kunden").check();
    await page.getByLabel("Versand am").fill("2018-03-02T11:00");
    await page.getByRole("button", { name: "In den Entwurf übernehmen" }).click();
    const draft = page.getByRole("region", { name: "Entwurf" });
    await draft.getByText("Prüfung bestanden").waitFor();
    await draft.getByRole("button", { name: "Veröffentlichen" }).click();
    await page.getByRole("heading", { name: "Später", level: 1 }).waitFor();
    const after = (await app.api("GET", "/programmes/win-back")).yaml;
    assert.match(after, /^# Mit Lena besprochen/, "what its author wrote stays");
    assert.match(after, /at: "?2018-03-02T11:00:00/);
    await page.context().close();
  });

  test("of a pasted list, lines that lead to nobody stay to be mended", async (context) => {
    const follows = await app.api("GET", "/mailings").then(() => true, () => false);
    if (!follows) return context.skip("this server does not follow mailings on their day");
    const [person] = await app.api("GET", "/customers");
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/programmes/win-back/mailings/new-year-news`);
    await page.getByLabel("Kunden einfügen").fill(`${person.id}\nniemand@example.invalid`);
    await page.getByRole("button", { name: "Liste übernehmen" }).click();
    const mend = page.getByLabel("Diese Zeilen berichtigen");
    await mend.waitFor();
    assert.equal(await mend.inputValue(), "niemand@example.invalid");
    await page.getByText("Liste mit 1 Kunde").first().waitFor();
    await page.getByRole("button", { name: "Liste entfernen" }).click();
    await page.getByText("Die Liste ist entfernt.").waitFor();
    await page.context().close();
  });

  test("files are read in without a line of YAML: dropped, understood, tried, imported, and the person is there", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data`);
    await page.getByRole("link", { name: "Dateien einlesen" }).click();
    await page.getByRole("heading", { name: "Dateien einlesen", level: 1 }).waitFor();
    await drop(page, "Neukunden 2026.csv", NEW_CUSTOMERS);
    // Which of the sources it is, somebody has to say; a new one takes its name from the file.
    await page.getByText("Wählen Sie, aus welcher Quelle die Dateien sind.").waitFor();
    assert.ok(await page.getByRole("button", { name: "Hochladen und ansehen" }).isDisabled());
    await page.getByLabel("Quelle", { exact: true }).selectOption("Neue Quelle …");
    assert.equal(await page.getByLabel("Name der neuen Quelle").inputValue(), "neukunden");
    await page.getByLabel("Name der neuen Quelle").fill("Neu Kunden");
    await page.getByText(/Nur Kleinbuchstaben/).waitFor();
    assert.ok(await page.getByRole("button", { name: "Hochladen und ansehen" }).isDisabled());
    assert.deepEqual(await violations(page), []);
    await page.getByLabel("Name der neuen Quelle").fill("neukunden");
    await page.getByRole("button", { name: "Hochladen und ansehen" }).click();
    const file = page.getByRole("region", { name: "Neukunden 2026.csv", exact: true });
    await file.getByText("4 Zeilen angesehen, davon 1 nicht lesbar").waitFor();
    assert.equal(await selected(file.getByLabel("Was „Wohnt in“ bedeutet")), "wird nicht gelesen");
    await file.getByLabel("Was „Wohnt in“ bedeutet").selectOption("Ort");
    await page.getByText("1 Bedeutung geändert").waitFor();
    await page.getByText("Als Text ansehen und ändern").click();
    await page.waitForFunction(() => /city: "?Wohnt in/.test([...document.querySelectorAll("textarea")].map((field) => field.value).join("\n")));
    assert.deepEqual(await violations(page), []);

    const trial = page.getByRole("region", { name: "Probelauf" });
    await page.getByRole("button", { name: "Probelauf starten" }).click();
    await trial.getByText("So würde es aussehen").waitFor();
    await trial.getByText("4 Zeilen gelesen, 3 übernommen, 1 nicht").waitFor();
    await trial.getByText("andere Zahl von Feldern als in der Kopfzeile").waitFor();
    await trial.getByText("Quedlinburg").waitFor();
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(await app.api("GET", "/customers?query=470011"), [], "a trial takes nothing over");

    // Another meaning, and what was tried no longer counts.
    await file.getByLabel("Was „Wohnt in“ bedeutet").selectOption("Region");
    await trial.getByText("Sein Ergebnis gilt nicht mehr").waitFor();
    assert.equal(await page.getByRole("button", { name: "Jetzt einlesen" }).count(), 0);
    await file.getByLabel("Was „Wohnt in“ bedeutet").selectOption("Ort");
    // What was begun can be gone on with, with what was said of it.
    await page.goto(`${app.url}/data`);
    await page.getByRole("link", { name: "Weiter mit Neukunden 2026.csv" }).waitFor();
    // So where files are read in.
    await page.getByRole("link", { name: "Dateien einlesen" }).click();
    await page.getByRole("region", { name: "Angefangen und nicht eingelesen" }).getByText(/hochgeladen am/).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("link", { name: "Weiter mit Neukunden 2026.csv" }).click();
    assert.equal(await selected(file.getByLabel("Was „Wohnt in“ bedeutet")), "Ort");
    await page.getByRole("button", { name: "Jetzt einlesen" }).click();
    await page.getByRole("heading", { name: /^Eingelesen: 3 neue Ereignisse/ }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("link", { name: /Nicht übernommene Zeilen ansehen/ }).click();
    await page.getByRole("region", { name: "Eingelesene Dateien" }).getByText("neukunden, eingelesen am").waitFor();
    await page.getByRole("link", { name: "Kunden", exact: true }).click();
    await page.getByRole("textbox", { name: "Kunden suchen" }).fill("470011");
    await page.getByRole("textbox", { name: "Kunden suchen" }).press("Enter");
    await page.getByRole("link", { name: "Wilma Dateimann" }).click();
    await page.getByText("Quedlinburg").first().waitFor();
    await page.context().close();
  });

  test("a file that cannot be read says why and what helps, and files that wait are deleted", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data/files`);
    await drop(page, "leer.csv", "");
    await page.getByLabel("Quelle", { exact: true }).selectOption("Import");
    await page.getByRole("button", { name: "Hochladen und ansehen" }).click();
    await page.getByText("Die Datei hat keine Kopfzeile mit Namen der Spalten. Abhilfe: Schreiben Sie die Namen der Spalten in die erste Zeile.").waitFor();
    assert.equal(await page.getByRole("button", { name: "Probelauf starten" }).count(), 0);
    assert.deepEqual(await violations(page), []);
    await page.goto(`${app.url}/data`);
    await page.getByRole("button", { name: "leer.csv löschen" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Löschen" }).click();
    await page.getByText("Die Dateien sind gelöscht.").waitFor();
    assert.deepEqual(await app.api("GET", "/uploads"), []);
    await page.context().close();
  });

  test("who may only look reads who may read files in", async () => {
    const page = await signedIn(app, { role: "viewer" });
    await page.goto(`${app.url}/data`);
    await page.getByRole("button", { name: "Dateien einlesen" }).waitFor();
    assert.ok(await page.getByRole("button", { name: "Dateien einlesen" }).isDisabled());
    await page.goto(`${app.url}/data/files`);
    await page.getByText("Dateien einlesen dürfen die Rollen „Verwaltung“ und „Marketing“.").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });

  test("a till is connected by a form: what is wrong with it is told, one delivery is counted, and the person is there", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data`);
    await page.getByRole("link", { name: "Quelle verbinden" }).click();
    await page.getByRole("heading", { name: "Quelle verbinden", level: 1 }).waitFor();
    await page.getByRole("radio", { name: /^Webhook nach Formular/ }).check();
    await page.getByLabel("Name der Quelle").fill("bonkasse");
    const form = page.getByLabel("Formular", { exact: true });
    const example = await form.inputValue();
    await form.fill(example.replace("each: receipts", "eech: receipts"));
    await page.getByRole("button", { name: "Verbinden", exact: true }).click();
    await page.getByText("Meinten Sie „each“?").waitFor();
    await page.getByRole("button", { name: /^Zeile 2, Spalte/ }).click();
    assert.equal(await form.evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd)), "eech: receipts");
    assert.deepEqual(await violations(page), []);
    await form.fill(example.replace("sale: Order Completed", "sale: Order Complete"));
    await page.getByRole("button", { name: "Verbinden", exact: true }).click();
    await page.getByText("Ein Ereignis „Order Complete“ gibt es nicht.").waitFor();
    await form.fill(example);
    await page.getByText("Was dieses Beispiel versteht, und was die Zeilen bedeuten").click();
    const delivery = await page.getByLabel("Was dieses Beispiel versteht, und was die Zeilen bedeuten").innerText();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Verbinden", exact: true }).click();
    await page.getByText("Nur jetzt zu sehen").waitFor();
    const secret = await page.getByRole("status").locator("code.secret").innerText();
    const there = page.getByRole("region", { name: "Was beim Absender zu tun ist" });
    const address = await there.locator("code.secret").first().innerText();
    assert.match(address, /\/v1\/hooks\/bonkasse$/);
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Notiert" }).click();

    const send = (word) => fetch(address, { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${word}` }, body: delivery.replace("K-4711", "K-815815") });
    assert.equal((await send("not the secret of this till")).status, 401);
    assert.equal((await send(secret)).status, 200);
    // Durable is not yet applied: the clock answers when everything is.
    await app.api("POST", "/demo/clock", { seconds: 1 });
    assert.equal((await app.api("GET", "/customers?query=K-815815")).length, 1);
    await page.goto(`${app.url}/data`);
    const till = page.getByRole("article", { name: "bonkasse" });
    await till.getByText(/^Übernommen\s*1$/).waitFor();
    await till.getByText(/^Ohne Nachweis\s*1$/).waitFor();
    assert.ok(!(await page.content()).includes(secret), "the secret is shown once");
    assert.deepEqual(await violations(page), []);

    await till.getByRole("link", { name: /^Anleitung und Ändern/ }).click();
    await page.getByLabel("Vorsatz für Nummern").fill("kasse");
    await page.getByRole("button", { name: "Änderungen speichern" }).click();
    await page.getByText("„bonkasse“ ist geändert.").waitFor();
    assert.equal((await app.api("GET", "/sources"))[0].prefix, "kasse");
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("„bonkasse“ ist wieder wie zuvor.").waitFor();
    assert.equal((await app.api("GET", "/sources"))[0].prefix, null);
    await page.getByRole("link", { name: "Kunden", exact: true }).click();
    await page.getByRole("textbox", { name: "Kunden suchen" }).fill("K-815815");
    await page.getByRole("textbox", { name: "Kunden suchen" }).press("Enter");
    await page.locator("tbody a").first().click();
    await page.getByText("eva@example.org").first().waitFor();

    await page.goto(`${app.url}/data/connect?source=bonkasse`);
    await page.getByRole("button", { name: "„bonkasse“ trennen" }).click();
    await page.getByRole("button", { name: "Ja, trennen" }).click();
    await page.getByText("Was davon kam, ist noch da.").waitFor();
    assert.deepEqual(await app.api("GET", "/sources"), []);
    assert.equal((await send(secret)).status, 404);
    await page.context().close();
  });

  test("what a shop's customer asks for under data protection law waits on Today, leads to the person, and is settled once", async () => {
    const [known] = await app.api("GET", "/customers");
    const { identifiers } = await app.api("GET", `/customers/${known.id}`);
    const number = identifiers.find(({ kind }) => kind === "customer_number")?.value;
    const { source, secret } = await app.api("POST", "/sources", { id: "privatshop", kind: "shopify", secret: null });
    const body = JSON.stringify({ shop_domain: "x.example", customer: { id: number ?? 17, email: "nobody@example.org" }, data_request: { id: 99 } });
    const signature = createHmac("sha256", secret).update(body).digest("base64");
    const told = await fetch(source.url, { method: "POST", headers: { "x-shopify-topic": "customers/data_request", "x-shopify-hmac-sha256": signature }, body });
    assert.equal(told.status, 200);
    const page = await signedIn(app, { role: "support" });
    await page.goto(app.url);
    const need = page.locator("ul.needs li", { hasText: "1 Datenschutzanfrage wartet auf jemanden" });
    await need.getByRole("link", { name: "Ansehen" }).click();
    const requests = page.getByRole("region", { name: "Datenschutzanfragen" });
    await requests.getByText("Auskunft", { exact: true }).waitFor();
    await requests.getByText("Nummer 99").waitFor();
    if (number !== undefined) assert.equal(await requests.locator("tbody a").getAttribute("href"), `/customers/${known.id}`);
    assert.deepEqual(await violations(page), []);
    await requests.getByRole("button", { name: "Erledigt: Auskunft" }).click();
    await page.getByRole("button", { name: "Ja, erledigt" }).click();
    await requests.getByText("Keine Datenschutzanfragen").waitFor();
    assert.deepEqual(await app.api("GET", "/privacy"), []);
    await app.api("DELETE", "/sources/privatshop");
    await page.context().close();
  });

  test("the language of the app changes at once and stays", async () => {
    const page = await signedIn(app);
    await page.goto(app.url);
    await page.getByRole("button", { name: "lena@example.org" }).click();
    await page.getByText("English", { exact: true }).click();
    await page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });

  test("the keyboard alone reaches a step and changes it", async () => {
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/programmes/win-back`);
    await settle(page);
    await page.locator('.react-flow__node[data-id="three-weeks"]').focus();
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Tage" }).fill("14");
    await page.getByRole("textbox", { name: "Tage" }).press("Enter");
    await page.getByRole("region", { name: "Entwurf" }).getByText("Prüfung bestanden").waitFor();
    await page.context().close();
  });

  test("who may only look is told why a button does nothing", async () => {
    const page = await signedIn(app, { role: "viewer", width: 390 });
    await page.goto(`${app.url}/programmes/cart-abandoned`);
    await settle(page);
    const stop = page.getByRole("button", { name: "Programm anhalten" });
    assert.ok(await stop.isDisabled());
    assert.equal(await stop.getAttribute("title"), "Ihre Rolle erlaubt das nicht.");
    await page.getByRole("button", { name: "Navigation öffnen" }).click();
    await page.getByRole("dialog").getByRole("link", { name: "Auswertung" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });
}

/** As retailers write them; the third row has more fields than the header. */
const NEW_CUSTOMERS = `Kundennummer;Vorname;Nachname;E-Mail;Wohnt in
470011;Wilma;Dateimann;wilma@example.org;Quedlinburg
470012;Kurt;Zeile;kurt@example.org;Ulm
470013;Zu;viele;felder@example.org;Ulm;und;mehr
470014;Ina;Spalte;ina@example.org;Bremen
`;

/** Lets a file fall onto the drop zone, as from a folder. */
async function drop(page, name, text) {
  const files = await page.evaluateHandle(([called, held]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([held], called, { type: "text/csv" }));
    return transfer;
  }, [name, text]);
  await page.locator(".drop-zone").dispatchEvent("drop", { dataTransfer: files });
  await page.getByRole("list", { name: "Ausgewählte Dateien" }).getByText(name).waitFor();
}

const selected = (select) => select.evaluate((field) => field.selectedOptions[0].textContent);

/** Somebody whom a message did not reach for want of a consent, and that message. */
async function notWritten(api) {
  for (const person of await api("GET", "/customers")) {
    const { messages } = await api("GET", `/customers/${person.id}/why`);
    const message = messages.find(({ intents }) => intents[0]?.state === "suppressed" && intents[0].reason === "no_consent");
    if (message) return { person, message };
  }
  throw new Error("nobody in the demonstration lacks a consent");
}
