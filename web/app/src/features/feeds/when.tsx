// The third step: how often the feed is asked whether it changed, and how long what it held is shown once it falls silent.
import { Button, Radio, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useWords } from "../../i18n/context";
import { type Entry, isHours, isMinutes, isTime } from "./entry";
import { FeedRefused } from "./told";

interface OfStep { entry: Entry; change(next: Partial<Entry>): void; act: string; busy: boolean; error: unknown; go(): void }

const USUAL_HOURS = "48";

export function FeedWhen({ entry, change, act, busy, error, go }: OfStep) {
  const { t } = useWords();
  const [tried, tryIt] = useState(false);
  const isHolding = entry.holds === null || isHours(entry.holds);
  const isFit = entry.every === "minutes" ? isMinutes(entry.minutes) : isTime(entry.at);
  const send = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    if (isFit && isHolding) go();
  };
  return (
    <form className="stack source-form" onSubmit={send} noValidate>
      <Radio.Group label={t("databases.when")} value={entry.every} onChange={(every) => change({ every: every as Entry["every"] })}>
        <div className="radios in-line"><Radio value="minutes" label={t("databases.every_minutes")} /><Radio value="day" label={t("databases.daily")} /></div>
      </Radio.Group>
      {entry.every === "minutes"
        ? <TextInput className="short-field" label={t("databases.minutes")} inputMode="numeric" autoComplete="off" maxLength={5} value={entry.minutes} error={tried && !isFit ? t("database_entry.minutes") : null} onChange={(event) => change({ minutes: event.currentTarget.value })} />
        : <TextInput className="short-field" type="time" label={t("databases.at")} description={t("databases.at_help")} value={entry.at} error={tried && !isFit ? t("database_entry.at") : null} onChange={(event) => change({ at: event.currentTarget.value.slice(0, 5) })} />}
      <Switch label={t("feeds.holds")} description={t("feeds.holds_help")} checked={entry.holds !== null} onChange={(event) => change({ holds: event.currentTarget.checked ? USUAL_HOURS : null })} />
      {entry.holds === null ? null : <TextInput className="short-field" label={t("feeds.holds_hours")} inputMode="numeric" autoComplete="off" maxLength={5} value={entry.holds} error={tried && !isHolding ? t("feeds.holds_bad") : null} onChange={(event) => change({ holds: event.currentTarget.value })} />}
      <p className="muted small after">{t("feeds.what_comes")}</p>
      {error ? <FeedRefused error={error} /> : null}
      <div className="actions"><Button type="submit" loading={busy}>{act}</Button></div>
    </form>
  );
}
