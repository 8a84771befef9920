// Every place in the app, by name; screens link by these and never by hand-written text.
export const paths = {
  today: "/",
  customers: "/customers",
  alike: "/customers/alike",
  customer: "/customers/$id",
  programmes: "/programmes",
  programme: "/programmes/$id",
  mailing: "/programmes/$id/mailings/$mailing",
  editMailing: "/programmes/$id/mailings/$mailing/edit",
  newMailing: "/mailings/new",
  content: "/content",
  newMessage: "/content/new",
  message: "/content/$programme/$message",
  forms: "/content/forms",
  newForm: "/content/forms/new",
  form: "/content/forms/$id",
  evaluation: "/evaluation",
  catalogue: "/catalogue",
  article: "/catalogue/articles/$number",
  outlet: "/catalogue/outlets/$number",
  newOutlet: "/catalogue/new-outlet",
  item: "/catalogue/items/$item",
  newItem: "/catalogue/new-item",
  data: "/data",
  connect: "/data/connect",
  files: "/data/files",
  schema: "/data/schema",
  editSchema: "/data/schema/edit",
  database: "/data/databases/$id",
  erasure: "/data/erasures/$id",
  readiness: "/data/readiness",
  quality: "/data/quality",
  refused: "/data/refused/$group",
  retention: "/data/retention",
  out: "/data/out",
  webhook: "/data/out/webhook",
  export: "/data/out/export",
  related: "/data/related",
  settings: "/settings",
  matching: "/settings/alike",
  loyalty: "/settings/loyalty",
  places: "/settings/places",
  editRetention: "/settings/retention",
  addresses: "/settings/addresses",
  consentTexts: "/settings/consent-texts",
  settingsDocument: "/settings/document",
  people: "/people",
  intents: "/intents",
  tour: "/tour",
} as const;

export interface Search {
  query?: string;
  tab?: string;
  step?: string;
  mail?: string;
  width?: string;
  part?: string;
  customer?: string;
  view?: string;
  language?: string;
  channel?: string;
  version?: string;
  which?: string;
  programme?: string;
  message?: string;
  state?: string;
  reason?: string;
  detail?: string;
  settled?: string;
  mailing?: string;
  until?: string;
  who?: string;
  act?: string;
  bundle?: string;
  kind?: string;
  source?: string;
  category?: string;
  only?: string;
}

const KNOWN = ["query", "tab", "step", "mail", "width", "part", "customer", "view", "language", "channel", "version", "which", "programme", "message", "state", "reason", "detail", "settled", "mailing", "until", "who", "act", "bundle", "kind", "source", "category", "only"] as const;

/** Keeps what the app knows of a query, as text; the rest is dropped. */
export function readSearch(raw: Record<string, unknown>): Search {
  const search: Search = {};
  for (const key of KNOWN) {
    const value = raw[key];
    if (typeof value === "string" || typeof value === "number") search[key] = String(value);
  }
  return search;
}
