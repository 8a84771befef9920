// The columns of a file: what each looks like, what it means, and how much of it is filled.
import { NativeSelect } from "@mantine/core";
import type { LookedAtFile, Meant } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { MEANINGS, shadowed } from "./bundle";
import { ownReads } from "./own-reads";
import { cancelledBy, OWN_MEANINGS } from "./refine";

interface OfTable { file: LookedAtFile; mapping: string; said: Meant[]; disabled: boolean; say(column: string, meaning: string | null): void }

export function ColumnTable({ file, mapping, said, disabled, say }: OfTable) {
  const { t, code, format } = useWords();
  const doubles = shadowed(file);
  const own = ownReads(mapping, file.file);
  const groups = MEANINGS.map(([group, codes]) => ({ group: code("meaning_group", group), items: codes.map((one) => ({ value: one as string, label: code("meaning", one) })) }));
  groups.at(-1)?.items.push(...OWN_MEANINGS.map((one) => ({ value: one, label: code("meaning", one) })));
  const state = cancelledBy(mapping)?.column;
  /** What was said counts at once, before the server has answered. */
  const meaningOf = (column: LookedAtFile["columns"][number]) => {
    const own = said.find((one) => one.file === file.file && one.column === column.name);
    return (own ? own.meaning : column.meaning) ?? "";
  };
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
          const meaning = meaningOf(column);
          const double = doubles.get(column.name);
          const read = own.get(column.name);
          const isState = meaning === "" && read === undefined && column.name === state;
          return (
            <tr key={index} className={meaning === "" && read === undefined && !isState ? "unread" : undefined}>
              <td className="column-name">
                <strong>{column.name}</strong>
                {column.examples[0] ? <div className="muted small example" title={column.examples.join(" · ")}>{t("files.example", { example: column.examples[0] })}</div> : null}
              </td>
              <td className="column-looks">{code("looks", column.looks)}{column.unique ? <div className="muted small">{t("files.unique")}</div> : null}</td>
              <td className="column-means">
                <NativeSelect size="xs" aria-label={t("files.means_of", { column: column.name })} disabled={disabled} value={meaning} data={[{ value: "", label: t(isState ? "files.read_state" : read === undefined ? "files.not_read" : "files.read_own") }, ...groups]} onChange={(event) => say(column.name, event.currentTarget.value || null)} />
                {read === undefined ? null : <div className="muted small">{code(read.kind, read.whole)}{read.field === null ? null : ` · ${code("field", read.field)}`}</div>}
                {double ? <div className="small warned">{t("files.shadowed", { column: double })} {disabled ? null : <button type="button" className="as-link" aria-label={t("files.swap_of", { column: column.name, other: double })} onClick={() => say(double, null)}>{t("files.swap")}</button>}</div> : null}
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
