// Mailings of the stand-in: one planned, one running, one done; what is lost on the way is invented.
import { NOW, PEOPLE, at, state } from "./people.mjs";

const LOST = [
  ["held_out", "held_out", "Kontrollgruppe", "held out for comparison", 412],
  ["suppressed", "no_consent", "keine nachweisbare Einwilligung", "no provable consent", 2318],
  ["suppressed", "objection", "Werbewiderspruch", "objection to advertising", 61],
  ["suppressed", "cap(two-a-week)", "Obergrenze erreicht: höchstens zwei in der Woche", "cap reached: at most two a week", 633],
  ["suppressed", "unreachable", "keine Adresse für die Kanäle", "no address for its channels", 204],
].map(([kind, reason, de, en, count]) => ({ state: kind, reason, words: { de, en }, count }));

export const MAILINGS = `
mailings:
  - { id: spring-news, name: { de: Frühlingspost, en: Spring news }, audience: 'orders.count(within = 365d) > 0 && profile.city == "Köln"', message: win-back-hello, at: "2026-12-01T10:00:00" }
  - { id: autumn-news, name: { de: Herbstpost, en: Autumn news }, audience: 'phase == "active"', message: win-back-hello, at: "2026-11-25T09:00:00" }
  - { id: summer-news, name: { de: Sommerpost, en: Summer news }, audience: "orders.count > 0", message: win-back-last, at: "2026-07-01T10:00:00" }
`;
const mails = {
  "spring-news": { state: "planned", passed: 0, total: 5422, counts: { delivered: 0, suppressed: 0, held_out: 0, open: 0 }, list: null, at: "2026-12-01T10:00:00" },
  "autumn-news": { state: "running", passed: 3120, total: 5422, counts: { delivered: 2011, suppressed: 904, held_out: 163, open: 42 }, list: null, at: "2026-11-25T09:00:00" },
  "summer-news": { state: "done", passed: 8800, total: 8800, counts: { delivered: 7214, suppressed: 1123, held_out: 463, open: 0 }, list: { name: "Kundenrat", size: 118 }, at: "2026-07-01T10:00:00" },
};

export function mailingRows(programmes) {
  return programmes.flatMap(({ definition }) =>
    (definition.mailings ?? []).map((mailing) => ({
      programme: definition.id,
      id: mailing.id,
      name: mailing.name,
      message: { id: mailing.message, name: definition.messages.find(({ id }) => id === mailing.message)?.name ?? { de: mailing.message, en: mailing.message } },
      audience: mailing.audience,
      ...mails[mailing.id],
    })),
  );
}
function pasted(id, text) {
  const matched = [];
  const unknown = [];
  String(text).split("\n").forEach((raw, index) => {
    const wanted = raw.trim().toLowerCase();
    if (wanted === "") return;
    const person = PEOPLE.find((one) => one.email === wanted || one.id === wanted);
    if (person) matched.push({ id: person.id, name: person.name });
    else unknown.push({ line: index + 1, text: raw.trim() });
  });
  mails[id].list = matched.length > 0 ? { name: id, size: matched.length } : null;
  return { matched, unknown, size: matched.length };
}
const handed = (id) => {
  const { delivered } = mails[id].counts;
  return { count: delivered, rows: PEOPLE.slice(0, Math.min(20, delivered)).map(({ id: customer, name }, index) => ({ customer, name, at: at(index * 47 + 30) })) };
};

const ONE = "\\/programmes\\/[\\w-]+\\/mailings\\/([\\w-]+)";
export const mailingRoutes = (programmes) => [
  ["GET", /^\/mailings$/, () => mailingRows(programmes)],
  ["POST", new RegExp(`^${ONE}\\/waterfall$`), ({ match }) => {
    const audience = mails[match[1]].list?.size ?? 5422;
    const lost = LOST.map((row) => ({ ...row, count: Math.floor((row.count * audience) / 5422) }));
    return { scanned: 13080, before: match[1] === "autumn-news" ? 812 : 0, audience, lost, open: 0, recipients: audience - lost.reduce((sum, { count }) => sum + count, 0) };
  }],
  ["POST", new RegExp(`^${ONE}\\/test$`), ({ body }) => ({ sent: body.to })],
  ["POST", new RegExp(`^${ONE}\\/list$`), ({ match, body }) => pasted(match[1], body.text)],
  ["DELETE", new RegExp(`^${ONE}\\/list$`), ({ match }) => void (mails[match[1]].list = null)],
  ["POST", new RegExp(`^${ONE}\\/schedule$`), ({ match, body }) => {
    Object.assign(mails[match[1]], { at: body.at, state: Date.parse(body.at) > NOW ? "planned" : "running" });
    return { program: "b81f02aa17", changes: [] };
  }],
  ["POST", new RegExp(`^${ONE}\\/stop$`), ({ match, body }) => {
    const one = mails[match[1]];
    one.before ??= one.state;
    one.state = body.stopped ? "stopped" : one.before;
    return { program: "b81f02aa17", changes: [] };
  }],
  ["POST", /^\/mailings\/[\w-]+\/([\w-]+)\/correction$/, ({ match }) => ({ program: "b81f02aa17", mailing: `${match[1]}-correction`, size: mails[match[1]].counts.delivered })],
  ["GET", /^\/mailings\/[\w-]+\/([\w-]+)\/handed$/, ({ match }) => handed(match[1])],
];

