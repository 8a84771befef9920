// An installation that is no demonstration: it tells other systems, writes exports and has rules of retention. Its people
// are those of the demonstration's recorded year, long ago on the clock that everybody has.
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { signIn } from "./browser.mjs";
import { before } from "./dist.mjs";
import { BINARY, freePort, listening, PASSWORD, PEOPLE, root, signedInApi } from "./installation.mjs";

const HOUSEHOLDS = 6;
const TOML = `
[exports]
folder = "out"

[webhooks]
allow = ["127.0.0.1"]
`;
const RETENTION = { keep_orders: "30d", rules: [{ id: "silent", silent_for: "1096d" }, { id: "sign-ups", unconfirmed_for: "30d" }] };

export async function installPlain() {
  const data = mkdtempSync(join(tmpdir(), "anlass-e2e-plain-"));
  const run = (parts, input) => execFileSync(BINARY, parts, { cwd: root, input, stdio: ["pipe", "ignore", "pipe"] });
  run(["demo", "--once", "--data", data, "--households", String(HOUSEHOLDS)]);
  const settings = join(data, "settings.yaml");
  writeFileSync(settings, stringify({ ...parse(readFileSync(join(root, "recipes/settings-complete-journey.yaml"), "utf8")), retention: RETENTION }));
  run(["publish", "--data", data, settings]);
  for (const role of ["admin", "marketer"]) run(["user", "add", "--data", data, "--email", PEOPLE[role], "--role", role, "--password-stdin"], `${PASSWORD}\n`);
  appendFileSync(join(data, "server.toml"), TOML);
  const server = spawn(BINARY, ["serve", "--data", data, "--listen", `127.0.0.1:${await freePort()}`], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let gate = null;
  const stop = () => {
    gate?.stop();
    server.kill();
    rmSync(data, { recursive: true, force: true });
  };
  process.on("exit", stop);
  try {
    const own = await listening(server);
    if (process.env.ANLASS_DIST) gate = await before(own);
    const url = gate?.url ?? own;
    return { url, api: await signedInApi(url), data, stop };
  } catch (error) {
    stop();
    throw error;
  }
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
