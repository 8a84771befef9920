// Invented customers of an invented shop; the same on every start.
const FIRST = ["Anna", "Jürgen", "Fatma", "Lukas", "Sabine", "Thorsten", "Marie", "Piotr", "Heike", "Jan", "Ayşe", "Wolfgang", "Nele", "Uwe", "Chiara", "Björn"];
const LAST = ["Großkopf", "Müller-Lüdenscheidt", "Yılmaz", "Schröder", "Weiß", "Böhm", "Nowak", "Krämer", "Petersen", "Vogel", "von der Heide", "Lang"];
const CITIES = ["Köln", "München", "Göttingen", "Hamburg", "Würzburg", "Leipzig", "Bad Münstereifel", "Münster"];
export const PHASES = [
  { id: "prospect", name: { de: "Interessent", en: "Prospect" }, customers: 1204 },
  { id: "first_buyer", name: { de: "Erstkäufer", en: "First-time buyer" }, customers: 3187 },
  { id: "active", name: { de: "Aktiv", en: "Active" }, customers: 5422 },
  { id: "at_risk", name: { de: "Wird still", en: "Going quiet" }, customers: 861 },
  { id: "inactive", name: { de: "Inaktiv", en: "Inactive" }, customers: 2310 },
  { id: "full_returner", name: { de: "Vollretournierer", en: "Full returner" }, customers: 96 },
];
export const NOW = Date.parse("2026-11-25T16:30:00Z");
export const at = (secondsAgo) => new Date(NOW - secondsAgo * 1000).toISOString();
const HOUR = 3600;
const DAY = 24 * HOUR;
const eur = (minor) => ({ minor, currency: "EUR" });
const idOf = (index) => (index * 2654435761).toString(16).padStart(8, "0").slice(-8).repeat(4);

export const PEOPLE = Array.from({ length: 48 }, (_, index) => {
  const name = `${FIRST[(index * 7) % FIRST.length]} ${LAST[(index * 5) % LAST.length]}`;
  const orders = (index * 3) % 9;
  return {
    id: idOf(index + 1),
    name,
    email: index % 11 === 6 ? null : `${name.toLowerCase().replace(/[^a-z]+/g, ".")}@example.org`,
    city: index % 9 === 4 ? null : CITIES[(index * 3) % CITIES.length],
    phase: orders === 0 ? pick(0) : pick(1 + ((index * 2) % 5)),
    orders,
    last_order: orders === 0 ? null : at(index * 2.7 * DAY + 4000),
    simulated: index % 4 === 1,
  };
});
function pick(index) {
  return { id: PHASES[index].id, name: PHASES[index].name };
}

export function dossier(person) {
  const objected = state.objections.has(person.id);
  const places = ["online", "outlet", "online"];
  return {
    id: person.id,
    name: person.name,
    profile: [
      ["first_name", person.name.split(" ")[0]],
      ["last_name", person.name.split(" ").slice(1).join(" ")],
      ["salutation", "frau"],
      ["email", person.email ?? "–"],
      ["city", person.city ?? "–"],
      ["postcode", "50667"],
      ["birth_date", "1984-03-09"],
      ["language", "de"],
    ].map(([field, value]) => ({ field, value, occurred: at(400 * DAY), simulated: person.simulated })),
    identifiers: [
      { kind: "email", value: person.email ?? "–" },
      { kind: "card", value: "2410 0098 1123" },
      { kind: "device", value: "9f3a…c1" },
    ],
    phase: { ...person.phase, since: at(31 * DAY) },
    segments: ["newsletter-readers", "outlet-and-online"],
    consents: [
      { purpose: "offers", channel: "email", granted: true, proof: { kind: "double_opt_in", text: "newsletter-2025" }, occurred: at(210 * DAY) },
      { purpose: "feedback", channel: "email", granted: true, proof: { kind: "imported", text: "altsystem-agb-4", from: "crm-2019" }, occurred: at(820 * DAY) },
      { purpose: "offers", channel: "call", granted: true, proof: { kind: "none" }, occurred: at(820 * DAY) },
      { purpose: "offers", channel: "sms", granted: false, proof: { kind: "none" }, occurred: at(90 * DAY) },
    ],
    objection: objected ? { since: state.objections.get(person.id) } : null,
    orders: {
      count: person.orders,
      kept: Math.max(0, person.orders - 1),
      value: eur(person.orders * 5490 + 1999),
      first: person.orders ? at(600 * DAY) : null,
      last: person.last_order,
      list: Array.from({ length: person.orders }, (_, index) => ({
        id: `B-${20418 - index * 7}`,
        occurred: at((index * 47 + 12) * DAY),
        place: places[index % 3],
        outlet: index % 3 === 1 ? "Köln, Schildergasse" : null,
        value: eur(7990 - index * 310),
        kept_value: eur(index === 1 ? 0 : 7990 - index * 310),
        lines: 1 + (index % 3),
        returned: index === 1 ? 2 : 0,
        cancelled: index === 4,
      })),
    },
    contacts: [
      { at: at(2 * DAY), message: "review-request", channel: "email", class: "advertising" },
      { at: at(9 * DAY), message: "first-thanks", channel: "email", class: "contract" },
    ],
    runs: [{ journey: "cart-journey", name: { de: "Warenkorb liegen gelassen", en: "Cart left behind" }, step: "one-hour", since: at(0.6 * HOUR), due: at(-0.4 * HOUR) }],
    programmes: [
      { id: "cart-abandoned", name: { de: "Warenkorb-Erinnerung", en: "Abandoned cart" }, arm: "treated", at: at(0.6 * HOUR), reached: false },
      { id: "win-back", name: { de: "Rückgewinnung", en: "Win back" }, arm: "held_out", at: at(160 * DAY), reached: true },
    ],
  };
}

