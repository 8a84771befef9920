// One refused row: what it says, what is wrong with which field, what may have been meant, and its fields to correct.
import { Button, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import type { RefusedRow, RowCorrected } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { aligned } from "./aligned";
import { Cure } from "./cure";
import { REFUSED_KEYS } from "./refused";

interface Shown { row: RefusedRow; canBeRead: boolean; /** It waits no more. */ letIn(): void; discard(): void }

export function Row({ row, canBeRead, letIn, discard }: Shown) {
  const { t, code } = useWords();
  const [cells, setCells] = useState<string[] | null>(null);
  const { allowed, why } = useMay("redrive");
  const canBeMended = canBeRead && row.cells.length > 0;
  const edit = (meant?: string) => setCells(aligned(row).map((cell, at) => (meant !== undefined && row.columns[at] === row.column ? meant : cell)));
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
      {cells === null ? <Said row={row} /> : <Edit row={row} cells={cells} change={setCells} letIn={letIn} />}
      {row.column === null && row.excerpt !== "" ? <p className="muted small">{code("left_out", row.code)}: <span className="mono">{row.excerpt}</span></p> : null}
    </li>
  );
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

function Edit({ row, cells, change, letIn }: { row: RefusedRow; cells: string[]; change(cells: string[] | null): void; letIn(): void }) {
  const { t, code } = useWords();
  // It is refused anew with each try; what the list shows follows when it is asked for again.
  const [now, setNow] = useState(row);
  const deed = useDeed({
    act: () => post<RowCorrected>("/quarantine/corrections", { id: row.id, cells }),
    touches: REFUSED_KEYS,
    onDone: ({ row: left }) => { if (left) setNow(left); else letIn(); },
    said: ({ let_in }) => (let_in ? t("data.refused_let_in", { count: 1 }) : t("data.refused_still")),
  });
  const reason = code("left_out", now.code);
  return (
    <form className="refused-edit" onSubmit={(event) => { event.preventDefault(); deed.mutate(); }}>
      {row.cells.length === row.columns.length ? null : <p className="mono refused-raw">{row.cells.join(" | ")}</p>}
      <div className="refused-fields">
        {row.columns.map((column, at) => (
          <TextInput key={`${column} ${at}`} size="sm" label={column} value={cells[at] ?? ""} error={column === now.column ? reason : undefined} onChange={(event) => change(cells.map((cell, own) => (own === at ? event.currentTarget.value : cell)))} />
        ))}
      </div>
      {now.column === null ? <p className="small" role="status">{reason}</p> : null}
      {now === row ? null : <Cure of={now.code} />}
      <div className="actions">
        <Button type="submit" size="compact-sm" loading={deed.isPending}>{t("data.refused_let")}</Button>
        <Button size="compact-sm" variant="subtle" onClick={() => change(null)}>{t("action.cancel")}</Button>
      </div>
    </form>
  );
}
