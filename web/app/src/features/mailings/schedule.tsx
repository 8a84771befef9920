// When it goes out, on the organisation's clock; quiet hours are said where the moment falls into them.
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import type { MailingRow } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { quietAt } from "./quiet";

export function SchedulePanel({ row, path }: { row: MailingRow; path: string }) {
  const { t, format } = useWords();
  const { organisation } = useSession();
  const { allowed, why } = useMay("publish");
  const [at, setAt] = useState(row.at.slice(0, 16));
  const schedule = useDeed({
    act: (moment: string) => post(`${path}/schedule`, { at: moment.length === 16 ? `${moment}:00` : moment }),
    touches: ["mailings", "programmes", "programme"],
    said: (_, moment) => t("mailing.scheduled", { time: format.local(moment) }),
    undo: (moment) => (moment === row.at ? null : row.at),
  });
  const quiet = quietAt(at, organisation.quiet_hours);
  const over = row.state === "done";
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("mailing.schedule")}</h2></div>
      <form className="stack" style={{ gap: 12 }} onSubmit={(event) => { event.preventDefault(); schedule.mutate(at); }}>
        <TextInput
          type="datetime-local"
          label={t("mailing.when")}
          description={t("mailing.zone", { zone: organisation.time_zone })}
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
          readOnly={!allowed || over}
          required
          withAsterisk={false}
        />
        {quiet ? <div className="muted small">{t("mailing.quiet", { from: quiet.from, to: quiet.to })}</div> : null}
        <Button type="submit" variant="default" disabled={!allowed || over || at === "" || at === row.at.slice(0, 16)} title={over ? t("mailing.over") : why} loading={schedule.isPending}>{t("mailing.schedule_do")}</Button>
      </form>
    </section>
  );
}
