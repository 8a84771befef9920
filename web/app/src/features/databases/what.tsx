// The second step: a table, or what an own query gives; and what the source is called that its rows come from.
import { Button, Radio, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import type { DatabaseLooked, DatabaseTable } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { isSourceName } from "../files/bundle";
import { Refused } from "./told";
import type { What } from "./guess";

export interface Chosen extends What { id: string }
interface OfStep {
  looked: DatabaseLooked;
  /** Of a source that is connected already the name stays. */
  fixed: boolean;
  taken: string[];
  declared: string[];
  chosen: Chosen;
  change(next: Partial<Chosen>): void;
  busy: boolean;
  error: unknown;
  go(): void;
}

/** More tables are found by their names. */
const SHOWN_MAX = 40;
const COLUMNS_SHOWN = 6;

const nameOf = ({ schema, name }: Pick<DatabaseTable, "schema" | "name">) => (schema === null || schema === "public" ? name : `${schema}.${name}`);

export function WhatStep({ looked, fixed, taken, declared, chosen, change, busy, error, go }: OfStep) {
  const { t, code } = useWords();
  const [tried, tryIt] = useState(false);
  const isOwn = chosen.table === null;
  const isTaken = !fixed && taken.includes(chosen.id);
  const wrongName = isTaken ? t("sources.name_taken") : isSourceName(chosen.id) ? null : t("files.source_name_bad");
  const wrongQuery = chosen.query.trim() === "" ? t(isOwn ? "databases.query_missing" : "databases.table_missing") : null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    if (wrongName === null && wrongQuery === null) go();
  };
  const way = (next: string) => {
    if (next === "query") return change({ table: null, schema: null });
    change({ table: "", schema: null, query: "" });
  };
  return (
    <form className="stack" onSubmit={send} noValidate>
      <Radio.Group aria-label={t("databases.step_what")} value={isOwn ? "query" : "table"} onChange={way}>
        <div className="radios in-line"><Radio value="table" label={t("databases.a_table")} /><Radio value="query" label={t("databases.own_query")} /></div>
      </Radio.Group>
      {isOwn ? (
        <div className="source-form">
          <Textarea label={t("databases.query")} description={t("databases.query_help")} value={chosen.query} error={tried ? wrongQuery : null} autosize minRows={5} maxRows={20} spellCheck={false} classNames={{ input: "yaml" }} onChange={(event) => change({ query: event.currentTarget.value })} />
        </div>
      ) : (
        <Tables tables={looked.tables} chosen={chosen} error={tried ? wrongQuery : null} choose={({ schema, name, query }) => change({ schema, table: name, query })} />
      )}
      {fixed ? null : (
        <div className="source-form">
          <TextInput label={t("sources.name")} description={declared.includes(chosen.id) && !isTaken ? t("sources.name_declared", { name: code("source", chosen.id) }) : t("databases.name_help")} value={chosen.id} error={tried || isTaken ? wrongName : null} maxLength={48} autoComplete="off" spellCheck={false} autoCapitalize="none" onChange={(event) => change({ id: event.currentTarget.value })} />
        </div>
      )}
      {error ? <Refused error={error} /> : null}
      <div className="actions">
        <Button type="submit" loading={busy}>{t("databases.first_rows")}</Button>
        <span className="muted small">{t("databases.first_rows_help")}</span>
      </div>
    </form>
  );
}

function Tables({ tables, chosen, error, choose }: { tables: DatabaseTable[]; chosen: Chosen; error: string | null; choose(table: DatabaseTable): void }) {
  const { t } = useWords();
  const [sought, seek] = useState("");
  const id = useId();
  const words = sought.trim().toLowerCase();
  const found = tables.filter((table) => words === "" || nameOf(table).toLowerCase().includes(words));
  const isChosen = ({ schema, name }: DatabaseTable) => chosen.table === name && (chosen.schema ?? null) === schema;
  // What is chosen stays in sight.
  const shown = [...found.slice(0, SHOWN_MAX), ...tables.filter((table) => isChosen(table) && !found.slice(0, SHOWN_MAX).includes(table))];
  return (
    <div className="stack tight">
      {tables.length > 8 ? <TextInput label={t("databases.seek_table")} value={sought} autoComplete="off" spellCheck={false} onChange={(event) => seek(event.currentTarget.value)} /> : null}
      {tables.length === 0 ? <p className="warned">{t("databases.no_tables")}</p> : null}
      <p className="visually-hidden" role="status">{words === "" ? "" : t("databases.tables_found", { count: found.length })}</p>
      <div className="table-list" role="radiogroup" aria-label={t("databases.tables")} aria-describedby={error ? `${id}-error` : undefined}>
        {shown.map((table) => (
          <label key={nameOf(table)} className={`table-choice ${isChosen(table) ? "chosen" : ""}`}>
            <input type="radio" name={`${id}-table`} checked={isChosen(table)} onChange={() => choose(table)} />
            <span>
              <strong>{nameOf(table)}</strong>
              <span className="muted small">{t("databases.columns", { count: table.columns.length })}: {table.columns.slice(0, COLUMNS_SHOWN).join(", ")}{table.columns.length > COLUMNS_SHOWN ? " …" : ""}</span>
            </span>
          </label>
        ))}
      </div>
      {found.length > SHOWN_MAX ? <p className="muted small">{t("databases.more_tables", { count: found.length - SHOWN_MAX })}</p> : null}
      {words !== "" && found.length === 0 ? <p className="muted">{t("databases.no_table_found")}</p> : null}
      {error ? <p id={`${id}-error`} className="field-error small" role="alert">{error}</p> : null}
    </div>
  );
}
