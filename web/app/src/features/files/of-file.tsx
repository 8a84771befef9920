// One file of the second step: its columns beside its first rows; one of which nothing is read is a line, until somebody
// wants to read it after all.
import { useId, useState } from "react";
import type { LookedAt, LookedAtFile } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { meant } from "./bundle";
import { ColumnTable, useColumns } from "./column-table";
import { ConsentFields } from "./consent-fields";
import { FirstRows } from "./first-rows";
import { Note } from "./note";
import { withoutPurpose } from "./proof";
import { type Refined, rests } from "./refine";
import { readsOf } from "./roles";
import type { Working } from "./work";

interface Of { id: string; file: LookedAtFile; mapping: string; open: LookedAt["open"]; missing: Refined["missing"]; /** Nothing is read of it. */ unread: boolean; /** Only what is read is to be seen. */ only: boolean; working: Working }

export function OfFile({ id, file, mapping, open, missing, unread, only, working }: Of) {
  const { t, code } = useWords();
  const { work, change } = working;
  const of = useColumns(file, mapping, work.meanings);
  const [opened, setOpened] = useState(false);
  /** Once somebody reads it after all, none of its columns goes away while they choose. */
  const [shown, setShown] = useState(false);
  const body = useId();
  const hidden = only && !unread && !shown ? of.foldable : [];
  const isFolded = unread && !opened;
  const agrees = readsOf(mapping).some((read) => read.file === file.file && read.role === "consents");
  const asksPurpose = work.text === null && withoutPurpose(mapping, work.more).includes(file.file);
  const [sheet, ...others] = file.sheets;
  const asks = open.filter(({ question }) => question !== "what_is_it" || !unread);
  return (
    <section id={id} tabIndex={-1} className={`looked-file ${unread ? "is-unread" : ""}`} aria-label={file.file}>
      <div className="panel-head">
        <h3 className="looked-name">{file.file}{unread ? <span className="muted looked-rest"> {t("files.rests")}</span> : null}</h3>
        {unread
          ? <button type="button" className="as-link small" aria-expanded={opened} aria-controls={body} aria-label={t(opened ? "files.fold_of" : "files.read_after_all_of", { file: file.file })} onClick={() => { setOpened(!opened); setShown(true); }}>{t(opened ? "files.fold" : "files.read_after_all")}</button>
          : <span className="muted small">{t("files.rows_looked", { count: file.looked_at })}{file.unusable > 0 ? `, ${t("files.rows_unusable", { count: file.unusable })}` : null}</span>}
      </div>
      {missing.map(({ what }, index) => <Note key={index} tone="warn">{t(`files.own_missing_${what}`)}</Note>)}
      {(asks.length > 0 || asksPurpose) && missing.length === 0 ? rests(asks) && unread ? asks.map(({ question }) => <p key={question} className="muted small looked-why">{code("question", question)}</p>) : (
        <Note tone="warn" title={t("files.questions")}>
          {asks.map(({ question }) => <p key={question}>{code("question", question)}</p>)}
          {asksPurpose ? <p>{t("files.purpose_question")}</p> : null}
        </Note>
      ) : null}
      <div id={body}>
        {isFolded ? null : (
          <>
            {sheet !== undefined ? <p className="muted small looked-sheets">{t("files.sheet", { sheet })}{others.length > 0 ? ` ${t("files.sheets_other", { sheets: others.join(", ") })}` : null}</p> : null}
            <div className="looked-parts">
              <div>
                <ColumnTable file={file} of={of} hidden={hidden} disabled={work.text !== null} say={(column, meaning) => change({ meanings: meant(work.meanings, { file: file.file, column, meaning }) })} />
                {only && !unread && of.foldable.length > 0 ? (
                  <p className="small folded-columns"><span className="muted">{t("files.columns_unread", { count: of.foldable.length })}</span> <button type="button" className="as-link" aria-expanded={shown} aria-label={t(shown ? "files.columns_fold_of" : "files.columns_show_of", { file: file.file })} onClick={() => setShown(!shown)}>{t(shown ? "files.fold" : "files.columns_show")}</button></p>
                ) : null}
                {agrees ? <ConsentFields file={file} mapping={mapping} working={working} /> : null}
              </div>
              <FirstRows file={file} hidden={hidden} />
            </div>
          </>
        )}
      </div>
    </section>
  );
}
