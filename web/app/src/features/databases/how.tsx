// The fourth step: as it changes or by a plan, by which column what is new is found, and which columns tell rows apart.
import { Button, Checkbox, NativeSelect, Radio, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import type { LookedAtFile } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Note } from "../files/note";
import { Copied } from "../sources/copied";
import { captureSql, ownName, type Where } from "./at";
import { type How, type HowEntry, kindOfColumn, unfit, type Watermark, type What } from "./guess";

type Columns = LookedAtFile["columns"];
interface OfForm {
  where: Where;
  what: What;
  /** Of the first rows; null: nobody looked at them now. */
  columns: Columns | null;
  how: How;
  change(next: Partial<How>): void;
  act: string;
  help?: ReactNode;
  disabled?: boolean;
  busy: boolean;
  /** What went wrong, in place. */
  trouble: ReactNode;
  go(): void;
}

const KINDS: Watermark[] = ["timestamp", "integer", "text"];
/** What the server takes where nothing is said. */
const AGAIN = { timestamp: "300", integer: "1000", text: "" };

export function HowForm({ where, what, columns, how, change, act, help, disabled = false, busy, trouble, go }: OfForm) {
  const { t } = useWords();
  const [tried, tryIt] = useState(false);
  const bad = tried ? unfit(how) : [];
  const canHear = where.kind === "postgres" && what.table !== null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    if (unfit(how).length === 0) go();
  };
  return (
    <form className="stack source-form" onSubmit={send} noValidate>
      {canHear ? (
        <Radio.Group label={t("databases.by")} value={how.by} onChange={(by) => change({ by: by as How["by"] })}>
          <div className="radios">
            <Radio value="capture" label={t("databases.by_capture")} description={t("databases.by_capture_help")} />
            <Radio value="pull" label={t("databases.by_pull")} description={t("databases.by_pull_help")} />
          </div>
        </Radio.Group>
      ) : columns === null ? null : <p className="muted small after">{t(where.kind === "postgres" ? "databases.only_tables" : "databases.only_postgres")}</p>}
      {how.by === "capture" && canHear ? <Capture where={where} what={what} how={how} change={change} /> : <Pull columns={columns} how={how} bad={bad} change={change} />}
      {trouble}
      <div className="actions">
        <Button type="submit" disabled={disabled} loading={busy}>{act}</Button>
        {help ? <span className="muted small">{help}</span> : null}
      </div>
    </form>
  );
}

function Capture({ where, what, how, change }: Pick<OfForm, "where" | "what" | "how" | "change">) {
  const { t } = useWords();
  const own = ownName(what.table ?? "");
  return (
    <div className="stack tight">
      <Note tone="calm">{t("databases.capture_costs")}</Note>
      <details className="mapping-text">
        <summary>{t("databases.capture_sql")}</summary>
        <p className="muted small after">{t("databases.capture_sql_help")}</p>
        <Copied className="secret wrap lines" text={captureSql(where, what.schema ?? "public", what.table ?? "", how.publication.trim() || own)} label={t("databases.capture_sql")} />
      </details>
      <details className="mapping-text">
        <summary>{t("databases.more")}</summary>
        <div className="host-port even after-summary">
          <TextInput label={t("databases.publication")} description={t("databases.publication_help")} placeholder={own} value={how.publication} maxLength={63} autoComplete="off" spellCheck={false} onChange={(event) => change({ publication: event.currentTarget.value })} />
          <TextInput label={t("databases.slot")} description={t("databases.slot_help")} placeholder={own} value={how.slot} maxLength={63} autoComplete="off" spellCheck={false} onChange={(event) => change({ slot: event.currentTarget.value })} />
        </div>
      </details>
    </div>
  );
}

interface OfPull { columns: Columns | null; how: How; bad: HowEntry[]; change(next: Partial<How>): void }

