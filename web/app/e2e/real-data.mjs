// Other people's files through the app by mapping alone: dropped, understood, tried, imported into an installation in which
// there was nobody, and known people are there with the orders that the files tell of. The files are no part of this
// repository: ANLASS_SHARED names the folder beside the checkout in which they lie.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { signedIn } from "./browser.mjs";
import { installFresh } from "./installation.mjs";
import { looksGood, violations } from "./looks.mjs";

const SHARED = process.env.ANLASS_SHARED ?? fileURLToPath(new URL("../../../../shared", import.meta.url));
const SETTINGS = parse(readFileSync(new URL("../../../recipes/settings.yaml", import.meta.url), "utf8"));

export function realData(app) {
  walk(app, {
    name: "a wholesaler's year of invoices: returns and what is no article are said beside the columns",
    folder: "online_retail", files: ["orders.csv.zst"], currency: "GBP", time_zone: "Europe/London", source: "wholesaler",
    async understand(page) {
      const file = page.getByRole("region", { name: "orders.csv.zst", exact: true });
      assert.equal(await selected(file.getByLabel("Was „CustomerID“ bedeutet")), "Kundennummer");
      await more(page);
      await page.getByText("Nummern, die mit C beginnen, nehmen einen früheren Kauf zurück. vermutet, bitte prüfen").waitFor();
      await page.getByText("Beträge werden in GBP gelesen.").waitFor();
      assert.equal(await selected(page.getByLabel("Zeiten werden gelesen als Zeiten in")), "Europe/London (Ihre Firma)");
      await page.getByLabel("Nummern von Rücknahmen beginnen mit").fill("C");
      await page.getByLabel("Ganz gleiche Zeilen zählen nur einmal").check();
      await page.getByLabel("Was nichts gekostet hat, war kein Kauf").check();
      await tags(page, "Diese Nummern sind keine Artikel", ["POST", "DOT", "M", "D", "S", "GIFT_*"]);
    },
    async known({ api, person }) {
      // 18 pieces of £4.25, and 4 of them back five days later.
      const { orders } = await person("13106");
      assert.deepEqual(counted(orders), { count: 1, value: 5950, cancelled: 0, returned: 4 });
      assert.equal(orders.list[0].value.minor, 7650);
      assert.equal((await person("17850")).orders.count, 34);
      assert.equal((await api("GET", "/customers?query=C536379")).length, 0);
    },
    shown: { query: "13106", text: /76,50/ },
  });

  walk(app, {
    name: "a marketplace's five tables: what was guessed wrong is put right, and what was cancelled is no purchase",
    folder: "olist", files: ["customers", "orders", "order_items", "products", "product_category_name_translation"].map((name) => `${name}.csv.zst`),
    currency: "BRL", time_zone: "America/Sao_Paulo", source: "marketplace",
    async understand(page) {
      await page.getByRole("switch", { name: "Nur was gelesen wird" }).uncheck();
      const means = (file, column) => page.getByRole("region", { name: `${file}.csv.zst`, exact: true }).getByLabel(`Was „${column}“ bedeutet`, { exact: true });
      // Some of it is proposed so.
      await means("order_items", "order_item_id").selectOption("wird nicht gelesen");
      await means("order_items", "shipping_limit_date").selectOption("wird nicht gelesen");
      // The number of the person in a single order; the other one is the person's own.
      await means("customers", "customer_id").selectOption("wird nicht gelesen");
      await more(page);
      await page.getByLabel("Was aus einer Bestellung wurde, steht in").selectOption("order_status");
      await tags(page, "Mit diesen Zuständen kam sie nicht zustande", ["canceled", "unavailable"]);
    },
    async known({ api, person }) {
      assert.deepEqual(counted((await person("9d31457a03125fc870787a251760315a")).orders), { count: 2, value: 16970, cancelled: 0, returned: 0 });
      const lost = await person("36f1caf9bdbb0f6201dfdc27a08c6338");
      assert.equal(lost.orders.list.filter(({ cancelled }) => cancelled).length, 1);
      assert.equal(lost.orders.kept, 0);
      assert.equal(lost.profile.find(({ field }) => field === "city").value, "campinas");
      // Nobody is there twice: by the number of an order's own customer nobody is known.
      assert.equal((await api("GET", "/customers?query=000161a058600d5901f007fab4c27140")).length, 0);
    },
    shown: { query: "9d31457a03125fc870787a251760315a", text: /89,90/ },
  });

  walk(app, {
    name: "a grocer's year: own details of the people and redeemed vouchers are read without a line of text",
    folder: "complete_journey", files: ["transactions", "products", "demographics", "coupon_redemptions"].map((name) => `${name}.csv.zst`),
    currency: "USD", time_zone: "America/New_York", source: "grocer",
    async understand(page) {
      const redemptions = page.getByRole("region", { name: "coupon_redemptions.csv.zst", exact: true });
      // Proposed as they are; redemptions are no orders.
      assert.equal(await redemptions.getByLabel("Was „coupon_upc“ bedeutet").inputValue(), "voucher_code");
      const people = page.getByRole("region", { name: "demographics.csv.zst", exact: true });
      await people.getByRole("button", { name: "Doch lesen als …: demographics.csv.zst" }).click();
      for (const column of ["age", "income", "household_size"]) await people.getByLabel(`Was „${column}“ bedeutet`, { exact: true }).selectOption("Eigene Angabe zur Person");
      await people.getByText("wird nicht gelesen, nichts zu tun").waitFor({ state: "detached" });
      await more(page);
      await page.getByLabel("Die Uhrzeiten stehen in UTC").check();
    },
    async known({ api, person }) {
      const one = await person("13");
      assert.equal(one.orders.count, 157);
      assert.deepEqual(["age", "income", "household_size"].map((name) => one.profile.find(({ field }) => field === name)?.value), ["25-34", "75-99K", "4"]);
      const timeline = await api("GET", `/customers/${one.id}/timeline`);
      assert.ok(JSON.stringify(timeline).includes("voucher"), "what was redeemed stands on the timeline");
      // The till closed the year in its own time zone.
      assert.ok((await person("900")).orders.last < "2018-01-01T05:00:00Z");
    },
    shown: { query: "13", exact: true, text: /25-34/ },
  });

  walk(app, {
    name: "a shop system's exports: people, articles, prices and stock",
    folder: "shop_exports_shopware", files: ["customers.csv", "products.csv"], currency: "EUR", time_zone: "Europe/Berlin", source: "shop-export",
    async understand(page) {
      await page.getByRole("switch", { name: "Nur was gelesen wird" }).uncheck();
      const articles = page.getByRole("region", { name: "products.csv", exact: true });
      // The maker's own page is no link to the article.
      await articles.getByLabel("Was „manufacturer_link“ bedeutet").selectOption("wird nicht gelesen");
      assert.equal(await selected(articles.getByLabel("Was „price_gross“ bedeutet")), "Preis je Stück");
      const people = page.getByRole("region", { name: "customers.csv", exact: true });
      assert.equal(await selected(people.getByLabel("Was „shipping_city“ bedeutet")), "Ort");
      await people.getByRole("button", { name: "Stattdessen diese lesen: „shipping_city“ statt „billing_city“" }).click();
      await people.getByLabel("Was „sales_channel“ bedeutet").selectOption("Eigene Angabe zur Person");
    },
    tried: /^Artikel\s*60/m,
    fates: /products\.csv für 3 Zwecke gelesen\s+als „Artikel“: 60 Zeilen, alle übernommen\s+als „Preise“: 60 Zeilen, alle übernommen\s+als „Bestände“: 60 Zeilen, alle übernommen/,
    async known({ person }) {
      const one = await person("10003");
      assert.equal(one.name, "Heaven Pacocha");
      assert.deepEqual(["city", "sales_channel"].map((name) => one.profile.find(({ field }) => field === name)?.value), ["New Kameron", "API Test case sales channel"]);
    },
    shown: { query: "10003", text: /New Kameron/ },
  });

  walk(app, {
    name: "the rest of a shop system's exports: a tree, properties as tags, prices of groups, and what has no place here is said",
    folder: "shop_exports_shopware", currency: "EUR", time_zone: "Europe/Berlin", source: "shop-export",
    files: ["customers.csv", "products.csv", "categories.csv", "properties.csv", "advanced_prices.csv", "cross_selling_with_own_identifier.csv", "promotion_individual_codes.csv", "promotion_discounts.csv"],
    async understand(page) {
      await page.getByRole("switch", { name: "Nur was gelesen wird" }).uncheck();
      const articles = page.getByRole("region", { name: "products.csv", exact: true });
      await articles.getByLabel("Was „manufacturer_link“ bedeutet").selectOption("wird nicht gelesen");
      for (const [file, said] of [
        ["cross_selling_with_own_identifier.csv", /Cross-Selling/],
        ["promotion_individual_codes.csv", /Das sind Gutscheincodes/],
        ["promotion_discounts.csv", /Anlass berechnet keine Rabatte/],
      ]) await page.getByRole("region", { name: file, exact: true }).getByText(said).waitFor();
      const prices = page.getByRole("region", { name: "advanced_prices.csv", exact: true });
      assert.equal(await selected(prices.getByLabel("Was „rule_id“ bedeutet")), "Kundengruppe");
    },
    tried: /^Artikel\s*60/m,
    async known({ api }) {
      const { path, tags: named } = await api("GET", "/catalogue/articles/50702c3eb3244b988b06c7a610b45f52");
      assert.equal(path[0].name, "Catalogue #1");
      assert.ok(named.length > 3 && named.every((tag) => tag.length < 32), `${named}`);
      // The pool takes the export of the codes as it is.
      const codes = codesOf(readFileSync(join(SHARED, "data", "shop_exports_shopware", "promotion_individual_codes.csv"), "utf8"));
      const filled = await api("POST", "/catalogue/pools/spring/codes", { codes });
      assert.deepEqual([filled.new, filled.refused], [13, []]);
    },
    shown: { query: "10003", text: /Heaven/ },
  });
}

