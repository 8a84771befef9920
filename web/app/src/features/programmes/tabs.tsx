// Why not, and the messages of a programme.
import { Link } from "@tanstack/react-router";
import type { Programme } from "../../api/schema";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Bars } from "../../ui/bars";
import { StateChip, useReason } from "../../ui/marks";
import { Empty } from "../../ui/states";
import { useNames } from "../names";
import { withPlaceholders } from "../content/placeholders";

export function ReasonsTab({ programme }: { programme: Programme }) {
  const { t, code } = useWords();
  const reason = useReason();
  return (
    <section className="panel" style={{ maxWidth: 760 }}>
      <div className="panel-head"><h2 className="section-title">{t("programme.reasons")}</h2></div>
      {programme.reasons.length > 0 ? <p className="muted small" style={{ marginTop: 0 }}>{t("programme.reasons_help")}</p> : null}
      {programme.reasons.length === 0 ? (
        <Empty title={t("programme.no_reasons")} />
      ) : (
        <Bars
          bars={programme.reasons.map((row) => ({
            key: `${row.state} ${row.reason ?? ""} ${row.detail ?? ""}`,
            count: row.count,
            label: (
              <>
                {row.reason ? <StateChip state={row.state} /> : null}{" "}
                <Link to={paths.intents} search={{ programme: programme.definition.id, state: row.state, ...(row.reason ? { reason: row.reason } : {}), ...(row.detail ? { detail: row.detail } : {}) }}>
                  {row.reason ? reason(row.detail ? `${row.reason}(${row.detail})` : row.reason, row.words) : code("state", row.state)}
                </Link>
              </>
            ),
          }))}
        />
      )}
    </section>
  );
}

export function MessagesTab({ programme }: { programme: Programme }) {
  const words = useWords();
  const { t, say, code, format } = words;
  const names = useNames();
  const { messages = [], mailings = [] } = programme.definition;
  return (
    <div className="stack">
      <section className="panel flush">
        {messages.length === 0 ? (
          <Empty title={t("programme.no_messages")} />
        ) : (
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">{t("table.message")}</th>
                <th scope="col" title={t("message.subject_help")}>{t("message.subject_example")}</th>
                <th scope="col">{t("table.channel")}</th>
                <th scope="col">{t("message.class")}</th>
                <th scope="col">{t("consent.purpose")}</th>
              </tr>
            </thead>
            <tbody>
              {messages.map((message) => (
                <tr key={message.id}>
                  <td><Link to={paths.message} params={{ programme: programme.definition.id, message: message.id }}><strong>{say(message.name)}</strong></Link></td>
                  <td>{names.subject(programme.definition.id, message.id) || withPlaceholders(words, say(message.subject)) || "–"}</td>
                  <td>{message.channels.map((channel) => code("channel", channel)).join(", ")}</td>
                  <td>{code("class", message.class)}</td>
                  <td>{code("purpose", message.purpose)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {mailings.length > 0 ? (
        <section className="panel">
          <div className="panel-head"><h2 className="section-title">{t("programme.mailings")}</h2></div>
          <ul className="needs">
            {mailings.map((mailing) => (
              <li key={mailing.id}>
                <Link to={paths.mailing} params={{ id: programme.definition.id, mailing: mailing.id }}>{say(mailing.name)}</Link>
                <span className="muted small">{format.local(mailing.at)}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <Link to={paths.content} search={{ tab: "mailbox" }}>{t("message.rendered")}</Link>
    </div>
  );
}
