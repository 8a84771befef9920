// A stand-in for the server, for development and for looking at screens: node mock/server.mjs [port].
// It knows the contract, keeps everything in memory and believes any password but "falsch". The cookie
// `mock` = empty | error | forbidden shows how screens look then. It also serves dist/ under the real policy.
import { createServer } from "node:http";
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { NOW, PEOPLE, PHASES, at, dossier, state, timeline, why } from "./people.mjs";
import { MAILS } from "./mails.mjs";
import { MAILINGS, contentRoutes, mailingRoutes } from "./mailings.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "../dist");
const recipes = join(here, "../../../recipes");
const port = Number(process.argv[2] ?? 8787);
const HOUR = 3600;

const PROGRAMMES = readdirSync(recipes)
  .filter((name) => name.endsWith(".yaml") && !name.startsWith("settings"))
  .map((name) => {
    const yaml = readFileSync(join(recipes, name), "utf8") + (name.startsWith("win-back") ? MAILINGS : "");
    return { yaml, definition: parse(yaml) };
  });
const REASONS = [
  ["no_consent", "Keine Einwilligung", "No consent", 412],
  ["exit(bought)", "Hat inzwischen gekauft", "Bought in the meantime", 288],
  ["cap(two-a-week)", "Obergrenze „two-a-week“ erreicht", "Cap “two-a-week” reached", 131],
  ["outranked(review-request)", "Eine andere Nachricht war wichtiger", "Another message mattered more", 77],
  ["too_old", "Wartete zu lange", "Waited too long", 23],
  ["out_of_stock", "Artikel ausverkauft", "Sold out", 9],
].map(([reason, de, en, count]) => ({ reason, words: { de, en }, count }));

state.quarantine = [
  ["shop/000412:88", "shop", "unknown event type “Warenkorb geleert”", 2 * HOUR],
  ["till/000019:3", "till", "amount “12,9O” is not a number", 5 * HOUR],
  ["import/000002:771", "import", "names nobody: neither e-mail nor card", 30 * HOUR],
].map(([place, source, reason, ago]) => ({ id: place, place, source, reason, received: at(ago) }));

