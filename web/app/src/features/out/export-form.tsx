// Entries of an export: what its rows are, which columns, since when, in which format, where and how often.
import { Autocomplete, Button, NativeSelect, Radio, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client";
import type { ExportWhat, FileExport, NewFileExport } from "../../api/schema";
import { useDeed } from "../../app/deed";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Note } from "../files/note";
import { Copied } from "../sources/copied";
import { Refusal } from "../sources/new";
import { Columns } from "./columns";
import { EXPORT_KEYS } from "./export-deeds";
import { useOffered } from "./offered";
import { IntoTable, RefusedTable } from "./into-table";
import { entriesOf, type Entries, type Entry, exportOf, FRESH, isOpenAgain, TIMED, wrongIn } from "./told";

const WHAT: ExportWhat[] = ["customers", "consents", "opt_outs", "orders", "messages", "things"];

interface Asked { asked: NewFileExport; before: NewFileExport | null; isBack?: boolean }

export function ExportForm({ known, taken, done }: { known: FileExport | null; taken: string[]; done(id: string): void }) {
  const { t } = useWords();
  const { export_folder: hasFolder } = useSession();
  const [entries, setEntries] = useState<Entries>(known === null ? FRESH : entriesOf(known));
  const [tried, tryIt] = useState(false);
  const put = useDeed<Asked, FileExport>({
    act: ({ asked }) => post<FileExport>("/exports", asked),
    touches: EXPORT_KEYS,
    said: (_, { asked, before, isBack }) => t(isBack ? "sources.changed_back" : before === null ? "exports.made" : "sources.changed", { name: asked.id }),
    undo: ({ asked, before, isBack }) => (isBack || before === null || !isOpenAgain(before.to, asked.to) ? null : { asked: before, before: asked, isBack: true }),
    onDone: ({ id }) => done(id),
    quiet: ({ isBack }) => !isBack,
  });
  const change = (next: Partial<Entries>) => { put.reset(); setEntries((all) => ({ ...all, ...next })); };
  const wrong = wrongIn(entries);
  const isTaken = taken.includes(entries.id);
  const before = known === null ? null : exportOf(entriesOf(known));
  const isChanged = before === null || JSON.stringify(before) !== JSON.stringify(exportOf(entries));
  const isPossible = entries.goes !== "folder" || hasFolder;
  const said = (entry: Entry) => (tried && wrong.includes(entry) ? t(`export_entry.${entry}`) : null);
  const send = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    if (wrong.length === 0 && !isTaken) put.mutate({ asked: exportOf(entries), before });
  };
  return (
    <form className="stack source-form" onSubmit={send} noValidate>
      {known === null ? <TextInput label={t("exports.name")} description={t("exports.name_help")} value={entries.id} error={isTaken ? t("sources.name_taken") : said("id")} maxLength={48} autoComplete="off" spellCheck={false} autoCapitalize="none" onChange={(event) => change({ id: event.currentTarget.value })} /> : null}
      <What entries={entries} change={change} said={said} />
      <Radio.Group label={t("exports.goes")} description={t(`export_to_help.${entries.goes}`)} value={entries.goes} onChange={(goes) => change({ goes: goes as Entries["goes"] })}>
        <div className="radios in-line">{(["folder", "table"] as const).map((one) => <Radio key={one} value={one} label={t(`export_to.${one}`)} />)}</div>
      </Radio.Group>
      {!isPossible ? <NoFolder /> : entries.goes === "folder" ? <IntoFolder entries={entries} change={change} said={said} /> : <IntoTable known={known} entries={entries} change={change} said={said} isTried={tried} />}
      <When entries={entries} change={change} said={said} />
      {put.error ? (entries.goes === "table" ? <RefusedTable error={put.error} /> : <Refusal error={put.error} />) : null}
      <div className="actions">
        <Button type="submit" loading={put.isPending} disabled={!isChanged || !isPossible}>{t(known === null ? "exports.make_now" : "sources.change_now")}</Button>
        <span className="muted small">{t("exports.outside")}</span>
      </div>
    </form>
  );
}

export interface OfPart { entries: Entries; change(next: Partial<Entries>): void; said(entry: Entry): string | null }

