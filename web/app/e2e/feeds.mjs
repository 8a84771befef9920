// A feed of content, by what people see: looked at, its tags mapped, connected, read, failing, changed, disconnected and back.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { settle } from "./browser.mjs";
import { looksGood } from "./looks.mjs";
import { installPlain, pageOf } from "./plain.mjs";

const item = (id, title, tag) => `<item><guid>${id}</guid><title>${title}</title><description>Was jetzt zu tun ist.</description><link>https://blog.example/${id}</link>${tag ? `<category>${tag}</category>` : ""}<pubDate>Mon, 04 Dec 2017 10:00:00 GMT</pubDate></item>`;
const rss = (...items) => `<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>${items.join("")}</channel></rss>`;

export function feeds(app) {
  describe("feeds of content", { concurrency: false }, () => {
    const plain = {};
    const blog = {};
    before(async () => {
      Object.assign(plain, await installPlain());
      Object.assign(blog, await served());
    }, { timeout: 300_000 });
    after(() => {
      blog.stop?.();
      plain.stop?.();
    });

    test("a feed is looked at, its tags mapped, connected and read, and disconnected with a way back", { timeout: 180_000 }, async () => {
      const { nodes } = await plain.api("GET", "/catalogue/categories");
      const { node: top } = nodes.find(({ node, parent }) => node.tree === null && parent === null);
      const page = await pageOf(plain, app.browser, "marketer");
      await page.goto(`${plain.url}/data`);
      await page.getByText("Noch kein Inhalte-Feed verbunden").waitFor();
      await page.getByRole("link", { name: "Feed verbinden" }).click();

      // What is wrong stands where it was entered, with what helps.
      await page.getByRole("button", { name: "Ansehen", exact: true }).click();
      await page.getByText("Eine Adresse beginnt mit https:// und nennt einen Rechner.").waitFor();
      const address = page.getByRole("textbox", { name: "Adresse", exact: true });
      await address.fill(`${blog.url}/nowhere`);
      await page.getByRole("button", { name: "Ansehen", exact: true }).click();
      await page.getByRole("alert").getByText("Unter dieser Adresse steht nichts.").waitFor();
      await looksGood(page, "a feed that is not there");
      await page.getByRole("radio", { name: "JSON", exact: true }).check();
      await looksGood(page, "a form for JSON");
      await page.getByRole("radio", { name: "RSS oder Atom", exact: true }).check();

      blog.says(rss(item("pflege", "Rosen pflegen", "Ratgeber"), item("neu", "Neues im Laden", null)));
      await address.fill(`${blog.url}/feed`);
      await page.getByRole("textbox", { name: "Name des Feeds" }).fill("blog");
      await page.getByRole("button", { name: "Ansehen", exact: true }).click();
      await page.getByRole("listitem").filter({ hasText: "Rosen pflegen" }).getByText("Hängt noch an keiner Warengruppe.").waitFor();
      assert.deepEqual(await plain.api("GET", "/feeds"), [], "a look keeps nothing");
      await page.getByRole("combobox", { name: "ratgeber" }).fill(top.name);
      await page.getByRole("option", { name: top.name, exact: true }).click();
      await page.getByRole("listitem").filter({ hasText: "Rosen pflegen" }).getByText(`Hängt an: ${top.name}`).waitFor();
      await page.keyboard.press("Escape");
      await looksGood(page, "what tags mean");
      await page.getByRole("button", { name: "Weiter", exact: true }).click();
      await page.getByLabel("Alle wie viele Minuten").fill("0");
      await page.getByRole("button", { name: "Verbinden und lesen" }).click();
      assert.deepEqual(await plain.api("GET", "/feeds"), []);
      await page.getByLabel("Alle wie viele Minuten").fill("30");
      await page.getByRole("switch", { name: /^Nur zeigen, solange der Feed antwortet/ }).press("Space");
      const holds = page.getByLabel("Gilt noch so viele Stunden");
      assert.equal(await holds.inputValue(), "48");
      await holds.fill("0");
      await page.getByRole("button", { name: "Verbinden und lesen" }).click();
      await page.getByText("Eine ganze Zahl von 1 bis 8760.").waitFor();
      await holds.fill("36");
      await looksGood(page, "how often");
      await page.getByRole("button", { name: "Verbinden und lesen" }).click();
      await until(plain, (feed) => feed?.items === 2 && !feed.running);
      const one = page.getByRole("article", { name: "blog" });
      await one.getByText("in Ordnung").waitFor();
      await one.getByText(/^Beiträge\s*2$/).waitFor();
      await one.getByText(/^Gilt ohne Antwort noch\s*1 Tag 12 Stunden$/).waitFor();
      await looksGood(page, "a feed that is read");

      // The item, where it hangs, and whom it suits with the rule in words.
      await one.getByRole("link", { name: /^Beiträge ansehen/ }).click();
      const card = page.getByRole("listitem").filter({ hasText: "Rosen pflegen" });
      await card.getByText(top.name).first().waitFor();
      await card.getByText("Folgt dem Feed „blog“").waitFor();
      assert.equal(await card.getByRole("link", { name: /^Bearbeiten/ }).count(), 0, "it is changed where it comes from");
      await page.getByRole("listitem").filter({ hasText: "Neues im Laden" }).getByText(/^Hängt an keiner Warengruppe/).waitFor();
      await card.getByRole("button", { name: /^Zu wie vielen passt das\?/ }).click();
      const [shown] = (await plain.api("GET", "/catalogue/content")).filter(({ title }) => title === "Rosen pflegen");
      const { people, of } = await plain.api("GET", `/catalogue/content/${encodeURIComponent(shown.id)}/audience`);
      await card.getByText(`Passt zu ${people} von ${of} Personen.`).waitFor();
      await card.getByText("Gezählt ist, für wen das gilt:").waitFor();
      await looksGood(page, "an item and whom it suits");

      // A failure is told with its cause and what helps; what was read stays.
      blog.says("<html><body>Wartung</body></html>");
      await page.goto(`${plain.url}/data`);
      await page.getByRole("button", { name: "„blog“ jetzt lesen" }).click();
      await until(plain, (feed) => feed?.failure);
      await one.getByText("Das ist weder RSS noch Atom.").waitFor();
      await one.getByText("Seine 2 Beiträge werden noch bis").waitFor();
      await looksGood(page, "a feed that fails");
      await page.goto(plain.url);
      await page.locator("ul.needs li", { hasText: "Der Inhalte-Feed „blog“ lässt sich nicht lesen" }).getByRole("link", { name: "Ansehen" }).click();
      blog.says(rss(item("pflege", "Rosen pflegen", "Ratgeber")));
      await page.getByRole("button", { name: "„blog“ jetzt lesen" }).click();
      await until(plain, (feed) => feed?.failure === null && feed.items === 1);

      // Changed by the same steps, and back by one press.
      await one.getByRole("link", { name: /^Ändern/ }).click();
      await page.getByRole("button", { name: "Ansehen", exact: true }).click();
      await page.getByRole("button", { name: "Weiter", exact: true }).click();
      await page.getByLabel("Alle wie viele Minuten").fill("45");
      await page.getByRole("switch", { name: /^Nur zeigen, solange der Feed antwortet/ }).uncheck();
      await page.getByRole("button", { name: "Änderungen speichern" }).click();
      await page.getByText("„blog“ ist geändert.").waitFor();
      const changed = await until(plain, (feed) => feed?.every_minutes === 45);
      assert.deepEqual(changed.nodes, { ratgeber: [top.name] });
      assert.equal(changed.holds_hours, null);
      await page.getByRole("button", { name: "Rückgängig" }).click();
      await until(plain, (feed) => feed?.every_minutes === 30 && feed.holds_hours === 36);

      await page.getByRole("button", { name: "„blog“ trennen" }).click();
      await page.getByText("„blog“ ist getrennt.").waitFor();
      assert.deepEqual(await plain.api("GET", "/feeds"), []);
      assert.deepEqual(await plain.api("GET", "/catalogue/content"), [], "its items leave with it");
      await page.getByRole("button", { name: "Rückgängig" }).last().click();
      await until(plain, (feed) => feed?.items === 1 && feed.nodes.ratgeber !== undefined);
      await page.context().close();
    });
  });
}

/** A blog that answers at `/feed` what it is told to. */
async function served() {
  let body = "";
  const server = createServer((asked, answer) => {
    const isThere = asked.url === "/feed";
    answer.writeHead(isThere ? 200 : 404, { "content-type": "application/rss+xml" }).end(isThere ? body : "");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${server.address().port}`, says: (text) => { body = text; }, stop: () => server.close() };
}

/** Reading goes on by itself, on the wall's clock. */
async function until(plain, isSo) {
  const end = Date.now() + 60_000;
  for (;;) {
    const feed = (await plain.api("GET", "/feeds")).find(({ id }) => id === "blog");
    if (isSo(feed)) return feed;
    if (Date.now() > end) throw new Error(`it did not come to that: ${JSON.stringify(feed)}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}