/** The column of codes of a table, as the page that fills a pool finds it. */
function codesOf(text) {
  const [head, ...lines] = text.trim().split(/\r?\n/).map((line) => line.split(";"));
  return lines.map((cells) => cells[head.indexOf("code")]);
}

function walk(app, { name, folder, files, currency, time_zone, source, understand, tried, fates, known, shown }) {
  test(`real files: ${name}`, { timeout: 300_000 }, async (context) => {
    const paths = files.map((file) => join(SHARED, "data", folder, file));
    const missing = paths.filter((path) => !existsSync(path));
    if (missing.length > 0) return context.skip(`${missing.map((path) => basename(path)).join(", ")} of "${folder}" is not here; ANLASS_SHARED names where the shared data lie`);
    const fresh = { ...(await installFresh({ ...SETTINGS, currency, time_zone, region: "none" })), browser: app.browser };
    try {
      assert.deepEqual(await fresh.api("GET", "/customers"), []);
      const page = await signedIn(fresh, { role: "marketer" });
      await page.goto(`${fresh.url}/data`);
      await page.getByRole("link", { name: "Dateien einlesen" }).click();
      await drop(page, paths);
      await page.getByLabel("Quelle", { exact: true }).selectOption("Neue Quelle …");
      await page.getByLabel("Name der neuen Quelle").fill(source);
      await page.getByRole("button", { name: "Hochladen und ansehen" }).click();
      await page.getByRole("region", { name: files[0], exact: true }).waitFor({ timeout: 60_000 });
      await understand(page);
      assert.deepEqual(await violations(page), []);
      const trial = page.getByRole("region", { name: "Probelauf" });
      await page.getByRole("button", { name: "Probelauf starten" }).click();
      await page.getByRole("button", { name: "Jetzt einlesen" }).waitFor({ timeout: 120_000 });
      if (tried) assert.match((await trial.locator("dl.figures").first().innerText()).replace(/\n+/g, "\n"), tried);
      if (fates) assert.match(await trial.innerText(), fates);
      await looksGood(page, `a trial of ${source}`);
      assert.deepEqual(await fresh.api("GET", "/customers"), [], "a trial takes nothing over");
      await page.getByRole("button", { name: "Jetzt einlesen" }).click();
      await page.getByRole("heading", { name: /^Eingelesen: / }).waitFor({ timeout: 180_000 });
      const person = async (number) => {
        const found = (await fresh.api("GET", `/customers?query=${number}`)).filter(Boolean);
        for (const { id } of found) {
          const one = await fresh.api("GET", `/customers/${id}`);
          if (one.identifiers.some(({ value }) => value === number)) return one;
        }
        throw new Error(`nobody is known as ${number}`);
      };
      await known({ api: fresh.api, person });
      await page.goto(`${fresh.url}/customers/${(await person(shown.query)).id}`);
      await page.getByText(shown.text).first().waitFor();
      assert.deepEqual(page.problems, []);
      await page.context().close();
    } finally {
      fresh.stop();
    }
  });
}

const selected = (select) => select.evaluate((field) => field.selectedOptions[0].textContent);

const more = (page) => page.locator("summary", { hasText: "Genauer sagen, wie Bestellungen zählen" }).click();

async function tags(page, label, values) {
  const field = page.getByRole("textbox", { name: label }).or(page.getByRole("combobox", { name: label })).first();
  for (const value of values) {
    await field.fill(value);
    await field.press("Enter");
  }
  await page.keyboard.press("Escape");
}

const counted = ({ count, value, list }) => ({
  count, value: value.minor, cancelled: list.filter(({ cancelled }) => cancelled).length, returned: list.reduce((sum, { returned }) => sum + returned, 0),
});

/** Lets files fall onto the drop zone, as from a folder. */
async function drop(page, paths) {
  const held = paths.map((path) => [basename(path), readFileSync(path).toString("base64")]);
  const files = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const [name, text] of all) transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
    return transfer;
  }, held);
  await page.locator(".drop-zone").dispatchEvent("drop", { dataTransfer: files });
  for (const [name] of held) await page.getByRole("list", { name: "Ausgewählte Dateien" }).getByText(name).waitFor();
}
