// All settings as one text, for what has no page of its own: checked while somebody types, line by line beside what is live, and
// taken back by one press.
import { Button, Checkbox, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useBlocker } from "@tanstack/react-router";
import { useState } from "react";
import { Failure, post } from "../../api/client";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, failureWords } from "../../ui/states";
import { Note } from "../files/note";
import { problemWords } from "../programmes/problem-words";
import { TextDiff } from "../programmes/text-diff";
import { RULES_TOUCH } from "./rules";
import { documentQuery, putDocument, type SettingsText } from "./whole";

const TYPING_MS = 600;

interface Act extends SettingsText { drop: boolean; back: string; isBack: boolean }

export function SettingsDocumentPage() {
  const { t } = useWords();
  const query = useQuery(documentQuery);
  return (
    <>
      <PageHead title={t("rules.document")} lead={<><Link to={paths.settings}>{t("settings.title")}</Link> · {t("rules.document.lead")}</>} />
      <Answer query={query} lines={12}>{({ text }) => <Edit live={text} />}</Answer>
    </>
  );
}

function Edit({ live }: { live: string }) {
  const words = useWords();
  const { t } = words;
  const { allowed, why: forbidden } = useMay("people");
  const [base, setBase] = useState(live);
  const [text, setText] = useState(live);
  const [drop, setDrop] = useState(false);
  const [asked] = useDebouncedValue(text, TYPING_MS);
  const isChanged = text !== base;
  const judged = useQuery({
    queryKey: ["settings judged", "document", asked, drop], queryFn: () => post<unknown>("/settings/document/check", { text: asked, drop }).then(() => true),
    enabled: asked !== base && allowed, staleTime: 60_000, retry: false,
  });
  const deed = useDeed<Act, SettingsText>({
    act: ({ text, drop }) => putDocument(text, drop),
    touches: RULES_TOUCH,
    said: (_, { isBack }) => t(isBack ? "schema.edit.back" : "rules.published"),
    // What came by the change goes with it.
    undo: ({ text, back, isBack }) => (isBack ? null : { text: back, drop: true, back: text, isBack: true }),
    onDone: ({ text }) => { setBase(text); setText(text); setDrop(false); },
    quiet: true,
  });
  useBlocker({ shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !window.confirm(t("forms.leave")), enableBeforeUnload: isChanged && allowed, disabled: !isChanged || !allowed || deed.isPending });
  const isJudged = asked === text && !judged.isFetching;
  const error = !isChanged ? null : deed.error !== null && deed.variables.text === text ? deed.error : isJudged ? judged.error : null;
  const problems = error instanceof Failure ? error.problems : [];
  const stopped = forbidden ?? (!isChanged ? t("forms.unchanged") : error ? t("schema.edit.trouble") : !isJudged ? t("rules.document.judging") : undefined);
  return (
    <div className="split">
      <section className="panel stack rules-form" aria-label={t("rules.document.text")}>
        <Textarea label={t("rules.document.text")} description={t("rules.document.text_help")} value={text} readOnly={!allowed} onChange={(event) => setText(event.currentTarget.value)} rows={30} translate="no" spellCheck={false} classNames={{ input: "yaml" }} />
        <Checkbox label={t("rules.document.drop")} description={t("rules.document.drop_help")} checked={drop} disabled={!allowed} onChange={(event) => setDrop(event.currentTarget.checked)} />
      </section>
      <div className="plan-side">
        <section className="panel stack own-coming" aria-labelledby="document-coming">
          <h2 className="section-title" id="document-coming">{t("schema.edit.coming")}</h2>
          {isChanged ? <TextDiff before={base} after={text} /> : <p className="muted after">{t("schema.edit.unchanged")}</p>}
          <div role="status">
            {problems.length > 0 ? (
              <Note tone="bad" title={t("schema.edit.trouble")}>
                <ul className="plain-list">
                  {problems.map((problem, index) => {
                    const { cause, cure, exact } = problemWords(words, problem);
                    return <li key={index}>{cause}{cure ? ` ${t("files.cure", { cure })}` : ""}{exact ? <pre className="mono excerpt">{exact}</pre> : null}</li>;
                  })}
                </ul>
              </Note>
            ) : error ? <Note tone="bad" title={failureWords(words, error).title}>{failureWords(words, error).help}</Note> : isChanged && isJudged && judged.data ? <span className="chip good">{t("rules.document.good")}</span> : null}
          </div>
          <div className="actions">
            <Button disabled={stopped !== undefined} title={stopped} loading={deed.isPending} onClick={() => deed.mutate({ text, drop, back: base, isBack: false })}>{t("forms.publish")}</Button>
            {isChanged ? <Button variant="subtle" color="gray" disabled={deed.isPending} onClick={() => { setText(base); deed.reset(); }}>{t("schema.edit.discard")}</Button> : null}
          </div>
          <p className="muted small after">{stopped ?? t("schema.edit.publish_help")}</p>
        </section>
      </div>
    </div>
  );
}