function Pull({ columns, how, bad, change }: OfPull) {
  const { t, code } = useWords();
  const watermark = columns?.find(({ name }) => name === how.watermark);
  const said = (entry: HowEntry) => (bad.includes(entry) ? t(`database_entry.${entry}`) : null);
  const number = { inputMode: "numeric", autoComplete: "off" } as const;
  return (
    <>
      <div className="stack tight">
        <Radio.Group label={t("databases.when")} value={how.every} onChange={(every) => change({ every: every as How["every"] })}>
          <div className="radios in-line"><Radio value="minutes" label={t("databases.every_minutes")} /><Radio value="day" label={t("databases.daily")} /></div>
        </Radio.Group>
        {how.every === "minutes"
          ? <TextInput className="short-field" label={t("databases.minutes")} value={how.minutes} error={said("minutes")} maxLength={5} {...number} onChange={(event) => change({ minutes: event.currentTarget.value })} />
          : <TextInput className="short-field" type="time" label={t("databases.at")} description={t("databases.at_help")} value={how.at} error={said("at")} onChange={(event) => change({ at: event.currentTarget.value.slice(0, 5) })} />}
      </div>
      <div className="host-port even">
        {columns === null
          ? <TextInput label={t("databases.watermark")} description={t("databases.watermark_help")} value={how.watermark} error={said("watermark")} autoComplete="off" spellCheck={false} onChange={(event) => change({ watermark: event.currentTarget.value })} />
          : <NativeSelect label={t("databases.watermark")} description={t("databases.watermark_help")} value={how.watermark} error={said("watermark")} data={[{ value: "", label: t("files.source_choose") }, ...columns.map(({ name, looks }) => ({ value: name, label: `${name} (${code("looks", looks)})` }))]} onChange={(event) => { const name = event.currentTarget.value; change({ watermark: name, kind: kindOfColumn(columns.find((one) => one.name === name)?.looks) }); }} />}
        <NativeSelect label={t("databases.watermark_kind")} value={how.kind} data={KINDS.map((kind) => ({ value: kind, label: code("watermark", kind) }))} onChange={(event) => change({ kind: event.currentTarget.value as Watermark })} />
      </div>
      {watermark && watermark.filled < 1 ? <p className="warned small after">{t("databases.watermark_gaps", { name: watermark.name })}</p> : null}
      {columns === null
        ? <TextInput label={t("databases.key")} description={t("databases.key_text_help")} value={how.key.join(", ")} error={said("key")} autoComplete="off" spellCheck={false} onChange={(event) => change({ key: event.currentTarget.value.split(",").map((name) => name.trim()).filter((name, at, all) => name !== "" || at === all.length - 1) })} />
        : (
          <Checkbox.Group label={t("databases.key")} description={t("databases.key_help")} value={how.key} error={said("key")} onChange={(key) => change({ key })}>
            <div className="key-columns">{columns.map(({ name }) => <Checkbox key={name} value={name} label={name} />)}</div>
          </Checkbox.Group>
        )}
      <details className="mapping-text" open={bad.some((entry) => ["again", "rows", "seconds"].includes(entry)) || undefined}>
        <summary>{t("databases.more")}</summary>
        <div className="stack tight after-summary">
          {how.kind === "text" ? <p className="muted small after">{t("databases.again_text")}</p> : <TextInput label={t(how.kind === "integer" ? "databases.again_numbers" : "databases.again_seconds")} description={t("databases.again_help")} placeholder={AGAIN[how.kind]} value={how.again} error={said("again")} {...number} onChange={(event) => change({ again: event.currentTarget.value })} />}
          <div className="host-port even">
            <TextInput label={t("databases.rows_at_a_time")} placeholder="10000" value={how.rows} error={said("rows")} {...number} onChange={(event) => change({ rows: event.currentTarget.value })} />
            <TextInput label={t("databases.seconds")} placeholder="60" value={how.seconds} error={said("seconds")} {...number} onChange={(event) => change({ seconds: event.currentTarget.value })} />
          </div>
        </div>
      </details>
    </>
  );
}
