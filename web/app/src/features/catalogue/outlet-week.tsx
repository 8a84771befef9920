// When an outlet is open, day by day: several spans a day, none on a day on which it is closed.
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useWords } from "../../i18n/context";
import { asMonday, type OutletDraft, type SpanDraft, tidyClock, WEEKDAYS } from "./outlet-draft";
import { dayOf } from "./outlet-hours";

const USUAL = { from: "09:00", until: "18:00" };
/** So many days from Monday on. */
const WORKDAYS = 5;
const ALL_DAYS = 7;

interface OfWeek { week: OutletDraft["week"]; wrong(at: string): string | undefined; change(week: OutletDraft["week"]): void }

export function OutletWeek({ week, wrong, change }: OfWeek) {
  const { t, format } = useWords();
  const rows = useRef(0);
  const [told, tell] = useState("");
  const put = (day: number, spans: SpanDraft[]) => change(week.map((own, index) => (index === day ? spans : own)));
  const add = (day: number) => {
    rows.current += 1;
    const last = week[day]?.[week[day].length - 1];
    put(day, [...(week[day] ?? []), { key: `new ${rows.current}`, ...(last === undefined ? USUAL : { from: "", until: "" }) }]);
    tell(t("outlet.span_added", { day: format.weekdayName(dayOf(day + 1)) }));
  };
  const away = (day: number, key: string) => {
    put(day, (week[day] ?? []).filter((span) => span.key !== key));
    tell(t("outlet.span_gone", { day: format.weekdayName(dayOf(day + 1)) }));
  };
  const isKnown = week.some((spans) => spans.length > 0);
  const hasMonday = (week[0] ?? []).length > 0;
  return (
    <section className="panel stack" style={{ gap: 14 }} aria-label={t("outlets.hours")}>
      <div><h2 className="section-title">{t("outlets.hours")}</h2><p className="muted small after">{t("outlet.hours_help")}</p></div>
      <ul className="week-rows">
        {WEEKDAYS.map((weekday, day) => (
          <li key={weekday}>
            <strong>{format.weekdayName(dayOf(weekday))}</strong>
            <div className="week-spans">
              {(week[day] ?? []).map((span, index) => (
                <Span key={span.key} span={span} name={t("outlet.span_of", { day: format.weekdayName(dayOf(weekday)), number: index + 1 })} wrong={wrong(span.key)} change={(next) => put(day, (week[day] ?? []).map((own) => (own.key === span.key ? { ...own, ...next } : own)))} away={() => away(day, span.key)} />
              ))}
              {(week[day] ?? []).length === 0 ? <span className="muted week-closed">{t(isKnown ? "outlet.closed" : "outlets.no_hours")}</span> : null}
            </div>
            <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} aria-hidden />} aria-label={t("outlet.span_add_of", { day: format.weekdayName(dayOf(weekday)) })} onClick={() => add(day)}>{t("outlet.span_add")}</Button>
          </li>
        ))}
      </ul>
      {wrong("hours") ? <p className="warned after" role="alert">{wrong("hours")}</p> : null}
      <div className="actions">
        <Button size="compact-sm" variant="default" disabled={!hasMonday} title={hasMonday ? undefined : t("outlet.monday_first")} onClick={() => { change(asMonday(week, WORKDAYS)); tell(t("outlet.as_monday_done")); }}>{t("outlet.as_monday_work")}</Button>
        <Button size="compact-sm" variant="default" disabled={!hasMonday} title={hasMonday ? undefined : t("outlet.monday_first")} onClick={() => { change(asMonday(week, ALL_DAYS)); tell(t("outlet.as_monday_done")); }}>{t("outlet.as_monday_all")}</Button>
      </div>
      <p className="visually-hidden" role="status">{told}</p>
    </section>
  );
}

function Span({ span, name, wrong, change, away }: { span: SpanDraft; name: string; wrong: string | undefined; change(next: Partial<SpanDraft>): void; away(): void }) {
  const { t } = useWords();
  const time = (field: "from" | "until") => <TextInput size="sm" inputMode="numeric" autoComplete="off" maxLength={5} placeholder={field === "from" ? "09:00" : "18:00"} aria-label={`${name}, ${t(`outlet.${field}`)}`} value={span[field]} error={wrong !== undefined} aria-describedby={wrong === undefined ? undefined : `why ${span.key}`.replaceAll(" ", "-")} onChange={(event) => change({ [field]: event.currentTarget.value })} onBlur={() => change({ [field]: tidyClock(span[field]) })} />;
  return (
    <div className="week-span" role="group" aria-label={name}>
      {time("from")}<span aria-hidden="true">–</span>{time("until")}
      <ActionIcon variant="subtle" color="gray" aria-label={t("outlet.span_away", { name })} onClick={away}><IconX size={15} aria-hidden /></ActionIcon>
      {wrong === undefined ? null : <p className="week-why small" id={`why ${span.key}`.replaceAll(" ", "-")}>{wrong}</p>}
    </div>
  );
}
