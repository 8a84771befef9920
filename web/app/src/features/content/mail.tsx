// One mail. It is shown in a frame without scripts, forms or pop-ups, under the app's own policy.
import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { mailQuery } from "../../api/queries";
import type { Mail, MailRow } from "../../api/schema";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Answer } from "../../ui/states";
import { useNames } from "../names";
import { MailLinks } from "./links";
import { inScheme, unwatched } from "./scheme";
import { headerPairs, WIDTHS, widthOf, type Width } from "./headers";

const PARTS = ["html", "text", "headers"] as const;

export function MailView({ row }: { row: MailRow }) {
  const { t, format } = useWords();
  const [{ width, part = "html" }, setUrl] = useUrlState();
  const names = useNames();
  const query = useQuery(mailQuery(row.id));
  const device = widthOf(width);
  return (
    <article className="panel flush mail">
      <div className="mail-head">
        <Button className="only-narrow" size="compact-sm" variant="subtle" onClick={() => setUrl({ mail: "" })}>{t("content.back")}</Button>
        <h2 className="section-title">{row.subject || names.message(row.message)}</h2>
        <div className="muted small">
          {t("content.to", { to: row.to })} · {format.dateTime(row.at)} · {names.message(row.message)} <Simulated when={row.simulated ?? false} />
        </div>
        {row.written_again ? <div className="muted small">{t("content.written_again")}</div> : null}
        <div className="actions" style={{ marginTop: 10 }}>
          <SegmentedControl size="xs" aria-label={t("content.part")} value={part} onChange={(next) => setUrl({ part: next === "html" ? "" : next })} data={PARTS.map((name) => ({ value: name, label: t(`content.part.${name}`) }))} />
          {part === "html" ? (
            <SegmentedControl size="xs" aria-label={t("content.width")} value={device} onChange={(next) => setUrl({ width: next === "desktop" ? "" : next })} data={(Object.keys(WIDTHS) as Width[]).map((name) => ({ value: name, label: t(`content.width.${name}`) }))} />
          ) : null}
          <Link to={paths.customer} params={{ id: row.customer }} search={{ tab: "why", view: row.message, which: row.delivery }}>{t("content.why")}</Link>
        </div>
      </div>
      <div className="mail-body">
        <Answer query={query}>{(mail) => <Part part={part} device={device} mail={mail} />}</Answer>
      </div>
      {part !== "headers" && query.data ? <MailLinks mail={query.data} /> : null}
    </article>
  );
}

function Part({ part, device, mail }: { part: string; device: Width; mail: Mail }) {
  const { t } = useWords();
  // A text message has no designed part: its text is all there is.
  if (part === "text" || (part === "html" && mail.html === "")) return mail.text ? <pre className="mail-text" tabIndex={0}>{mail.text}</pre> : <p className="muted">{t("content.no_text")}</p>;
  if (part === "headers") {
    return (
      <dl className="pairs mail-headers">
        {headerPairs(mail.headers).map(([name, value], index) => <div key={`${name} ${index}`}><dt>{name}</dt><dd className="mono">{value}</dd></div>)}
      </dl>
    );
  }
  return <iframe title={t("content.frame", { subject: mail.subject })} sandbox="" srcDoc={inScheme(unwatched(mail.html), false)} style={{ width: WIDTHS[device] }} />;
}
