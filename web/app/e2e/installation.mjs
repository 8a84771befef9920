// A demonstration of its own for the tests: seeded by `anlass demo`, served by the real binary on a clock that
// stands still. ANLASS_BINARY names another binary than the one of `cargo build`.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import { before } from "./dist.mjs";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const PASSWORD = "vier-woerter-im-herbst";
export const PEOPLE = { admin: "lena@example.org", marketer: "mo@example.org", viewer: "vera@example.org", support: "sam@example.org" };
const HOUSEHOLDS = 100;
const BINARY = process.env.ANLASS_BINARY ?? join(root, "target/debug/anlass");

/** A mailing for one of the programmes, two days after the history ends. */
const MAILING = { id: "new-year-news", name: { de: "Neujahrspost", en: "New year news" }, audience: "orders.count > 0", message: "win-back-hello", at: "2018-01-03T10:00:00" };

/** The demonstration, by its programmes and people. */
export async function install() {
  const ground = groundwork();
  ground.run(["demo", "--once", "--data", ground.data, "--households", String(HOUSEHOLDS)]);
  return serving(ground, ["--demo", "--clock", "manual"], withMailing);
}

/** An installation with settings and nothing else: no people, no articles, no programmes. */
export async function installFresh(settings) {
  const ground = groundwork();
  const file = join(ground.data, "settings.yaml");
  writeFileSync(file, stringify(settings));
  ground.run(["publish", "--data", ground.data, file]);
  return serving(ground, []);
}

export function groundwork() {
  if (!existsSync(BINARY)) throw new Error(`there is no ${BINARY}\n  help: cargo build -p anlass --features app`);
  const data = mkdtempSync(join(tmpdir(), "anlass-e2e-"));
  const run = (parts, input) => execFileSync(BINARY, parts, { cwd: root, input, stdio: ["pipe", "ignore", "pipe"] });
  return { data, run };
}

/** With people of every role; `prepare` is given the API before anybody looks. */
export async function serving({ data, run }, how, prepare = async () => undefined) {
  for (const [role, email] of Object.entries(PEOPLE)) run(["user", "add", "--data", data, "--email", email, "--role", role, "--password-stdin"], `${PASSWORD}\n`);
  // Links in letters lead to the address that it is told to listen at, so it has to be one.
  const server = spawn(BINARY, ["serve", "--data", data, ...how, "--listen", `127.0.0.1:${await freePort()}`], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
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
    const api = await signedInApi(url);
    await prepare(api);
    return { url, api, data, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function listening(server) {
  return new Promise((found, failed) => {
    let said = "";
    server.stderr.on("data", (chunk) => {
      said += chunk;
      const address = /listening on (http:\S+)/.exec(said);
      if (address) found(address[1]);
    });
    server.once("exit", (code) => failed(new Error(`anlass serve ended (${code}): ${said}`)));
  });
}

/** The API as the administrator, for what a test has to know or prepare. */
async function signedInApi(url) {
  const headers = { "content-type": "application/json", "x-anlass": "1", origin: url };
  const signedIn = await fetch(`${url}/api/session`, { method: "POST", headers, body: JSON.stringify({ email: PEOPLE.admin, password: PASSWORD }) });
  if (!signedIn.ok) throw new Error(`cannot sign in: ${await signedIn.text()}`);
  headers.cookie = signedIn.headers.get("set-cookie").split(";")[0];
  return async (method, path, body) => {
    const response = await fetch(`${url}/api${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  };
}

async function withMailing(api) {
  const { yaml } = await api("GET", "/programmes/win-back");
  await api("POST", "/programmes/win-back/publish", { yaml: stringify({ ...parse(yaml), mailings: [MAILING] }) });
}
