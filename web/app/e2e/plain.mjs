// An installation that is no demonstration: it tells other systems, writes exports and has rules of retention. Its people
// are those of the demonstration's recorded year, long ago on the clock that everybody has.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { signIn } from "./browser.mjs";
import { groundwork, root, serving } from "./installation.mjs";

const HOUSEHOLDS = 6;
const TOML = `
[webhooks]
allow = ["127.0.0.1"]
`;
const RETENTION = { keep_orders: "30d", rules: [{ id: "silent", silent_for: "1096d" }, { id: "sign-ups", unconfirmed_for: "30d" }] };

export async function installPlain() {
  const ground = groundwork();
  ground.run(["demo", "--once", "--data", ground.data, "--households", String(HOUSEHOLDS)]);
  const settings = join(ground.data, "settings.yaml");
  writeFileSync(settings, stringify({ ...parse(readFileSync(join(root, "recipes/settings-complete-journey.yaml"), "utf8")), retention: RETENTION }));
  ground.run(["publish", "--data", ground.data, settings]);
  appendFileSync(join(ground.data, "server.toml"), TOML);
  return serving(ground, []);
}

/** Sessions of one server are none of another. */
export async function pageOf({ url }, browser, role = "admin") {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "de-DE", reducedMotion: "reduce" });
  await context.addInitScript(() => self === top && localStorage.setItem("anlass.language", "de"));
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, url, role);
  return page;
}
