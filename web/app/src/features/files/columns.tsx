// The second step: what the columns hold and what they mean, file by file, beside the first rows; what is still open; and
// the mapping that comes of it, as text for whoever wants to say more.
import { Button, Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ImportError, LookedAt, LookedAtFile } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Broken } from "../../ui/states";
import { meant, NO_WORK } from "./bundle";
import { told } from "./causes";
import { ColumnTable } from "./column-table";
import { FirstRows } from "./first-rows";
import { MappingText } from "./mapping-text";
import { MoreOfOrders } from "./more";
import { Note } from "./note";
import { readsOrders, type Refined, saysMore, stillOpen } from "./refine";
import { useRefined } from "./use-refined";
import type { Working } from "./work";

export function ColumnsStep({ query, working }: { query: UseQueryResult<LookedAt>; working: Working }) {
  const { t } = useWords();
  if (query.data === undefined) {
    return query.isError ? <Broken error={query.error} retry={() => void query.refetch()} /> : <div role="status" aria-label={t("files.looking")}><Skeleton height={180} /></div>;
  }
  return <Looked looked={query.data} query={query} working={working} />;
}

function Looked({ looked, query, working }: { looked: LookedAt; query: UseQueryResult<LookedAt>; working: Working }) {
  const { t } = useWords();
  const { work, change } = working;
  const byHand = work.text !== null;
  const all = useRefined(looked, work);
  return (
    <div className="stack" aria-busy={query.isFetching}>
      {query.isError ? <Broken error={query.error} retry={() => void query.refetch()} /> : null}
      {looked.unreadable.length > 0 ? (
        <Note tone="bad" title={t("files.unreadable", { count: looked.unreadable.length })}>
          <ul className="plain-list">
            {looked.unreadable.map(({ file, error }) => <li key={file}><strong>{file}</strong> <Cause error={error} file={file} /></li>)}
          </ul>
        </Note>
      ) : null}
      {byHand ? (
        <Note tone="warn">
          <div className="notice"><span>{t("files.text_counts")}</span><Button size="compact-sm" variant="default" onClick={() => change({ text: null })}>{t("files.meanings_back")}</Button></div>
        </Note>
      ) : null}
      {looked.files.map((file) => (
        <OfFile
          key={file.file}
          file={file}
          open={stillOpen(file.file, looked, all, work)}
          mapping={work.text ?? all.mapping}
          missing={byHand ? [] : all.missing.filter((one) => one.file === file.file)}
          working={working}
        />
      ))}
      {looked.problem && !byHand && looked.files.length > 0 && all.reads.length === 0 ? <Note tone="warn" title={t("files.problem")}><Cause error={looked.problem} /></Note> : null}
      {(work.meanings.length > 0 || saysMore(work.more)) && !byHand ? (
        <p className="muted small actions" style={{ margin: 0 }}>{work.meanings.length > 0 ? t("files.meanings_changed", { count: work.meanings.length }) : t("files.more_changed")} <button type="button" className="as-link" onClick={() => change({ meanings: NO_WORK.meanings, more: NO_WORK.more })}>{t("files.meanings_back")}</button></p>
      ) : null}
      {readsOrders(looked) ? <MoreOfOrders looked={looked} working={working} /> : null}
      {looked.files.length > 0 ? <MappingText proposed={all.mapping} working={working} /> : null}
    </div>
  );
}

function OfFile({ file, mapping, open, missing, working }: { file: LookedAtFile; mapping: string; open: LookedAt["open"]; missing: Refined["missing"]; working: Working }) {
  const { t, code } = useWords();
  const { work, change } = working;
  const [sheet, ...others] = file.sheets;
  return (
    <section className="looked-file" aria-label={file.file}>
      <div className="panel-head">
        <h3 className="looked-name">{file.file}</h3>
        <span className="muted small">
          {t("files.rows_looked", { count: file.looked_at })}{file.unusable > 0 ? `, ${t("files.rows_unusable", { count: file.unusable })}` : null}
        </span>
      </div>
      {sheet !== undefined ? <p className="muted small looked-sheets">{t("files.sheet", { sheet })}{others.length > 0 ? ` ${t("files.sheets_other", { sheets: others.join(", ") })}` : null}</p> : null}
      {missing.map(({ what }, index) => <Note key={index} tone="warn">{t(`files.own_missing_${what}`)}</Note>)}
      {open.length > 0 && missing.length === 0 ? (
        <Note tone="warn" title={t("files.questions")}>
          {open.map(({ question }) => <p key={question}>{code("question", question)}</p>)}
        </Note>
      ) : null}
      <div className="looked-parts">
        <ColumnTable file={file} mapping={mapping} said={work.meanings} disabled={work.text !== null} say={(column, meaning) => change({ meanings: meant(work.meanings, { file: file.file, column, meaning }) })} />
        <FirstRows file={file} />
      </div>
    </section>
  );
}

export function Cause({ error, file = "" }: { error: ImportError; file?: string }) {
  const { t } = useWords();
  const { cause, cure, own } = told(t, error, file);
  // What the app has no words for is told as the server wrote it, which is in English.
  return <span className="cause"><span lang={own ? "en" : undefined}>{cause}</span>{cure ? <span> {t("files.cure", { cure })}</span> : null}</span>;
}
