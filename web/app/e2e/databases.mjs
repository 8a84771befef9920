// The company's own database, by what people see: connected step by step, read, changed, begun anew, disconnected and back.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { signedIn } from "./browser.mjs";
import { looksGood } from "./looks.mjs";

const PEOPLE = `
  CREATE TABLE kundenkartei (id INTEGER PRIMARY KEY, email TEXT, vorname TEXT, nachname TEXT, geaendert_am TEXT);
  INSERT INTO kundenkartei VALUES (9001, 'kartei-1@example.org', 'Karla', 'Kartei', '2017-12-20 10:00:00'),
                                  (9002, 'kartei-2@example.org', 'Bert', 'Bogen', '2017-12-21 11:00:00');
  CREATE TABLE leer (id INTEGER PRIMARY KEY);
`;
const MORE = "INSERT INTO kundenkartei VALUES (9003, 'kartei-3@example.org', 'Dora', 'Druck', '2017-12-22 12:00:00');";

/** By what is at hand here: this Node's own SQLite, else Python's. `false`: neither is. */
async function ran(file, sql) {
  try {
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
    return true;
  } catch (error) {
    if (error.code !== "ERR_UNKNOWN_BUILTIN_MODULE" && error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  }
  try {
    execFileSync("python3", ["-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.stdin.read()); c.commit(); c.close()", file], { input: sql, stdio: ["pipe", "ignore", "pipe"] });
    return true;
  } catch (error) {
    if (error.code === "ENOENT" || /No module named/.test(String(error.stderr))) return false;
    throw error;
  }
}

export function databases(app) {
  test("a company's database is connected step by step, read, and disconnected with a way back", { timeout: 180_000 }, async (walk) => {
    const folder = join(app.data, "databases");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "kartei.db");
    if (!(await ran(file, PEOPLE))) return walk.skip("neither Node nor Python knows SQLite here");
    const page = await signedIn(app, { role: "marketer" });
    await page.goto(`${app.url}/data`);
    await page.getByRole("link", { name: "Datenbank verbinden" }).click();
    await page.getByRole("radio", { name: "SQLite-Datei" }).check();
    await page.getByRole("textbox", { name: "Datei", exact: true }).fill("keine.db");
    await page.getByRole("button", { name: "Ansehen", exact: true }).click();
    await page.getByRole("alert").first().waitFor();
    await looksGood(page, "a file that is not there");
    await page.getByRole("textbox", { name: "Datei", exact: true }).fill("kartei.db");
    await page.getByRole("button", { name: "Ansehen", exact: true }).click();

    await page.getByRole("radio", { name: /^kundenkartei/ }).check();
    assert.equal(await page.getByLabel("Name der Quelle").inputValue(), "kundenkartei");
    await looksGood(page, "the tables");
    await page.getByRole("button", { name: "Erste Zeilen ansehen" }).click();
    await page.getByRole("combobox", { name: /„id“/ }).selectOption({ label: "Kundennummer" });
    await page.getByRole("button", { name: "Probelauf starten" }).click();
    await page.getByRole("button", { name: "So ist es richtig, weiter" }).waitFor({ timeout: 60_000 });
    await looksGood(page, "the meanings");
    await page.getByRole("button", { name: "So ist es richtig, weiter" }).click();

    assert.equal(await page.getByRole("combobox", { name: /Woran Neues zu erkennen ist/ }).inputValue(), "geaendert_am");
    assert.ok(await page.getByRole("checkbox", { name: "id", exact: true }).isChecked());
    await page.getByText("Gelesen wird nach Plan. Jede Änderung sofort zu melden kann nur PostgreSQL.").waitFor();
    await looksGood(page, "how it is read");
    await page.getByRole("button", { name: "Verbinden und lesen" }).click();
    await page.getByRole("heading", { name: "kundenkartei", level: 1 }).waitFor();
    await until(app, ({ state }) => state.rows === 2 && state.doing === "waiting" && state.last !== null);
    await page.getByText(/^Gelesene Zeilen\s*2$/).waitFor();
    await looksGood(page, "the database");
    assert.equal((await app.api("GET", "/customers?query=kartei-1@example.org")).length, 1);
    assert.deepEqual(await app.api("GET", "/uploads"), [], "the first rows are not kept");

    assert.ok(await ran(file, MORE));
    await page.getByRole("button", { name: "„kundenkartei“ jetzt lesen" }).click();
    await until(app, ({ state }) => state.rows === 3 && state.doing === "waiting");
    assert.equal((await app.api("GET", "/customers?query=kartei-3@example.org")).length, 1);

    await page.getByRole("button", { name: "Plan ändern" }).click();
    await page.getByLabel("Alle wie viele Minuten").fill("45");
    await page.getByRole("button", { name: "Änderungen speichern" }).click();
    await page.getByText("„kundenkartei“ ist geändert.").waitFor();
    assert.equal((await one(app)).read.every_minutes, 45);
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("„kundenkartei“ ist wieder wie zuvor.").waitFor();
    assert.equal((await one(app)).read.every_minutes, 15);

    const { state: { events } } = await one(app);
    await page.getByRole("button", { name: "„kundenkartei“ von vorn lesen" }).click();
    await page.getByRole("button", { name: "Ja, von vorn lesen" }).click();
    const anew = await until(app, ({ state }) => state.rows >= 6 && state.doing === "waiting");
    assert.equal(anew.state.events, events, "what is known does not count again");

    assert.ok(await ran(file, "DROP TABLE kundenkartei;"));
    await page.getByRole("button", { name: "„kundenkartei“ jetzt lesen" }).click();
    await until(app, ({ state }) => state.doing === "failing");
    await page.getByText("Die Datenbank kann diese Abfrage nicht beantworten.").waitFor();
    await page.getByText(/Das muss jemand beheben/).waitFor();
    await looksGood(page, "a database that fails");
    await page.goto(app.url);
    await page.locator("ul.needs li", { hasText: "Die Datenbank „kundenkartei“ lässt sich nicht lesen" }).getByRole("link", { name: "Ansehen" }).click();
    await page.getByRole("heading", { name: "kundenkartei", level: 1 }).waitFor();
    assert.ok(await ran(file, PEOPLE.split("CREATE TABLE leer")[0]));

    // A file has no password: it is disconnected at once, and one press brings it back.
    await page.getByRole("button", { name: "„kundenkartei“ trennen" }).click();
    await page.getByText("„kundenkartei“ ist getrennt. Was davon kam, ist noch da.").waitFor();
    assert.deepEqual(await app.api("GET", "/databases"), []);
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("„kundenkartei“ ist wieder verbunden").waitFor();
    await until(app, ({ state }) => state.doing === "waiting" && state.last !== null);
    await page.getByRole("article", { name: "kundenkartei" }).getByText("in Ordnung").waitFor();
    await app.api("DELETE", "/databases/kundenkartei");
    assert.equal((await app.api("GET", "/customers?query=kartei-1@example.org")).length, 1, "what came from it stays");
    await page.context().close();
  });

  test("whoever may not connect sources is told so, and sees how they are", async () => {
    const page = await signedIn(app, { role: "viewer" });
    await page.goto(`${app.url}/data`);
    assert.ok(await page.getByRole("button", { name: "Datenbank verbinden" }).isDisabled());
    await page.goto(`${app.url}/data/connect?kind=database`);
    await page.getByText("Quellen verbinden dürfen die Rollen „Verwaltung“ und „Marketing“.").waitFor();
    await page.context().close();
  });
}

const one = async (app) => (await app.api("GET", "/databases")).find(({ id }) => id === "kundenkartei");

/** Reading goes on by itself, on the wall's clock. */
async function until(app, isSo) {
  const end = Date.now() + 60_000;
  for (;;) {
    const database = await one(app);
    if (database && isSo(database)) return database;
    if (Date.now() > end) throw new Error(`it did not come to that: ${JSON.stringify(database)}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}
