// Noting what somebody did by telephone or in the shop, by whoever took it; and right after, what led to it.
import { Button, Radio, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { post } from "../../api/client";
import { actionsQuery } from "../../api/queries";
import type { ActionKind, ActionTold, Customer, NewAction } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { HowSaid, NOTE_MAX } from "../customers/how-said";
import { Note } from "../files/note";
import { ArticlePicker, CategoryPicker, OutletPicker } from "./about";
import { Cause } from "./cause";
import { asAction, CODE_MAX, type Draft, EMPTY, hasOutlet, KINDS, missing, RECEIPT_MAX, SUBJECT_MAX, usualWay } from "./draft";

const OPEN = "note";
const BUTTON = "note-act";
const RATINGS = [1, 2, 3, 4, 5];

/** The panel it opens is part of the address. */
export function NoteButton() {
  const { t } = useWords();
  const { allowed, why } = useMay("objection");
  const [{ act }, setUrl] = useUrlState();
  const isOpen = act === OPEN;
  return <Button id={BUTTON} variant="default" aria-expanded={isOpen} disabled={!allowed} title={why ?? t("act.help")} onClick={() => setUrl({ act: isOpen ? "" : OPEN })}>{t("act.note")}</Button>;
}

export function NotePanel({ customer }: { customer: Customer }) {
  const { allowed } = useMay("objection");
  const [{ act }] = useUrlState();
  return act === OPEN && allowed ? <Panel customer={customer.id} /> : null;
}

function Panel({ customer }: { customer: string }) {
  const { t } = useWords();
  const [, setUrl] = useUrlState();
  const [done, setDone] = useState<ActionTold | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const send = useDeed({
    quiet: true,
    act: (action: NewAction) => post<ActionTold>(`/customers/${customer}/actions`, action),
    touches: ["customer", "audit"],
    onDone: (told) => { setDone(told); title.current?.focus(); },
  });
  const close = () => {
    setUrl({ act: "" });
    document.getElementById(BUTTON)?.focus();
  };
  return (
    <section className="panel prose note-act" aria-labelledby="note-act-title">
      <div className="panel-head"><h2 className="section-title" id="note-act-title" ref={title} tabIndex={-1}>{t("act.note")}</h2></div>
      {done === null
        ? <><p>{t("act.lead")}</p><Form busy={send.isPending} error={send.error} close={close} send={(action) => send.mutate(action)} /></>
        : <Done customer={customer} told={done} another={() => { setDone(null); send.reset(); title.current?.focus(); }} close={close} />}
    </section>
  );
}

function Done({ customer, told, another, close }: { customer: string; told: ActionTold; another(): void; close(): void }) {
  const { t, code } = useWords();
  const all = useQuery(actionsQuery(customer));
  // As it stands after a correction.
  const { event, kind, at, cause } = all.data?.find((one) => one.event === told.event) ?? told;
  return (
    <div className="stack">
      <Note tone="calm" title={t("act.done", { kind: code("action_kind", kind) })}><Cause customer={customer} event={event} at={at} cause={cause} /></Note>
      <div className="actions">
        <Button variant="default" onClick={another}>{t("act.another")}</Button>
        <Button variant="subtle" onClick={close}>{t("action.close")}</Button>
      </div>
    </div>
  );
}

interface OfForm { busy: boolean; error: unknown; close(): void; send(action: NewAction): void }

function Form({ busy, error, close, send }: OfForm) {
  const words = useWords();
  const { t } = words;
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const { kind } = draft;
  const lacks = missing(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const action = asAction(draft);
    if (action !== null) send(action);
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <Kinds chosen={kind} choose={(next) => change({ kind: next, how: usualWay(next) })} />
      {kind === null ? null : (
        <>
          {kind === "rated" ? (
            <Radio.Group label={t("act.rating")} description={t("act.rating_help")} value={String(draft.rating ?? "")} onChange={(next) => change({ rating: Number(next) })}>
              <div className="radios in-line">{RATINGS.map((rating) => <Radio key={rating} value={String(rating)} label={t("act.of_five", { rating: String(rating) })} />)}</div>
            </Radio.Group>
          ) : null}
          {kind === "receipt_told" ? <TextInput label={t("act.receipt")} value={draft.receipt} maxLength={RECEIPT_MAX} autoComplete="off" spellCheck={false} onChange={(event) => change({ receipt: event.currentTarget.value })} /> : null}
          {hasOutlet(kind) ? <OutletPicker value={draft.outlet} choose={(outlet) => change({ outlet })} /> : null}
          <div className="host-port even top">
            <ArticlePicker value={draft.article} choose={(article) => change(article === null ? { article } : { article, category: null })} />
            <CategoryPicker value={draft.category} choose={(category) => change(category === null ? { category } : { category, article: null })} />
          </div>
          <div className="host-port even top">
            <TextInput label={t("act.code")} description={t("act.code_help")} value={draft.code} maxLength={CODE_MAX} autoComplete="off" spellCheck={false} onChange={(event) => change({ code: event.currentTarget.value })} />
            <TextInput label={t("act.subject")} description={t("act.subject_help")} value={draft.subject} maxLength={SUBJECT_MAX} autoComplete="off" onChange={(event) => change({ subject: event.currentTarget.value })} />
          </div>
          <HowSaid label={t("act.how")} how={draft.how} change={(how) => change({ how })} />
          <TextInput label={t("objection.note")} description={t("act.remark_help", { count: NOTE_MAX })} value={draft.note} maxLength={NOTE_MAX} autoComplete="off" onChange={(event) => change({ note: event.currentTarget.value })} />
        </>
      )}
      {error ? <Note tone="bad" title={failureWords(words, error).title}>{failureWords(words, error).help}</Note> : null}
      <div className="actions">
        <Button type="submit" disabled={lacks !== null} title={lacks === null ? undefined : t(lacks)} loading={busy}>{t("act.do")}</Button>
        <Button variant="subtle" onClick={close}>{t("action.cancel")}</Button>
        {lacks === null ? null : <span className="muted small">{t(lacks)}</span>}
      </div>
    </form>
  );
}

function Kinds({ chosen, choose }: { chosen: ActionKind | null; choose(kind: ActionKind): void }) {
  const { t, code } = useWords();
  return (
    <div className="stack tight">
      <span className="field-label" id="act-kinds">{t("act.what")}</span>
      <div className="kind-cards" role="radiogroup" aria-labelledby="act-kinds">
        {KINDS.map((kind) => (
          <label key={kind} className={`kind-card ${kind === chosen ? "chosen" : ""}`}>
            <input type="radio" name="act-kind" value={kind} checked={kind === chosen} autoFocus={kind === KINDS[0]} onChange={() => choose(kind)} />
            <span><strong>{code("action_kind", kind)}</strong><span className="muted small">{t(`act.kind.${kind}`)}</span></span>
          </label>
        ))}
      </div>
    </div>
  );
}
