// The second step: what the columns hold and what they mean, file by file, beside the first rows; what is still open; and
// the mapping that comes of it, as text for whoever wants to say more.
import { Button, Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import type { ImportError, LookedAt } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Broken } from "../../ui/states";
import { NO_WORK } from "./bundle";
import { told } from "./causes";
import { FilesBar } from "./files-bar";
import { FrameLine } from "./frame";
import { MappingText } from "./mapping-text";
import { MoreOfOrders } from "./more";
import { Note } from "./note";
import { OfFile } from "./of-file";
import { readsOrders, saysMore, saysOfOrders, stillOpen, unreadFiles } from "./refine";
import { readsOf } from "./roles";
import { useRefined } from "./use-refined";
import type { Working } from "./work";

/** From so many on what is not read is folded away at first. */
const MANY_COLUMNS = 24;
const placeOf = (file: string) => `file-${file.replace(/[^\w-]/g, "_")}`;

export function ColumnsStep({ query, working }: { query: UseQueryResult<LookedAt>; working: Working }) {
  const { t } = useWords();
  if (query.data === undefined) {
    return query.isError ? <Broken error={query.error} retry={() => void query.refetch()} /> : <div role="status" aria-label={t("files.looking")}><Skeleton height={180} /></div>;
  }
  return <Looked looked={query.data} query={query} working={working} />;
}

function Looked({ looked, query, working }: { looked: LookedAt; query: UseQueryResult<LookedAt>; working: Working }) {
  const { t, code } = useWords();
  const { work, change } = working;
  const byHand = work.text !== null;
  const all = useRefined(looked, work);
  const mapping = work.text ?? all.mapping;
  const unread = unreadFiles(looked, all, work);
  const columns = looked.files.reduce((sum, file) => sum + file.columns.length, 0);
  /** Little is seen at a glance; of much first what counts. */
  const [only, setOnly] = useState(columns > MANY_COLUMNS);
  const isUnknown = (file: string) => looked.open.some((one) => one.file === file && one.question === "what_is_it");
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
      {looked.files.length > 0 ? <FrameLine mapping={mapping} working={working} /> : null}
      {looked.files.length > 1 || columns > MANY_COLUMNS ? <FilesBar files={looked.files.map(({ file }) => ({ id: placeOf(file), file }))} reads={readsOf(mapping)} only={only} setOnly={setOnly} /> : null}
      {looked.files.map((file) => (
        <OfFile
          key={file.file}
          id={placeOf(file.file)}
          file={file}
          open={stillOpen(file.file, looked, work)}
          mapping={mapping}
          missing={byHand ? [] : all.missing.filter((one) => one.file === file.file)}
          unread={looked.files.length > 1 && unread.includes(file.file)}
          only={only}
          working={working}
        />
      ))}
      {looked.files.length > 1 && unread.some((file) => isUnknown(file)) ? (
        <details className="mapping-text">
          <summary>{t("files.rests_why")}</summary>
          <p className="muted small after">{code("question", "what_is_it")}</p>
        </details>
      ) : null}
      {looked.problem && !byHand && looked.files.length > 0 ? <Note tone="warn" title={t("files.problem")}><Cause error={looked.problem} /></Note> : null}
      {(work.meanings.length > 0 || saysMore(work.more)) && !byHand ? (
        <p className="muted small actions" style={{ margin: 0 }}>{work.meanings.length > 0 ? t("files.meanings_changed", { count: work.meanings.length }) : t(saysOfOrders(work.more) ? "files.more_changed" : "files.more_said")} <button type="button" className="as-link" onClick={() => change({ meanings: NO_WORK.meanings, more: NO_WORK.more })}>{t("files.meanings_back")}</button></p>
      ) : null}
      {readsOrders(looked) ? <MoreOfOrders looked={looked} mapping={mapping} working={working} /> : null}
      {looked.files.length > 0 ? <MappingText proposed={all.mapping} working={working} /> : null}
    </div>
  );
}

export function Cause({ error, file = "" }: { error: ImportError; file?: string }) {
  const { t } = useWords();
  const { cause, cure, own, exact } = told(t, error, file);
  // What the app has no words for is told as the server wrote it, which is in English.
  return <span className="cause"><span lang={own ? "en" : undefined}>{cause}</span>{cure ? <span> {t("files.cure", { cure })}</span> : null}{exact ? <span className="muted small exact" lang="en">{exact}</span> : null}</span>;
}