const inside = (index, step) => [34, 0, 210, 12, 0, 61][(index + step) % 6];
const goalsOf = (index) => ({ treated: [4210, 880, 61, 1930, 2440, 312][index % 6], treated_reached: [611, 102, 9, 214, 260, 12][index % 6], held_out: [222, 98, 7, 0, 271, 31][index % 6], held_out_reached: [18, 9, 1, 0, 20, 2][index % 6] });
const countsOf = (index) => ({ delivered: 3800 - index * 611, suppressed: 940 - index * 80, held_out: 222 - index * 31, open: 17 + index * 4 });
function row({ definition }, index) {
  return {
    id: definition.id,
    name: definition.name,
    aim: definition.aim,
    stopped: state.stopped.has(definition.id),
    holdout_percent: definition.holdout_percent ?? 0,
    priority: definition.priority ?? 50,
    goal: definition.goal ?? null,
    journeys: (definition.journeys ?? []).map((journey, j) => ({ id: journey.id, name: journey.name, inside: journey.steps.reduce((sum, _, s) => sum + inside(index + j, s), 0) })),
    mailings: (definition.mailings ?? []).map(({ id, name, at: when }) => ({ id, name, at: when })),
    counts: countsOf(index),
    goals: goalsOf(index),
  };
}
function whole(found, index) {
  return {
    definition: { ...found.definition, stopped: state.stopped.has(found.definition.id) },
    yaml: found.yaml,
    journeys: (found.definition.journeys ?? []).map((journey, j) => ({ id: journey.id, steps: journey.steps.map((step, s) => ({ id: step.id, inside: inside(index + j, s) })) })),
    counts: countsOf(index),
    reasons: REASONS,
    versions: [{ program: "9c41e07ab2", at: at(3 * 24 * HOUR), by: "lena@example.org" }, { program: "77b0d1c9e4", at: at(40 * 24 * HOUR), by: null }],
  };
}
function check(found, yaml) {
  let draft;
  try {
    draft = parse(yaml);
  } catch (error) {
    return { problems: [{ place: `line ${error.linePos?.[0]?.line ?? 1}`, cause: String(error.message).split("\n")[0], cure: "see the line before it" }], inside: [], from_today_on: [], diff: [] };
  }
  const problems = [];
  for (const journey of draft.journeys ?? []) {
    for (const step of journey.steps ?? []) {
      if (step.message && !(draft.messages ?? []).some(({ id }) => id === step.message)) {
        problems.push({ place: `programme ${draft.id} › journey ${journey.id} › step ${step.id}`, cause: `there is no message “${step.message}”`, cure: `did you mean “${draft.messages?.[0]?.id}”?` });
      }
    }
  }
  const diff = yaml === found.yaml ? [] : [{ path: "journeys.0.steps.0.wait.for", before: "1h", after: "2h" }];
  const people = yaml === found.yaml ? [] : [{ journey: draft.journeys?.[0]?.id, step: draft.journeys?.[0]?.steps?.[0]?.id, people: 34, fate: "keeps its due time" }];
  return { problems, inside: people, from_today_on: [], diff };
}
const REHEARSAL = {
  entered: [{ journey: "cart-journey", count: 1804 }],
  sent: [{ message: "cart-reminder", channel: "email", count: 1102 }, { message: "cart-last-call", channel: "email", count: 514 }],
  suppressed: REASONS.slice(0, 4),
  collisions: 61,
  busiest_day: { day: "2026-11-21", count: 96 },
  per_day: Array.from({ length: 30 }, (_, index) => ({ day: new Date(NOW - (30 - index) * 86400e3).toISOString().slice(0, 10), count: Math.round(38 + 30 * Math.sin(index / 2.3) + (index === 26 ? 40 : 0)) })),
};
const jobs = new Map();
const evaluation = () => ({
  programmes: PROGRAMMES.map(({ definition }, index) => {
    const goals = goalsOf(index);
    const enough = goals.held_out >= 90;
    const estimate = enough ? goals.treated_reached / goals.treated - goals.held_out_reached / goals.held_out : 0;
    const half = enough ? 1.96 * Math.sqrt(0.1 / goals.held_out) : 0;
    return { id: definition.id, name: definition.name, ...goals, enough, difference: enough ? { estimate, low: estimate - half, high: estimate + half } : null };
  }),
  blast_share: 0.083,
  reactions: { opens: { people: 4211, machines: 1630 }, clicks: { people: 912, machines: 288 } },
  simulated: true,
});
const STATES = [["delivered", null, 18211], ["suppressed", "no_consent", 2210], ["suppressed", "exit", 988], ["suppressed", "cap", 441], ["deferred", "quiet_hours", 37], ["held_out", null, 1120], ["planned", null, 64], ["failed", "bounced", 12], ["unknown", null, 2]];
function today() {
  const list = PROGRAMMES.map(({ definition }) => definition);
  return {
    now: at(-state.clock), customers: 13080, accepted_total: 402117 + state.clock, backlog: 3, quarantined: state.quarantine.length,
    by_state: STATES.map(([code, reason, count]) => ({ state: code, reason, count })),
    phases: PHASES,
    deliveries: Array.from({ length: 30 }, (_, index) => {
      const person = PEOPLE[(index * 5) % PEOPLE.length];
      const programme = list[index % list.length];
      return { at: at(index * 190 + 20), customer: person.id, customer_name: person.name, programme: programme.id, message: { id: programme.messages[0].id, name: programme.messages[0].name }, channel: "email", state: index === 4 ? "handed" : index === 9 ? "failed" : "delivered", simulated: person.simulated };
    }),
    needs_me: [{ code: "guardrail", params: { id: "win-back", kind: "complaints", rate_percent: 0.4, limit_percent: 0.3, sample: 2110 } }, { code: "quarantine", params: { count: state.quarantine.length } }, { code: "source_late", params: { source: "till", lag_seconds: 11400 } }],
  };
}
const tour = () => ({
  stops: [
    { kind: "till_purchase", customers: [{ id: PEOPLE[1].id, name: PEOPLE[1].name, note: null }], due: at(-1800) },
    { kind: "last_second", customers: [{ id: PEOPLE[5].id, name: PEOPLE[5].name, note: null }], due: at(-1) },
    { kind: "returner", customers: [{ id: PEOPLE[9].id, name: PEOPLE[9].name, note: null }], due: null },
    { kind: "silent_pair", customers: [PEOPLE[13], PEOPLE[17]].map(({ id, name }, index) => ({ id, name, note: index === 0 ? { de: "kauft sonst alle 30 Tage, jetzt 80 Tage still", en: "usually buys every 30 days, silent for 80" } : { de: "kauft sonst alle 200 Tage, jetzt 80 Tage still", en: "usually buys every 200 days, silent for 80" } })), due: null },
  ],
});