function What({ entries, change, said }: OfPart) {
  const { t, code } = useWords();
  const { segments, entities } = useOffered();
  return (
    <>
      <NativeSelect label={t("exports.what")} description={t(`export_what_help.${entries.what}`)} value={entries.what} data={WHAT.map((one) => ({ value: one, label: code("export_what", one) }))} onChange={(event) => change({ what: event.currentTarget.value as ExportWhat })} />
      {entries.what === "customers" ? (
        <>
          <Columns chosen={entries.fields} change={(fields) => change({ fields })} error={said("fields")} />
          <Autocomplete label={t("exports.segment")} description={t(segments.length === 0 ? "exports.segment_none" : "exports.segment_help")} error={entries.segment !== "" && segments.length > 0 && !segments.some((one) => one.startsWith(entries.segment)) ? t("exports.segment_unknown") : null} value={entries.segment} data={segments} maxLength={64} autoComplete="off" spellCheck={false} onChange={(segment) => change({ segment })} />
        </>
      ) : null}
      {entries.what === "things" ? <NativeSelect label={t("exports.entity")} description={t("exports.entity_help")} value={entries.entity} data={[{ value: "", label: t("exports.entity_all") }, ...entities.map((id) => ({ value: id, label: code("entity", id) }))]} onChange={(event) => change({ entity: event.currentTarget.value })} /> : null}
      {TIMED.includes(entries.what) ? <TextInput className="short-field" label={t("exports.days")} description={t("exports.days_help")} inputMode="numeric" autoComplete="off" value={entries.days} error={said("days")} maxLength={5} onChange={(event) => change({ days: event.currentTarget.value })} /> : null}
    </>
  );
}

function IntoFolder({ entries, change, said }: OfPart) {
  const { t, code } = useWords();
  return (
    <>
      <Radio.Group label={t("exports.format")} description={t(`export_format_help.${entries.format}`)} value={entries.format} onChange={(format) => change({ format: format as Entries["format"] })}>
        <div className="radios in-line">{(["csv", "parquet"] as const).map((one) => <Radio key={one} value={one} label={code("export_format", one)} />)}</div>
      </Radio.Group>
      <div className="host-port even top">
        <TextInput label={t("exports.folder")} description={t("exports.folder_help")} value={entries.folder} error={said("folder")} maxLength={200} autoComplete="off" spellCheck={false} onChange={(event) => change({ folder: event.currentTarget.value })} />
        <TextInput label={t("exports.files_max")} description={t("exports.files_max_help")} inputMode="numeric" autoComplete="off" value={entries.filesMax} error={said("filesMax")} maxLength={4} onChange={(event) => change({ filesMax: event.currentTarget.value })} />
      </div>
    </>
  );
}

function When({ entries, change, said }: OfPart) {
  const { t } = useWords();
  return (
    <div className="stack tight">
      <Radio.Group label={t("exports.when")} value={entries.every} onChange={(every) => change({ every: every as Entries["every"] })}>
        <div className="radios in-line"><Radio value="day" label={t("databases.daily")} /><Radio value="minutes" label={t("databases.every_minutes")} /><Radio value="never" label={t("exports.by_hand")} /></div>
      </Radio.Group>
      {entries.every === "minutes" ? <TextInput className="short-field" label={t("databases.minutes")} inputMode="numeric" autoComplete="off" value={entries.minutes} error={said("minutes")} maxLength={5} onChange={(event) => change({ minutes: event.currentTarget.value })} /> : null}
      {entries.every === "day" ? <TextInput className="short-field" type="time" label={t("databases.at")} description={t("databases.at_help")} value={entries.at} error={said("at")} onChange={(event) => change({ at: event.currentTarget.value.slice(0, 5) })} /> : null}
    </div>
  );
}

const SETTING = `[exports]
folder = "out"`;

function NoFolder() {
  const { t } = useWords();
  return (
    <Note tone="calm" title={t("exports.no_folder")}>
      <p>{t("exports.no_folder_help")}</p>
      <p className="after-told" translate="no"><Copied text={SETTING} label={t("exports.no_folder")} className="secret wrap lines" /></p>
    </Note>
  );
}