/** Messages with what makes them personal, previews, users and write keys. */
const scoreOf = (index) => [0.62, 0.41, 0.12, 0.35, 0, 0.71][index % 6];
const users = [["lena@example.org", "admin"], ["marketer@example.org", "marketer"], ["support@example.org", "support"]].map(([email, role]) => ({ email, role, language: "de" }));
let keys = [{ id: "k1", name: "Website", source: "shop", created: at(90 * 86400) }, { id: "k2", name: "Kassensystem", source: "till", created: at(300 * 86400) }];
state.passwords = 0;

export const contentRoutes = (programmes, mails) => [
  ["GET", /^\/messages$/, () => programmes.flatMap(({ definition }) => (definition.messages ?? []).map((message, index) => ({
    programme: definition.id, id: message.id, name: message.name, class: message.class, channels: message.channels, languages: ["de", "en"], score: scoreOf(index + definition.id.length), flagged: scoreOf(index + definition.id.length) < 0.2,
  })))],
  ["GET", /^\/messages\/([\w-]+)\/([\w-]+)\/preview$/, ({ match, query }) => {
    const { definition } = programmes.find((one) => one.definition.id === match[1]);
    const message = definition.messages.find(({ id }) => id === match[2]);
    const language = query.get("language") ?? "de";
    const person = PEOPLE.find(({ id }) => id === query.get("customer")) ?? PEOPLE[0];
    const blocks = message.blocks ?? [];
    return {
      subject: message.subject?.[language] ?? "", preheader: message.preheader?.[language] ?? "",
      html: mails[0].html.replace(/Guten Tag [^,]+/, `Guten Tag ${person.name}`), text: mails[0].text, channel: query.get("channel") ?? "email", language,
      blocks: blocks.map(({ id, when }) => ({ id, kept: !when, reason: when ?? null })),
      score: { score: scoreOf(1), flagged: false, blocks: blocks.map(({ id }, index) => ({ id, area: 1 / blocks.length, individuality: scoreOf(index) })) },
    };
  }],
  ["GET", /^\/messages\/([\w-]+)\/([\w-]+)\/score$/, ({ match }) => {
    const { blocks = [] } = programmes.find((one) => one.definition.id === match[1]).definition.messages.find(({ id }) => id === match[2]);
    return { score: scoreOf(match[2].length), flagged: scoreOf(match[2].length) < 0.2, blocks: blocks.map(({ id }, index) => ({ id, area: 1 / blocks.length, individuality: scoreOf(index) })) };
  }],
  ["GET", /^\/users$/, () => users],
  ["POST", /^\/users$/, ({ body }) => (users.push({ ...body, language: "de" }), { ...body, password: `Neu-Pass-${(state.passwords += 1)}` })],
  ["DELETE", /^\/users\/(.+)$/, ({ match }) => void users.splice(users.findIndex(({ email }) => email === decodeURIComponent(match[1])), 1)],
  ["GET", /^\/keys$/, () => keys],
  ["POST", /^\/keys$/, ({ body }) => {
    const one = { id: `k${keys.length + 1}-${body.name.length}`, name: body.name, source: body.source, created: at(0) };
    keys = [...keys, one];
    return { ...one, key: "wk_5f0c1e9b7a" };
  }],
  ["DELETE", /^\/keys\/([\w-]+)$/, ({ match }) => void (keys = keys.filter(({ id }) => id !== match[1]))],
  ["POST", /^\/session\/password$/, () => undefined],
];
