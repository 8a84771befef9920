// Whom it reached already, and a correction to exactly those.
import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { handedQuery, messagesQuery } from "../../api/queries";
import type { MailingRow } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";

export function HandedPanel({ row }: { row: MailingRow }) {
  const { t, format } = useWords();
  const query = useQuery(handedQuery(row.programme, row.id));
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("mailing.handed")}</h2></div>
      <Answer query={query} lines={4}>
        {({ count, rows }) =>
          count === 0 ? <Empty title={t("mailing.handed_none")} /> : (
            <div className="stack" style={{ gap: 16 }}>
              {row.followed ? <Correction row={row} count={count} /> : null}
              <details>
                <summary>{t("mailing.handed_show", { count })}</summary>
                <ul className="needs" style={{ marginTop: 10 }}>
                  {rows.map((one) => (
                    <li key={one.customer}>
                      <Link to={paths.customer} params={{ id: one.customer }}>{one.name || one.customer.slice(0, 8)}</Link>
                      <time className="muted small" dateTime={one.at}>{format.dateTime(one.at)}</time>
                    </li>
                  ))}
                </ul>
                {rows.length < count ? <p className="muted small">{t("mailing.handed_newest", { count: rows.length })}</p> : null}
              </details>
            </div>
          )
        }
      </Answer>
    </section>
  );
}

function Correction({ row, count }: { row: MailingRow; count: number }) {
  const { t, say } = useWords();
  const { allowed, why } = useMay("publish");
  const known = useQuery(messagesQuery);
  const [message, setMessage] = useState<string | null>(null);
  const correct = useDeed({
    act: () => post(`/mailings/${encodeURIComponent(row.programme)}/${encodeURIComponent(row.id)}/correction`, { message }),
    touches: ["mailings", "programmes", "programme"],
    said: () => t("mailing.corrected", { count }),
  });
  const messages = (known.data ?? []).map((one) => ({ value: one.id, label: say(one.name) }));
  return (
    <form className="inline-form" onSubmit={(event) => { event.preventDefault(); correct.mutate(); }}>
      <Select label={t("mailing.correction")} description={t("mailing.correction_help", { count })} placeholder={t("why.choose")} data={messages} value={message} onChange={setMessage} />
      <Button type="submit" variant="default" disabled={!allowed || message === null} title={why} loading={correct.isPending}>{t("mailing.correction_do")}</Button>
    </form>
  );
}
