// One refused row: what it says, what is wrong with which field, what may have been meant, and its fields to correct.
import { Button, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import type { RefusedGroup, RefusedRow, RowCorrected } from "../../api/schema";
import { refusedQuery } from "../../api/queries";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { aligned, inLines, inOneLine } from "./aligned";
import { Cure } from "./cure";
import { REFUSED_KEYS } from "./refused";

interface Shown { group: RefusedGroup; row: RefusedRow; canBeRead: boolean; /** It waits no more. */ letIn(): void; discard(): void }

export function Row({ group, row, canBeRead, letIn, discard }: Shown) {
  const { t, code } = useWords();
  const { allowed, why } = useMay("redrive");
  const canBeMended = canBeRead && row.cells.length > 0;
  // Whoever corrected one fault of it comes for the next.
  const [{ detail }] = useUrlState();
  const isNext = detail === row.id && canBeMended && allowed;
  const fields = isDocument(group) ? row.cells.map(inLines) : aligned(row);
  const [cells, setCells] = useState<string[] | null>(isNext ? fields : null);
  const edit = (meant?: string) => setCells(fields.map((cell, at) => (meant !== undefined && row.columns[at] === row.column ? meant : cell)));
  return (
    <li>
      <div className="refused-head">
        <span>
          <strong>{t("imports.row", { row: row.row })}</strong>
          {row.person ? <> <Link className="small" to={paths.customers} search={{ query: row.person }}>{t("data.quarantine_person", { person: row.person })}</Link></> : null}
          {row.changed ? <> <span className="chip">{t("data.refused_changed")}</span></> : null}
        </span>
        <span className="actions">
          {canBeMended && cells === null ? <Button size="compact-sm" variant="default" disabled={!allowed} title={why} aria-label={t("data.refused_correct_of", { row: row.row })} onClick={() => edit()}>{t("data.refused_correct")}</Button> : null}
          <Button size="compact-sm" variant="subtle" disabled={!allowed} title={why} aria-label={t("data.quarantine_discard_of", { name: t("imports.row", { row: row.row }) })} onClick={discard}>{t("data.quarantine_discard")}</Button>
        </span>
      </div>
      {row.meant && cells === null && canBeMended ? (
        <p className="refused-meant small">{t("data.refused_meant", { name: row.meant })} <button type="button" className="as-link" disabled={!allowed} title={why} onClick={() => edit(row.meant ?? undefined)}>{t("data.refused_take")}</button></p>
      ) : null}
      {row.cells.length === 0 ? <p className="muted small">{t("data.refused_too_long")}</p> : null}
      {cells === null && isDocument(group) ? <Document group={group} row={row} /> : cells === null ? <Said row={row} /> : <Edit group={group} row={row} isNext={isNext} cells={cells} change={setCells} letIn={letIn} />}
      {row.column === null && row.excerpt !== "" ? <p className="muted small">{code("left_out", row.code)}: <span className="mono">{row.excerpt}</span></p> : null}
    </li>
  );
}

/** Of an export of web analytics: a visit or an event, as the tool wrote it. */
function isDocument({ role }: RefusedGroup): boolean {
  return role === "analytics";
}

function Document({ group, row }: { group: RefusedGroup; row: RefusedRow }) {
  const { t, code } = useWords();
  if (row.cells.length === 0) return null;
  return <pre className="mono refused-document" tabIndex={0} aria-label={`${t("imports.row", { row: row.row })}, ${code("file_role", group.role)}`}>{row.cells.map(inLines).join("\n")}</pre>;
}

/** Its fields by their columns; where it has more or fewer, as they stand there. */
function Said({ row }: { row: RefusedRow }) {
  if (row.cells.length !== row.columns.length) return <p className="mono refused-raw">{row.cells.join(" | ")}</p>;
  return (
    <dl className="refused-cells">
      {row.columns.map((column, at) => (
        <div key={`${column} ${at}`} className={column === row.column ? "wrong" : undefined}>
          <dt>{column}</dt>
          <dd>{row.cells[at] === "" ? "–" : row.cells[at]}</dd>
        </div>
      ))}
    </dl>
  );
}

interface OfEdit { group: RefusedGroup; row: RefusedRow; /** It was corrected, and is wrong in another way now. */ isNext: boolean; cells: string[]; change(cells: string[] | null): void; letIn(): void }

function Edit({ group, row, isNext, cells, change, letIn }: OfEdit) {
  const { t, code } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  // It is refused anew with each try; what the list shows follows when it is asked for again.
  const [now, setNow] = useState(row);
  const why = ({ column, code: of }: RefusedRow) => (column ? t("data.refused_in", { column, reason: code("left_out", of) }) : code("left_out", of));
  const isOther = (left: RefusedRow) => left.code !== group.code || left.column !== group.column;
  const deed = useDeed({
    act: async () => {
      const told = await post<RowCorrected>("/quarantine/corrections", { id: row.id, cells: isDocument(group) ? cells.map(inOneLine) : cells });
      // Wrong in another way it waits in another group, and is gone on with there.
      if (told.row !== null && isOther(told.row)) {
        const left = told.row;
        const { groups } = await client.fetchQuery({ ...refusedQuery, staleTime: 0 });
        const next = groups.find((one) => one.source === group.source && one.file === group.file && one.role === group.role && one.code === left.code && one.column === left.column);
        if (next !== undefined) await navigate({ to: paths.refused, params: { group: next.id }, search: { detail: left.id }, replace: true });
      }
      return told;
    },
    touches: REFUSED_KEYS,
    onDone: ({ row: left }) => { if (left) setNow(left); else letIn(); },
    said: ({ let_in, row: left }) => (let_in ? t("data.refused_let_in", { count: 1 }) : left !== null && isOther(left) ? t("data.refused_other", { row: left.row, why: why(left) }) : t("data.refused_still")),
  });
  const reason = code("left_out", now.code);
  return (
    <form className="refused-edit" onSubmit={(event) => { event.preventDefault(); deed.mutate(); }}>
      {row.cells.length === row.columns.length ? null : <p className="mono refused-raw">{row.cells.join(" | ")}</p>}
      <div className="refused-fields">
        {row.columns.map((column, at) => (
          isDocument(group) ? <Textarea key={column} className="refused-whole" size="sm" autosize minRows={6} maxRows={24} label={t("data.refused_document")} error={now.column ? why(now) : reason} value={cells[at] ?? ""} spellCheck={false} autoFocus={isNext} onChange={(event) => change(cells.map((cell, own) => (own === at ? event.currentTarget.value : cell)))} /> :
          <TextInput key={`${column} ${at}`} size="sm" label={column} value={cells[at] ?? ""} data-autofocus={(isNext && column === now.column) || undefined} autoFocus={isNext && column === now.column} error={column === now.column ? reason : undefined} onChange={(event) => change(cells.map((cell, own) => (own === at ? event.currentTarget.value : cell)))} />
        ))}
      </div>
      {now.column === null && !isDocument(group) ? <p className="small" role="status">{reason}</p> : null}
      {now.code === group.code ? null : <Cure of={now.code} />}
      <div className="actions">
        <Button type="submit" size="compact-sm" loading={deed.isPending}>{t("data.refused_let")}</Button>
        <Button size="compact-sm" variant="subtle" onClick={() => change(null)}>{t("action.cancel")}</Button>
      </div>
    </form>
  );
}
