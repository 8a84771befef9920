// All mailings: when, to whom, how far.
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { MailingRow } from "../../api/schema";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { KeptPlan } from "./kept";
import { isEverybody } from "./plan";
import { MailingChip, useMailings } from "./state";

export function MailingList() {
  const { t } = useWords();
  const query = useMailings();
  return (
    <Answer query={query}>
      {(rows) => (
        <section className="panel flush">
          <KeptPlan />
          <div className="panel-head"><h2 className="section-title">{t("programme.mailings")}</h2></div>
          {rows.length === 0 ? <Empty title={t("mailing.none")} help={t("mailing.none_help")} /> : <Rows rows={[...rows].sort((a, b) => b.at.localeCompare(a.at))} />}
        </section>
      )}
    </Answer>
  );
}

export function NewMailing() {
  const { t } = useWords();
  const { allowed, why } = useMay("check");
  if (!allowed) return <Button disabled title={why}>{t("plan.new")}</Button>;
  return <Button component={Link} to={paths.newMailing} leftSection={<IconPlus size={16} aria-hidden />}>{t("plan.new")}</Button>;
}

function Rows({ rows }: { rows: MailingRow[] }) {
  const { t, say, rule, format } = useWords();
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t("mailing.name")}</th>
          <th scope="col">{t("mailing.when")}</th>
          <th scope="col">{t("mailing.audience")}</th>
          <th scope="col">{t("table.state")}</th>
          <th scope="col" className="num">{t("programmes.delivered")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.programme} ${row.id}`}>
            <td>
              <Link to={paths.mailing} params={{ id: row.programme, mailing: row.id }}><strong>{say(row.name)}</strong></Link>
              <div className="muted small">{say(row.message.name)}</div>
            </td>
            <td className="nowrap">{format.local(row.at)}</td>
            <td className="second" data-label={t("mailing.audience")}>{row.followed?.list ? t("mailing.list_of", { count: row.followed.list.size }) : isEverybody(row.audience) ? t("mailing.everybody") : rule(row.audience)}</td>
            <td><MailingChip row={row} /></td>
            <td className="num"><span className="narrow-label">{t("programmes.delivered")} </span>{row.followed ? format.number(row.followed.counts.delivered) : "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