class Refusal extends Error {
  constructor(status, code, cause = "", help = "") {
    super(code);
    Object.assign(this, { status, body: { code, cause, help } });
  }
}
const found = (id) => {
  const index = PROGRAMMES.findIndex(({ definition }) => definition.id === id);
  if (index < 0) throw new Refusal(404, "not_found");
  return [PROGRAMMES[index], index];
};
const person = (id) => PEOPLE.find((one) => one.id === id) ?? refuse(404, "not_found");
function refuse(status, code) {
  throw new Refusal(status, code);
}
function search(query) {
  const wanted = query.toLowerCase();
  const hits = wanted === "" ? PEOPLE.slice(0, 12) : PEOPLE.filter(({ name, email, id }) => id === wanted || email === wanted || name.toLowerCase().split(" ").some((word) => word.startsWith(wanted)));
  return hits.slice(0, 50);
}

const ROUTES = [
  ["GET", /^\/today$/, today],
  ["GET", /^\/customers$/, ({ query }) => search(query.get("query") ?? "")],
  ["GET", /^\/customers\/(\w+)$/, ({ match }) => dossier(person(match[1]))],
  ["GET", /^\/customers\/(\w+)\/timeline$/, ({ match, query }) => timeline(person(match[1]), query.get("before"))],
  ["GET", /^\/customers\/(\w+)\/why$/, ({ match }) => (person(match[1]), why())],
  ["POST", /^\/customers\/(\w+)\/objection$/, ({ match, body }) => void (body.lifted ? state.objections.delete(match[1]) : state.objections.set(match[1], at(-state.clock)))],
  ["GET", /^\/programmes$/, () => PROGRAMMES.map(row)],
  ["GET", /^\/programmes\/([\w-]+)$/, ({ match }) => whole(...found(match[1]))],
  ["POST", /^\/programmes\/([\w-]+)\/check$/, ({ match, body }) => check(found(match[1])[0], body.yaml)],
  ["POST", /^\/programmes\/([\w-]+)\/rehearse$/, ({ match }) => (found(match[1]), jobs.set("j1", Date.now()), { job: "j1" })],
  ["GET", /^\/jobs\/(\w+)$/, ({ match }) => {
    const progress = Math.min(1, (Date.now() - (jobs.get(match[1]) ?? refuse(404, "not_found"))) / 1500);
    return progress < 1 ? { done: false, progress } : { done: true, progress, result: REHEARSAL };
  }],
  ["POST", /^\/programmes\/([\w-]+)\/publish$/, ({ match, body }) => {
    const [one] = found(match[1]);
    const { problems } = check(one, body.yaml);
    if (problems.length > 0) throw Object.assign(new Refusal(422, "invalid"), { body: problems });
    Object.assign(one, { yaml: body.yaml, definition: parse(body.yaml) });
    return { program: "b81f02aa17", changes: 1 };
  }],
  ["POST", /^\/programmes\/([\w-]+)\/stop$/, ({ match, body }) => void (found(match[1]), body.stopped ? state.stopped.add(match[1]) : state.stopped.delete(match[1]))],
  ["GET", /^\/evaluation$/, evaluation],
  ["GET", /^\/data$/, () => ({
    sources: [["shop", 1, false, 311204, 4], ["till", 2, true, 74110, 11400], ["import", 3, false, 16803, 2710000], ["simulated", 9, false, 0, null]].map(([id, number, delayed, events, lag]) => ({ id, number, delayed, events, last_received: lag === null ? null : at(lag), lag_seconds: lag })),
    inbox: { last: 402117, applied: 402114 }, store: { format: 4, parts: 8, file_bytes: 812430336 }, quarantine_count: state.quarantine.length,
  })],
  ["GET", /^\/quarantine$/, () => state.quarantine],
  ["POST", /^\/quarantine\/redrive$/, ({ body }) => {
    const before = state.quarantine.length;
    state.quarantine = state.quarantine.filter(({ source }) => body.source && source !== body.source);
    return { driven: before - state.quarantine.length, left: state.quarantine.length };
  }],
  ["GET", /^\/mailbox$/, ({ query }) => MAILS.filter(({ customer }) => !query.get("customer") || customer === query.get("customer")).map(({ id, at: when, to, subject, customer, message, simulated }) => ({ id, at: when, to, subject, customer, message, channel: "email", simulated }))],
  ["GET", /^\/mailbox\/([\w-]+)$/, ({ match }) => {
    const { subject, html, text, headers } = MAILS.find(({ id }) => id === match[1]) ?? refuse(404, "not_found");
    return { subject, html, text, headers };
  }],
  ...mailingRoutes(PROGRAMMES),
  ...contentRoutes(PROGRAMMES, MAILS),
  ["GET", /^\/demo\/tour$/, tour],
  ["POST", /^\/demo\/till-purchase$/, () => undefined],
  ["POST", /^\/demo\/clock$/, ({ body }) => void (state.clock += body.seconds)],
];
const EMPTY = { "/today": { ...today(), deliveries: [], by_state: [], needs_me: [{ code: "guardrail", params: { id: "win-back", kind: "complaints", rate_percent: 0.4, limit_percent: 0.3, sample: 2110 } }, ], customers: 0, accepted_total: 0, phases: [] }, "/evaluation": { programmes: [], blast_share: null, simulated: false }, "/demo/tour": { stops: [] } };

