// What is possible with the data that are here, and how good they are, by what people see. What the server would say is put
// in its place: a demonstration delivers nothing twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signedIn } from "./browser.mjs";
import { looksGood, violations } from "./looks.mjs";

const fact = (kind, count, brought_by, more = {}) => ({ kind, name: null, channel: null, count, brought_by, ...more });
const recipe = (id, name, standing, facts) => ({ id, name: { de: name, en: name }, aim: "activation", standing, live: false, facts, journeys: [] });
const RECIPES = [
  recipe("birthday", "Geburtstag", "ready", [fact("field", 812, ["customers"], { name: "birth_date" }), fact("consent", 640, ["sign_up_form"], { name: "offers", channel: "email" })]),
  recipe("back-in-stock", "Wieder verfügbar", "missing", [fact("stock", 0, ["feed"]), fact("event", 0, ["shop"], { name: "stock.wanted" })]),
];
const QUALITY = [{
  id: "import", vault: null, feed: false, score: 61, rows: 1204, duplicates_percent: 3, at: "2017-12-31T06:00:00Z", newest: null, rhythm_seconds: 86_400, overdue_seconds: 54_000,
  series: [96, 97, 61].map((score, day) => ({ at: `2017-12-2${day}T06:00:00Z`, score })),
  fields: [{ role: "profiles", column: "Geburtsdatum", field: "birth_date", score: 32, completeness: 41, validity: 90, drift: 14, completeness_before: 88, validity_before: 99, series: [] }],
}];

export function readiness(app) {
  test("a programme whose data are here is made live with a way back, and of the others it is said what brings them", async () => {
    const page = await signedIn(app, { role: "marketer" });
    const asked = [];
    const json = (route, body) => route.fulfill({ status: 200, contentType: "application/json", body: JSON.stringify(body) });
    await page.route("**/api/readiness", (route) => json(route, { recipes: RECIPES.map((one) => ({ ...one, live: one.id === "birthday" && asked.length === 1 })), unlocks: [{ source: "shop", recipes: ["back-in-stock"] }] }));
    await page.route("**/api/readiness/*", (route) => { asked.push([new URL(route.request().url()).pathname, route.request().postDataJSON()]); return json(route, { id: "birthday", yaml: "", problems: [], program: "1" }); });
    await page.route("**/api/programmes/birthday/stop", (route) => { asked.push([new URL(route.request().url()).pathname, route.request().postDataJSON()]); return json(route, {}); });
    await page.goto(`${app.url}/data`);
    await page.getByRole("link", { name: /^Was möglich ist/ }).click();
    const ready = page.getByRole("listitem", { name: "Geburtstag" });
    await ready.getByText("Bereit", { exact: true }).waitFor();
    await ready.getByText("2 von 2 Angaben sind da").waitFor({ state: "attached" });
    const missing = page.getByRole("listitem", { name: "Wieder verfügbar" });
    await missing.getByRole("link", { name: "Bestands- und Preisliste" }).waitFor();
    await page.getByRole("region", { name: "Was eine weitere Quelle möglich macht" }).getByRole("link", { name: "Anschluss des Shops" }).waitFor();
    await looksGood(page, "what is possible");
    await ready.getByRole("button", { name: "Live schalten: „Geburtstag“" }).click();
    await page.getByText("„Geburtstag“ ist live.").waitFor();
    await ready.getByRole("link", { name: "Programm ansehen" }).waitFor();
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await page.getByText("„Geburtstag“ ist angehalten.").waitFor();
    assert.deepEqual(asked, [["/api/readiness/birthday", { live: true, anyway: false }], ["/api/programmes/birthday/stop", { stopped: true }]]);
    await missing.getByRole("button", { name: /^Trotzdem live schalten/ }).click();
    await page.getByText("Es erreicht niemanden, bis die Daten da sind.").waitFor();
    await page.context().close();
  });

  test("a late delivery and a column that fell are told with what helps", async () => {
    const page = await signedIn(app, { role: "viewer" });
    await page.route("**/api/quality", (route) => route.fulfill({ status: 200, contentType: "application/json", body: JSON.stringify(QUALITY) }));
    await page.goto(`${app.url}/data/quality`);
    const source = page.getByRole("region", { name: /^Import/ });
    await source.getByText("Eine Lieferung ist seit 15 Stunden überfällig").waitFor();
    await source.getByText("„Geburtsdatum“ ist nur noch in 41 % der Zeilen gefüllt, vorher in 88 %").waitFor();
    await source.getByRole("row", { name: /^Geburtsdatum/ }).getByText("Vollständigkeit").waitFor();
    await looksGood(page, "quality");
    await page.getByText("Wie das gezählt wird").click();
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });
}