const TIMELINE = [
  ["cart.added", "Legte „Wanderschuh Alpin GTX“ in den Warenkorb (159,00 €)", "Put “Wanderschuh Alpin GTX” into the cart (€159.00)", "shop"],
  ["run.entered", "Trat ein in die Journey „Warenkorb liegen gelassen“", "Entered the journey “Cart left behind”", null],
  ["message.clicked", "Klickte in „Wie gefällt Ihnen die Jacke?“", "Clicked in “How do you like the jacket?”", "email"],
  ["intent.delivered", "„Bitte um Bewertung“ wurde angenommen", "“Review request” was accepted", null],
  ["intent.suppressed", "„Lange nicht gesehen“ nicht gesendet: kein Anlass mehr, hat gekauft", "“Long time no see” not sent: bought in the meantime", null],
  ["order.placed", "Kaufte im Standort Köln, Schildergasse (79,90 €)", "Bought in the outlet Köln, Schildergasse (€79.90)", "till"],
  ["order.returned", "Schickte 2 von 2 Artikeln zurück", "Sent back 2 of 2 items", "shop"],
  ["phase.changed", "Phase: Aktiv (vorher Erstkäufer)", "Phase: active (was first-time buyer)", null],
  ["consent.given", "Willigte in Angebote per E-Mail ein (bestätigter Klick)", "Agreed to offers by e-mail (confirmed click)", "shop"],
];
export function timeline(person, before) {
  const start = before ? Number(before) : 0;
  const entries = Array.from({ length: 20 }, (_, index) => {
    const number = start + index;
    const [kind, de, en, source] = TIMELINE[number % TIMELINE.length];
    return { at: at(number * 0.9 * DAY + 2100), kind, words: { de, en }, simulated: person.simulated || number % 7 === 3, source };
  });
  return { entries, next: start < 40 ? String(start + 20) : null };
}

export function why() {
  const link = (secondsAgo, de, en, holds, rest = {}) => ({ at: at(secondsAgo), what: { de, en }, holds, ...rest });
  return {
    messages: [
      {
        id: "cart-reminder",
        name: { de: "Erinnerung an den Warenkorb", en: "Cart reminder" },
        programme: "cart-abandoned",
        never: null,
        intents: [
          {
            id: "i-7781",
            at: at(5 * HOUR),
            state: "suppressed",
            reason: "exit(bought)",
            reason_words: { de: "Hat inzwischen gekauft", en: "Bought in the meantime" },
            chain: [
              link(6 * HOUR, "Warenkorb wurde gefüllt", "The cart was filled", true, { rule: "cart.value >= 20.00", values: { "cart.value": "159,00 EUR" } }),
              link(5 * HOUR, "Eine Stunde ohne Änderung verging", "An hour went by without a change", true),
              link(5 * HOUR, "Einwilligung für Angebote per E-Mail liegt vor", "Consent to offers by e-mail is there", true, { values: { proof: "double_opt_in", text: "newsletter-2025" } }),
              link(4.9 * HOUR, "Kassendaten waren frisch genug", "Till data were fresh enough", true, { values: { till: "12 min" } }),
              link(4.8 * HOUR, "Ausstieg „bought“ traf zu", "Exit “bought” came true", false, {
                rule: "!cart.open && orders.last >= run.entered",
                values: { "cart.open": false, "orders.last": "25.11.2026 12:38 (Kasse Köln)", "run.entered": "25.11.2026 11:30" },
                would_have: { de: "Ohne den Kauf an der Kasse um 12:38 wäre die Erinnerung um 12:42 gesendet worden.", en: "Without the purchase at the till at 12:38 the reminder would have been sent at 12:42." },
              }),
            ],
          },
        ],
      },
      {
        id: "review-request",
        name: { de: "Bitte um Bewertung", en: "Review request" },
        programme: "review-request",
        never: null,
        intents: [
          { id: "i-7401", at: at(50 * HOUR), state: "delivered", reason: null, reason_words: null, chain: [link(50 * HOUR, "Bestellung seit 14 Tagen behalten", "Order kept for 14 days", true, { rule: "order.kept > 0", values: { "order.kept": 1 } })] },
        ],
      },
      {
        id: "win-back-hello",
        name: { de: "Lange nicht gesehen", en: "Long time no see" },
        programme: "win-back",
        never: { de: "Ist nie in die Journey eingetreten: Die Phase war nie „Inaktiv“.", en: "Never entered the journey: the phase was never “inactive”." },
        intents: [],
      },
    ],
  };
}

export const state = { objections: new Map(), stopped: new Set(["second-order"]), quarantine: [], clock: 0, sessions: new Map() };