function session(role, email) {
  return { user: { email, role, language: "de" }, organisation: { name: "Musterhaus Versand", currency: "EUR", time_zone: "Europe/Berlin", quiet_hours: [{ from: "21:00", to: "08:00" }] }, version: "0.1.0", clock: { now: at(-state.clock), manual: true }, demo: true };
}
async function answer(request, url) {
  const path = url.pathname.slice(4);
  const cookies = Object.fromEntries((request.headers.cookie ?? "").split("; ").map((pair) => pair.split("=")));
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
  if (request.method !== "GET" && request.headers["x-anlass"] !== "1") throw new Refusal(403, "forbidden");
  if (path === "/session" && request.method === "POST") {
    if (body.password === "falsch") throw new Refusal(401, "wrong_credentials");
    const role = ["viewer", "support", "marketer", "editor"].find((name) => body.email.startsWith(name)) ?? "admin";
    return { body: { user: session(role, body.email).user }, cookie: `anlass_session=${role}:${body.email}; HttpOnly; SameSite=Strict; Path=/` };
  }
  if (path === "/session" && request.method === "DELETE") return { cookie: "anlass_session=; Max-Age=0; Path=/" };
  const [role, email] = (cookies.anlass_session ?? "").split(":");
  if (!role) throw new Refusal(401, "unauthenticated");
  if (path === "/session") return { body: session(role, email) };
  if (cookies.mock === "error") throw new Refusal(500, "internal", "could not read the store", "look at the server's log");
  if (cookies.mock === "forbidden") throw new Refusal(403, "forbidden");
  if (cookies.mock === "empty" && request.method === "GET" && !/\w{32}|programmes\//.test(path)) return { body: EMPTY[path] ?? (path === "/data" ? ROUTES.find(([, pattern]) => pattern.test("/data"))[2]() : []) };
  for (const [method, pattern, make] of ROUTES) {
    const match = pattern.exec(path);
    if (match && method === request.method) return { body: make({ match, query: url.searchParams, body }) };
  }
  throw new Refusal(404, "not_found");
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
createServer(async (request, response) => {
  const url = new URL(request.url, "http://mock");
  if (url.pathname === "/health") {
    response.writeHead(200, { "content-type": "application/json" });
    return response.end('{"status":"ok"}');
  }
  if (!url.pathname.startsWith("/api/")) {
    const file = join(dist, url.pathname.replaceAll("..", ""));
    const real = extname(file) !== "" && existsSync(file) ? file : join(dist, "index.html");
    response.writeHead(200, { "content-type": TYPES[extname(real)] ?? "application/octet-stream", "content-security-policy": POLICY });
    return response.end(readFileSync(real));
  }
  try {
    const { body, cookie } = await answer(request, url);
    response.writeHead(body === undefined ? 204 : 200, { "content-type": "application/json", ...(cookie ? { "set-cookie": cookie } : {}) });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    response.writeHead(error.status ?? 500, { "content-type": "application/json" });
    response.end(JSON.stringify(error.body ?? { code: "internal", cause: String(error), help: "" }));
  }
}).listen(port, "127.0.0.1", () => console.log(`mock on http://127.0.0.1:${port}`));
