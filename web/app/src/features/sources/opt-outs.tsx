// Who said no and a source does not know it yet: a list by the source's own keys, to take along and to enter there.
import { Button, Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { withQuery } from "../../api/client";
import { optOutsQuery } from "../../api/queries";
import type { OptOuts as Told } from "../../api/schema";
import { useMay } from "../../app/deed";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { takenOf } from "./taken";

const SHOWN = 20;

export function OptOuts({ source }: { source: string }) {
  const { t } = useWords();
  const { allowed } = useMay("sources");
  if (!allowed) return null;
  return (
    <section className="panel" aria-labelledby="opt-outs-title">
      <div className="panel-head"><h2 className="section-title" id="opt-outs-title">{t("opt_outs.title")}</h2></div>
      <Listed source={source} />
    </section>
  );
}

function Listed({ source }: { source: string }) {
  const { t, code, format } = useWords();
  const { user } = useSession();
  const taken = takenOf(user.email);
  const [until, setUntil] = useState(() => taken.read(source));
  const [all, setAll] = useState(false);
  const since = all ? "" : until;
  const query = useQuery(optOutsQuery(source, since));
  const mark = (next: string) => { taken.write(source, next); setUntil(next); setAll(false); };
  const markUntil = (next: string) => {
    const before = until;
    mark(next);
    const id = notifications.show({
      autoClose: 12_000,
      closeButtonProps: { "aria-label": t("action.close") },
      message: <div className="toast">{t("opt_outs.marked", { time: format.dateTime(next) })}<Button size="compact-sm" variant="light" onClick={() => { notifications.hide(id); mark(before); }}>{t("action.undo")}</Button></div>,
    });
  };
  return (
    <>
      <p className="after">{t("opt_outs.lead", { source: code("source", source) })}</p>
      {until ? <Switch className="after-told" label={t("opt_outs.only_new", { time: format.dateTime(until) })} checked={!all} onChange={(event) => setAll(!event.currentTarget.checked)} /> : null}
      <Answer query={query} lines={3}>
        {(told) => (told.rows.length === 0 ? <p className="muted after-told">{t(since ? "opt_outs.none_new" : "opt_outs.none")}</p> : (
          <>
            <Rows rows={told.rows} />
            <div className="actions after-told">
              <Button component="a" href={withQuery(`/api/sources/${encodeURIComponent(source)}/opt-outs`, { since, format: "csv" })} download={`opt-outs-${source}.csv`} variant="default" leftSection={<IconDownload size={16} aria-hidden />}>{t("opt_outs.save", { count: told.rows.length })}</Button>
              <Button variant="subtle" onClick={() => markUntil(told.until)}>{t("opt_outs.mark")}</Button>
            </div>
          </>
        ))}
      </Answer>
      <p className="muted small after-told">{t("opt_outs.how")} <code className="mono" translate="no">GET /api/sources/{source}/opt-outs?since=…</code></p>
    </>
  );
}

function Rows({ rows }: { rows: Told["rows"] }) {
  const { t, code, format } = useWords();
  return (
    <>
      <table className="table cards inset">
        <thead>
          <tr>
            <th scope="col">{t("opt_outs.key")}</th>
            <th scope="col">{t("opt_outs.what")}</th>
            <th scope="col">{t("opt_outs.about")}</th>
            <th scope="col">{t("opt_outs.heard")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <tr key={`${row.key_kind} ${row.key} ${row.what} ${row.channel ?? ""} ${row.purpose ?? ""}`}>
              <td><span className="mono" translate="no">{row.key}</span><div className="muted small">{code("identifier", row.key_kind)}</div></td>
              <td><span className="chip bad">{code("opt_out", row.what)}</span></td>
              <td className="second" data-label={t("opt_outs.about")}>{row.what === "objection" ? t("opt_outs.everything") : `${row.channel ? code("channel", row.channel) : t("consent.all_channels")} · ${row.purpose ? code("purpose", row.purpose) : t("consent.all_purposes")}`}</td>
              <td className="second muted" data-label={t("opt_outs.heard")}>{format.dateTime(row.heard)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN ? <p className="muted small after">{t("opt_outs.more", { count: rows.length - SHOWN })}</p> : null}
    </>
  );
}
