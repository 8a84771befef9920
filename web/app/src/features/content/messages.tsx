// All messages: what they are, where and in which languages they can be said, and how personal they are.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { messagesQuery } from "../../api/queries";
import type { MessageRow } from "../../api/schema";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";

export function MessageList() {
  const { t } = useWords();
  const query = useQuery(messagesQuery);
  return (
    <Answer query={query}>
      {(rows) => <section className="panel flush">{rows.length === 0 ? <Empty title={t("content.no_messages")} help={t("content.no_messages_help")} /> : <Rows rows={rows} />}</section>}
    </Answer>
  );
}

function Rows({ rows }: { rows: MessageRow[] }) {
  const { t, say, code, format } = useWords();
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t("table.message")}</th>
          <th scope="col">{t("message.class")}</th>
          <th scope="col">{t("table.channel")}</th>
          <th scope="col">{t("content.languages")}</th>
          <th scope="col" style={{ width: "24%" }}>{t("content.score")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.programme} ${row.id}`}>
            <td><Link to={paths.message} params={{ programme: row.programme, message: row.id }}><strong>{say(row.name)}</strong></Link></td>
            <td>{code("class", row.class)}</td>
            <td className="second" data-label={t("table.channel")}>{row.channels.map((channel) => code("channel", channel)).join(", ")}</td>
            <td className="second" data-label={t("content.languages")}>{row.languages.map(format.language).join(", ")}</td>
            <td className="wide-cell"><ScoreMark score={row.score} flagged={row.flagged} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ScoreMark({ score, flagged }: { score: number | null | undefined; flagged: boolean }) {
  const { t, format } = useWords();
  if (score === null || score === undefined) return <span className="muted">{t("content.score_none")}</span>;
  return (
    <span className="score-mark">
      <span className="bar" aria-hidden="true"><span className={flagged ? "bad" : ""} style={{ width: `${100 * score}%` }} /></span>
      <strong>{t("content.score_of", { share: format.percent(score) })}</strong>
      {flagged ? <span className="chip warn">{t("content.score_flag")}</span> : null}
    </span>
  );
}
