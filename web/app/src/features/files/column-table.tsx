// The columns of a file: what each looks like, what it means, and how much of it is filled. What is not read can be folded away.
import { NativeSelect } from "@mantine/core";
import type { LookedAtFile, Meant } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { isUnused, MEANINGS, shadowed } from "./bundle";
import { ownReads, peopleOf } from "./own-reads";
import { proofColumns } from "./proof";
import { cancelledBy } from "./refine";

type Column = LookedAtFile["columns"][number];

/** What is said of each column, and of which of them nothing is read. */
export function useColumns(file: LookedAtFile, mapping: string, said: Meant[]) {
  const own = ownReads(mapping, file.file);
  const doubles = shadowed(file, peopleOf(mapping));
  const state = cancelledBy(mapping)?.column;
  const proving = proofColumns(mapping, file.file);
  const chosen = said.filter((one) => one.file === file.file);
  /** What was said counts at once, before the server has answered. */
  const meaningOf = (column: Column) => {
    const one = chosen.find(({ column: name }) => name === column.name);
    return (one ? one.meaning : column.meaning) ?? "";
  };
  const isState = (column: Column) => meaningOf(column) === "" && !own.has(column.name) && column.name === state;
  const isProof = (column: Column) => meaningOf(column) === "" && proving.includes(column.name);
  const isUnread = (column: Column) => (meaningOf(column) === "" || isUnused(meaningOf(column))) && !own.has(column.name) && !isState(column) && !isProof(column);
  /** What somebody chose just now does not go out of sight. */
  const foldable = file.columns.filter((column) => isUnread(column) && !chosen.some(({ column: name }) => name === column.name)).map(({ name }) => name);
  return { own, doubles, meaningOf, isState, isProof, isUnread, foldable };
}

const PEOPLE: readonly (string | null)[] = ["customer_number", "card"];

/** A number of somebody who comes back stands there again, where the one that is read never does. */
function recurs({ columns }: LookedAtFile, column: Column, read: string): boolean {
  return PEOPLE.includes(column.meaning) && !column.unique && columns.some(({ name, unique }) => name === read && unique);
}

interface OfTable { file: LookedAtFile; of: ReturnType<typeof useColumns>; hidden: string[]; disabled: boolean; say(column: string, meaning: string | null): void }

export function ColumnTable({ file, of: { own, doubles, meaningOf, isState, isProof, isUnread }, hidden, disabled, say }: OfTable) {
  const { t, code, format } = useWords();
  const groups = MEANINGS.map(([group, codes]) => ({ group: code("meaning_group", group), unread: group === "unread", items: codes.map((one) => ({ value: one as string, label: code("meaning", one) })) }));
  return (
    <table className="table cards columns-table" aria-label={t("files.columns_of", { file: file.file })}>
      <thead>
        <tr>
          <th scope="col">{t("files.column")}</th>
          <th scope="col">{t("files.looks")}</th>
          <th scope="col">{t("files.means")}</th>
          <th scope="col">{t("files.filled")}</th>
        </tr>
      </thead>
      <tbody>
        {file.columns.map((column, index) => {
          if (hidden.includes(column.name)) return null;
          const meaning = meaningOf(column);
          const double = doubles.get(column.name);
          const read = own.get(column.name);
          const nothing = { value: "", label: t(isState(column) ? "files.read_state" : isProof(column) ? "files.read_proof" : read === undefined ? "files.not_read" : "files.read_own") };
          return (
            <tr key={index} className={isUnread(column) ? "unread" : undefined}>
              <td className="column-name">
                <strong>{column.name}</strong>
                {column.examples[0] ? <div className="muted small example" title={column.examples.join(" · ")}>{t("files.example", { example: column.examples[0] })}</div> : null}
              </td>
              <td className="column-looks">{code("looks", column.looks)}{column.unique ? <div className="muted small">{t("files.unique")}</div> : null}</td>
              <td className="column-means">
                <NativeSelect size="xs" aria-label={t("files.means_of", { column: column.name })} disabled={disabled} value={meaning} data={groups.map(({ unread, group, items }) => ({ group, items: unread ? [nothing, ...items] : items }))} onChange={(event) => say(column.name, event.currentTarget.value || null)} />
                {read === undefined ? null : <div className="muted small">{code(read.kind, read.whole)}{read.field === null ? null : ` · ${code("field", read.field)}`}</div>}
                {isUnused(meaning) ? <div className="muted small">{t("files.unused")}</div> : null}
                {double ? <div className="small warned">{t("files.shadowed", { column: double })} {disabled ? null : <button type="button" className="as-link" aria-label={t("files.swap_of", { column: column.name, other: double })} onClick={() => say(double, null)}>{t("files.swap")}</button>}</div> : null}
                {double && recurs(file, column, double) ? <div className="small warned">{t("files.recurs", { column: double })}</div> : null}
                {column.misfits && meaning === column.meaning ? <div className="small warned">{t("files.misfits", { count: column.misfits.rows, examples: column.misfits.examples.join(" · ") })}</div> : null}
                {meaning === "full_name" ? <div className="muted small">{t("files.full_name_help")}</div> : null}
              </td>
              <td className="column-filled" data-label={t("files.filled")}>
                <span className="filled"><span className="bar" aria-hidden="true"><span style={{ width: `${100 * column.filled}%` }} /></span> {format.percent(column.filled)}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
