// Entries of a table that an export fills: which database, who may write there, and how the table is called.
import { TextInput } from "@mantine/core";
import type { FileExport } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { isSamePlace, lacking, writeSql } from "../databases/at";
import { PlaceFields } from "../databases/place-fields";
import { Trouble } from "../databases/told";
import { refusalOf } from "../databases/trouble";
import { Note } from "../files/note";
import { Copied } from "../sources/copied";
import { Refusal } from "../sources/new";
import type { OfPart } from "./export-form";

export function IntoTable({ known, entries, change, said, isTried }: OfPart & { known: FileExport | null; isTried: boolean }) {
  const { t } = useWords();
  const { where, password, schema, table } = entries;
  const before = known?.to.kind === "table" ? known.to : null;
  const plain = { autoComplete: "off", spellCheck: false, autoCapitalize: "none" } as const;
  return (
    <>
      <PlaceFields where={where} set={(next) => change({ where: { ...where, ...next } })} wrong={isTried ? lacking(where) : []} password={password} setPassword={(next) => change({ password: next })} isKept={isSamePlace(before, where)} isKnown={before !== null} fileHelp={t("exports.file_help")}>
        <details className="mapping-text">
          <summary>{t("exports.grant")}</summary>
          <p className="muted small after">{t("exports.grant_help")}</p>
          <div translate="no"><Copied className="secret wrap lines" text={writeSql(where, schema, t("databases.grant_secret"))} label={t("exports.grant")} /></div>
        </details>
      </PlaceFields>
      <div className="host-port even top">
        <TextInput label={t("exports.table")} description={t("exports.table_help")} value={table} error={said("table")} maxLength={50} {...plain} onChange={(event) => change({ table: event.currentTarget.value })} />
        {where.kind === "postgres" ? <TextInput label={t("exports.schema")} description={t("exports.schema_help")} value={schema} maxLength={63} {...plain} onChange={(event) => change({ schema: event.currentTarget.value })} /> : null}
      </div>
    </>
  );
}

/** What helps who writes is another thing than what helps who reads. */
const ADVICE = { sql_refused: "exports.refused_help", sql_query_failed: "exports.not_written_help", sql_too_slow: "exports.held_help" } as const;

export function RefusedTable({ error }: { error: unknown }) {
  const { t } = useWords();
  const told = refusalOf(error);
  if (told !== null && /the folder of databases/.test(`${told.cause} ${told.help}`)) return <Note tone="bad" title={t("exports.outside_title")}><p>{t("exports.file_outside")}</p></Note>;
  if (told === null || told.code === null) return <Refusal error={error} />;
  const own = Object.entries(ADVICE).find(([code]) => code === told.code)?.[1];
  return <Trouble told={told} advice={own === undefined ? undefined : t(own)} />;
}
