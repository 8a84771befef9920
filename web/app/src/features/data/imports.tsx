// Imports of files: rows read, taken and left out; of those left out why, with the first ones to look at and all of them to
// take along for whoever mends the file.
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { Fragment, type ReactNode, useState } from "react";
import { importsQuery, leftOutRows } from "../../api/queries";
import type { Import, LeftOut, LeftOutRow } from "../../api/schema";
import { RealClock } from "../../app/zone";
import { useWords } from "../../i18n/context";
import { Answer, Broken, Empty } from "../../ui/states";
import { save } from "../../ui/save";
import { byFile, type FatesOfFile, type FileRole } from "../files/roles";
import { asCsv } from "./csv";
import { Cure } from "./cure";

const intoView = (element: HTMLElement | null) => element?.closest("section")?.scrollIntoView();

export function Imports() {
  const { t } = useWords();
  const query = useQuery(importsQuery);
  // Whoever comes for them is led to them, once they are there.
  const isWanted = useLocation().hash === "imports";
  return (
    <section className="panel flush" id="imports" aria-labelledby="imports-title">
      <div className="panel-head"><h2 className="section-title" id="imports-title">{t("imports.title")}</h2><RealClock /></div>
      <Answer query={query} lines={3}>
        {(all) => (all.length === 0 ? <Empty title={t("imports.none")} help={t("imports.none_help")} /> : <div ref={isWanted ? intoView : null}>{all.map((one, index) => <One key={one.id} one={one} open={isWanted && index === 0} />)}</div>)}
      </Answer>
    </section>
  );
}

function One({ one, open }: { one: Import; open: boolean }) {
  const { t, code, format } = useWords();
  const sum = (of: "rows" | "taken") => one.files.reduce((all, file) => all + file[of], 0);
  const left = sum("rows") - sum("taken");
  return (
    <details className="quarantined" open={open}>
      <summary>
        <strong>{t("imports.of", { source: one.source ? code("source", one.source) : one.mapping, time: format.dateTime(one.at) })}</strong>{" "}
        <span className="muted">{left === 0 ? t("imports.all_taken", { rows: sum("rows") }) : t("imports.counted", { rows: sum("rows"), taken: sum("taken"), left })}</span>
      </summary>
      <FatesOfFiles files={one.files} mapping={null} shown={(cause, { fate, at }) => <Cause id={one.id} file={at} name={fate.file} cause={cause} />} />
    </details>
  );
}

interface OfFates { files: Import["files"]; /** By which they were read, where it is known. */ mapping: string | null; shown(cause: LeftOut, read: FatesOfFile["reads"][number]): ReactNode }

/** What became of the rows, file by file: of one that was read for several things each is said. */
export function FatesOfFiles({ files, mapping, shown }: OfFates) {
  const { t, code } = useWords();
  const counted = ({ rows, taken }: Import["files"][number]) => (taken === rows ? t("imports.all_taken", { rows }) : t("imports.counted", { rows, taken, left: rows - taken }));
  const as = (role: FileRole | null) => (role === null ? null : `${role === "beside" ? t("imports.beside") : t("imports.as", { role: code("file_role", role) })}: `);
  const causes = (read: FatesOfFile["reads"][number]) => read.fate.left_out.map((cause) => <Fragment key={cause.code}>{shown(cause, read)}</Fragment>);
  return byFile(files, mapping).map(({ file, reads }) => {
    const [only, ...more] = reads;
    return (
      <div key={file} className="import-file">
        <h3 className="eyebrow">{file}{only !== undefined && more.length === 0 ? <span className="muted"> {as(only.role)}{counted(only.fate)}</span> : <span className="muted"> {t("imports.several", { count: reads.length })}</span>}</h3>
        {only !== undefined && more.length === 0 ? causes(only) : (
          <ul className="import-reads">
            {reads.map((read) => <li key={read.at}><span className="small">{as(read.role)}{counted(read.fate)}</span>{causes(read)}</li>)}
          </ul>
        )}
      </div>
    );
  });
}

interface OfCause { id: string; file: number; name: string; cause: LeftOut }

function Cause({ id, file, name, cause }: OfCause) {
  const { t } = useWords();
  const [pages, setPages] = useState<{ rows: LeftOutRow[]; next: string | null }>({ rows: cause.examples, next: null });
  const [shownAll, showAll] = useState(cause.examples.length >= cause.kept);
  const more = useMutation({
    mutationFn: (after: string) => leftOutRows(id, file, cause.code, after),
    onSuccess: (page, after) => {
      setPages((before) => ({ rows: after === "0" ? page.rows : [...before.rows, ...page.rows], next: page.next }));
      showAll(page.next === null);
    },
  });
  const download = useMutation({ mutationFn: () => everyRow(id, file, cause.code), onSuccess: (rows) => save(`${name.replace(/\W+/g, "-")}-${cause.code}.csv`, asCsv(rows), "text/csv") });
  const failed = more.error ?? download.error;
  return (
    <CauseShown cause={cause} rows={pages.rows} action={cause.kept > 0 ? <Button size="compact-sm" variant="subtle" loading={download.isPending} onClick={() => download.mutate()}>{t(cause.kept < cause.rows ? "imports.download_first" : "imports.download", { count: cause.kept })}</Button> : null}>
      {failed ? <Broken error={failed} /> : null}
      {shownAll ? null : <Button size="compact-sm" variant="default" loading={more.isPending} onClick={() => more.mutate(pages.next ?? "0")}>{t("imports.more")}</Button>}
    </CauseShown>
  );
}

/** Columns of a file beside it that nothing was found for say nothing. */
const withoutEmptyEnd = (text: string) => text.replace(/(?:\s*·\s*)+$/, "");

interface Shown { cause: LeftOut; rows: LeftOutRow[]; action?: ReactNode; children?: ReactNode }

/** Why rows were left out, how many, and those of them that are to be looked at. */
export function CauseShown({ cause, rows, action, children }: Shown) {
  const { t, code } = useWords();
  return (
    <div className="import-cause">
      <div className="panel-head">
        <span><span className={`chip ${cause.wrong ? "warn" : ""}`}>{t(cause.wrong ? "imports.refused" : "imports.nothing")}</span> {code("left_out", cause.code)} <span className="muted">{t("imports.rows", { count: cause.rows })}</span></span>
        {action}
      </div>
      {cause.wrong ? <Cure of={cause.code} /> : null}
      <ul className="import-rows" tabIndex={0} aria-label={code("left_out", cause.code)}>
        {rows.map((row) => (
          <li key={row.row}>
            <span className="muted small">{t("imports.row", { row: row.row })}{row.column ? ` · ${row.column}: „${row.excerpt}“` : null}</span>
            <span className="mono">{withoutEmptyEnd(row.text)}</span>
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
}

async function everyRow(id: string, file: number, code: string): Promise<LeftOutRow[]> {
  const rows: LeftOutRow[] = [];
  for (let after: string | null = "0"; after !== null; ) {
    const page: Awaited<ReturnType<typeof leftOutRows>> = await leftOutRows(id, file, code, after);
    rows.push(...page.rows);
    after = page.next;
  }
  return rows;
}
