// The first rows of a file as they stand there; wide ones are scrolled in place.
import type { LookedAtFile } from "../../api/schema";
import { useWords } from "../../i18n/context";

export function FirstRows({ file, hidden }: { file: LookedAtFile; hidden: string[] }) {
  const { t } = useWords();
  const isShown = (_: unknown, index: number) => !hidden.includes(file.columns[index]?.name ?? "");
  return (
    <div className="first-rows">
      <h4 className="eyebrow">{t("files.first_rows")}</h4>
      {file.rows.length === 0 ? <p className="muted">{t("files.no_rows")}</p> : (
        <div className="scroll-x first-rows-box" tabIndex={0} role="region" aria-label={t("files.first_rows_of", { file: file.file })}>
          <table>
            <thead><tr>{file.columns.filter(isShown).map((column, index) => <th key={index} scope="col">{column.name}</th>)}</tr></thead>
            <tbody>{file.rows.map((row, at) => <tr key={at}>{row.filter(isShown).map((text, index) => <td key={index}>{text}</td>)}</tr>)}</tbody>
          </table>
        </div>
      )}
    </div>
  );
}
