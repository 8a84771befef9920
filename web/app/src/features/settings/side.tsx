// What changed rules would change, what keeps them from being published, and publishing them, which one press takes back.
import { Button } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Failure } from "../../api/client";
import type { SchemaChange } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import type { Deed } from "../../app/roles";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { Note } from "../files/note";
import { problemWords } from "../programmes/problem-words";
import { isSame } from "../schema/own";
import { Change } from "../schema/versions";
import { RULES_TOUCH } from "./rules";
import { ruleName } from "./said";

interface OfSide<T> {
  base: T;
  after: T;
  /** As the history tells them; `names` of parts that have one of their own. */
  changes: SchemaChange[];
  names?: Record<string, string>;
  /** Places in the form that are red. */
  troubles: number;
  /** What the server said of the draft. */
  judged: unknown;
  may: Deed;
  act(to: T): Promise<T>;
  taken(now: T): void;
  discard(): void;
  /** Below the changes. */
  children?: ReactNode;
}

interface Act<T> { to: T; back: T; isBack: boolean }

export function Side<T>({ base, after, changes, names = {}, troubles, judged, may, act, taken, discard, children }: OfSide<T>) {
  const words = useWords();
  const { t } = words;
  const { allowed, why: forbidden } = useMay(may);
  const deed = useDeed<Act<T>, T>({
    act: ({ to }) => act(to),
    touches: RULES_TOUCH,
    said: (_, { isBack }) => t(isBack ? "schema.edit.back" : "rules.published"),
    undo: ({ to, back, isBack }) => (isBack ? null : { to: back, back: to, isBack: true }),
    onDone: taken,
    quiet: true,
  });
  const isChanged = !isSame(base, after);
  useBlocker({ shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !window.confirm(t("forms.leave")), enableBeforeUnload: isChanged && allowed, disabled: !isChanged || !allowed || deed.isPending });
  const error = deed.error !== null && isSame(deed.variables?.to, after) ? deed.error : judged;
  const problems = isChanged && error instanceof Failure ? error.problems : [];
  const stopped = forbidden ?? (troubles > 0 ? t("schema.edit.incomplete", { count: troubles }) : !isChanged ? t("forms.unchanged") : problems.length > 0 ? t("schema.edit.trouble") : undefined);
  return (
    <section className="panel stack own-coming" aria-labelledby="rules-coming">
      <h2 className="section-title" id="rules-coming">{t("schema.edit.coming")}</h2>
      {changes.length === 0 ? <p className="muted after">{t(isChanged ? "rules.other_order" : "schema.edit.unchanged")}</p> : (
        <ul className="diff" aria-label={t("schema.edit.coming")}>{changes.map((change) => <Change key={change.id} change={change} name={names[change.id] ?? ruleName(words, change.part, change.id) ?? change.id} />)}</ul>
      )}
      {children}
      {problems.length > 0 ? (
        <Note tone="bad" title={t("schema.edit.trouble")}>
          <ul className="plain-list">{problems.map((problem, index) => { const { cause, cure } = problemWords(words, problem); return <li key={index}>{cause}{cure ? ` ${t("files.cure", { cure })}` : ""}</li>; })}</ul>
        </Note>
      ) : isChanged && error ? <Note tone="bad" title={failureWords(words, error).title}>{failureWords(words, error).help}</Note> : null}
      <div className="actions">
        <Button disabled={stopped !== undefined} title={stopped} loading={deed.isPending} onClick={() => deed.mutate({ to: after, back: base, isBack: false })}>{t("forms.publish")}</Button>
        {isChanged ? <Button variant="subtle" color="gray" disabled={deed.isPending} onClick={() => { discard(); deed.reset(); }}>{t("schema.edit.discard")}</Button> : null}
      </div>
      <p className="muted small after">{stopped ?? t("schema.edit.publish_help")}</p>
    </section>
  );
}
