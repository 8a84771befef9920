// What came from a source since the server was started: taken, left out and why, unproven, refused.
import type { ConnectedSource } from "../../api/schema";
import { useSession } from "../../app/session";
import { isKey, type Key } from "../../i18n/catalogue";
import { useWords } from "../../i18n/context";

type Heard = ConnectedSource["heard"];

export function HeardOf({ source: { heard, articles } }: { source: ConnectedSource }) {
  const { t, format } = useWords();
  const { now } = useSession().clock;
  const left = heard.left_out.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <dl className="values">
        <div><dt>{t("sources.last")}</dt><dd>{heard.last ? <span title={format.dateTime(heard.last)}>{format.ago(heard.last, now)}</span> : t("data.never")}</dd></div>
        <div><dt>{t("sources.accepted")}</dt><dd>{format.number(heard.accepted)}</dd></div>
        <div><dt>{t("sources.left_out")}</dt><dd>{format.number(left)}</dd></div>
        <div><dt>{t("sources.unproven")}</dt><dd className={heard.unproven > 0 ? "warned" : ""}>{format.number(heard.unproven)}</dd></div>
        <div><dt>{t("sources.refused")}</dt><dd className={heard.refused > 0 ? "warned" : ""}>{format.number(heard.refused)}</dd></div>
        {articles > 0 ? <div><dt>{t("sources.articles")}</dt><dd>{format.number(articles)}</dd></div> : null}
      </dl>
      {heard.unproven > 0 ? <p className="warned small source-since">{t("sources.unproven_help")}</p> : null}
      {heard.last_refused ? <LastRefused complaint={heard.last_refused} /> : null}
      {heard.left_out.map((one) => <LeftOut key={one.code} one={one} />)}
    </>
  );
}

/** What the server says of a delivery that it cannot read, in the words of the app. */
const REFUSED: [Key, RegExp][] = [
  ["refused.topic", /^"(.*)", which says what the delivery is about, is missing$/],
  ["refused.malformed", /^(.*) is missing or is not /],
  ["refused.large", /^the body is larger than |^the body has more than |^a text of the body is longer than /],
  ["refused.deep", /^the body is nested deeper than /],
  ["refused.utf8", /^the body holds bytes that are not UTF-8$/],
  ["refused.json", /^the body is not well-formed JSON$/],
];

export function refusedWords(t: (key: Key, values?: Record<string, string>) => string, cause: string): string {
  for (const [key, shape] of REFUSED) {
    const found = shape.exec(cause);
    if (found) return t(key, { place: found[1] ?? "" });
  }
  return t("refused.otherwise");
}

function LastRefused({ complaint: { cause, help } }: { complaint: NonNullable<Heard["last_refused"]> }) {
  const { t } = useWords();
  return (
    <div className="import-cause">
      <span><span className="chip warn">{t("sources.last_refused")}</span> {refusedWords(t, cause)}</span>
      <Exact cause={cause} help={help} />
    </div>
  );
}

function LeftOut({ one }: { one: Heard["left_out"][number] }) {
  const { t, code } = useWords();
  // Of several that were left out for one reason nobody has the values that its words would name.
  const own = `sources_left_out.${one.code}`;
  return (
    <div className="import-cause">
      <span><span className="chip">{t("sources.left_out_count", { count: one.count })}</span> {isKey(own) ? t(own) : code("quarantine", one.code)}</span>
      <div className="muted small">{t("sources.left_out_last")} <code className="mono">{one.about}</code></div>
      <Exact cause={one.last.cause} help={one.last.help} />
    </div>
  );
}

/** The server's own words, which name the place: for whoever mends the sender. */
function Exact({ cause, help }: { cause: string; help: string }) {
  const { t } = useWords();
  return (
    <details className="small">
      <summary>{t("sources.exact")}</summary>
      <p className="mono after" lang="en">{cause}{help ? <><br />{help}</> : null}</p>
    </details>
  );
}
