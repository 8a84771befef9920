// Rectification: a value of the profile is corrected or taken away, with why and how it became known.
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client";
import type { Customer, SaidBy } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { Note } from "../files/note";
import { inCard } from "./card";
import { asEntered, entered, type Entered } from "./corrected";
import { HowSaid, NOTE_MAX } from "./how-said";
import { useSaid } from "./said";
import { fieldValue } from "./value";

const TEXT_MAX = 2_000;
interface Asked { field: string; value: Entered; how: SaidBy; reason: string; /** What stood there, for the way back. */ before: Entered; isBack?: boolean }

export function Correct({ customer }: { customer: Customer }) {
  const { t, code } = useWords();
  const { allowed, why } = useMay("objection");
  const [open, setOpen] = useState(false);
  const correct = useDeed({
    quiet: true,
    act: ({ field, value, how, reason }: Asked) => post(`/customers/${customer.id}/correction`, { field, ...value, how, reason }),
    touches: ["customer", "customers"],
    said: (_, { field, isBack }) => t(isBack ? "correction.undone" : "correction.done", { field: code("field", field) }),
    undo: ({ isBack, ...asked }): Asked | null => (isBack ? null : { ...asked, value: asked.before, before: asked.value, how: "correction", reason: t("correction.slip"), isBack: true }),
    onDone: () => setOpen(false),
  });
  return (
    <section className="panel prose" aria-labelledby="correction-title">
      <div className="panel-head"><h2 className="section-title" id="correction-title">{t("correction.title")}</h2></div>
      <p>{t("correction.lead")}</p>
      {open
        ? <Form customer={customer} busy={correct.isPending} error={correct.error} cancel={() => { correct.reset(); setOpen(false); }} send={(asked) => correct.mutate(asked)} />
        : <div><Button variant="default" disabled={!allowed || customer.profile.length === 0} title={why ?? (customer.profile.length === 0 ? t("correction.nothing") : undefined)} onClick={() => setOpen(true)}>{t("correction.begin")}</Button></div>}
      <Told customer={customer} />
    </section>
  );
}

interface OfForm { customer: Customer; busy: boolean; error: unknown; cancel(): void; send(asked: Asked): void }

function Form({ customer, busy, error, cancel, send }: OfForm) {
  const words = useWords();
  const { t, code } = words;
  const rows = inCard(customer.profile);
  const [field, setField] = useState(rows[0]?.field ?? "");
  const row = rows.find((one) => one.field === field);
  const [typed, type] = useState(String(row?.value ?? ""));
  const [how, setHow] = useState<SaidBy | null>(null);
  const [reason, setReason] = useState("");
  if (row === undefined) return null;
  const value = entered(row.value, typed);
  const isSame = typed.trim() === String(row.value);
  const missing = isSame ? t("correction.same") : value === null ? t("correction.type") : how === null ? t("correction.choose_how") : reason.trim() === "" ? t("correction.need_reason") : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing === undefined && value !== null && how !== null) send({ field, value, how, reason: reason.trim(), before: asEntered(row.value) });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <NativeSelect label={t("correction.field")} value={field} data={rows.map((one) => ({ value: one.field, label: code("field", one.field) }))} onChange={(event) => { const next = event.currentTarget.value; setField(next); type(String(rows.find((one) => one.field === next)?.value ?? "")); }} />
      {typeof row.value === "boolean"
        ? <NativeSelect label={t("correction.right")} value={typed} data={[{ value: "true", label: t("value.yes") }, { value: "false", label: t("value.no") }, { value: "", label: t("correction.take_away") }]} onChange={(event) => type(event.currentTarget.value)} />
        : <TextInput label={t("correction.right")} description={t("correction.right_help", { value: fieldValue(words, field, row.value) })} value={typed} maxLength={TEXT_MAX} autoComplete="off" onChange={(event) => type(event.currentTarget.value)} />}
      <HowSaid label={t("correction.how")} how={how} change={setHow} />
      <TextInput label={t("correction.reason")} description={t("correction.reason_help")} value={reason} maxLength={NOTE_MAX} onChange={(event) => setReason(event.currentTarget.value)} />
      {error ? <Note tone="bad" title={failureWords(words, error).title}>{failureWords(words, error).help}</Note> : null}
      <div className="actions">
        <Button type="submit" disabled={missing !== undefined} title={missing} loading={busy}>{t(typed.trim() === "" ? "correction.take_away" : "correction.do")}</Button>
        <Button variant="subtle" onClick={cancel}>{t("action.cancel")}</Button>
        {missing ? <span className="muted small">{missing}</span> : null}
      </div>
    </form>
  );
}

function Told({ customer: { corrections = [] } }: { customer: Customer }) {
  const words = useWords();
  const { t, code, format } = words;
  const said = useSaid();
  if (corrections.length === 0) return null;
  return (
    <ul className="needs told-acts" aria-label={t("correction.acts")}>
      {corrections.map((act) => (
        <li key={`${act.field} ${act.occurred}`}>
          <span className="diff">
            <strong>{code("field", act.field)}</strong>{" "}
            {act.wrong === null ? null : <del>{fieldValue(words, act.field, act.wrong)}</del>} {act.value === null ? <span className="muted">{t("correction.taken_away")}</span> : <ins>{fieldValue(words, act.field, act.value)}</ins>}{" "}
            {act.overtaken ? <span className="chip">{t("correction.overtaken")}</span> : null}
            <span className="muted small" style={{ display: "block" }}>{said(act.said)}</span>
          </span>
          <time className="muted small nowrap" dateTime={act.occurred}>{format.dateTime(act.occurred)}</time>
        </li>
      ))}
    </ul>
  );
}
