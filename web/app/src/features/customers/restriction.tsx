// Restriction of processing: data are kept and used for nothing until that is lifted, which is told to the person before.
import { Alert, Button, Checkbox, Radio, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client";
import type { Customer, RestrictionGround, SaidBy } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { useSaid } from "./said";
import { HowSaid, NOTE_MAX } from "./how-said";

const GROUNDS: RestrictionGround[] = ["contested", "unlawful", "claims", "objected"];

export function RestrictionNotice({ customer: { restriction } }: { customer: Customer }) {
  const { t, code, format } = useWords();
  const said = useSaid();
  if (!restriction) return null;
  return (
    <Alert color="yellow" variant="light" mb="lg" role="status">
      <strong>{t("restriction.active", { date: format.dateTime(restriction.since) })}</strong>
      <div>{t("restriction.what")}</div>
      <div className="small">{[restriction.ground ? code("restriction_ground", restriction.ground) : null, said(restriction.said), restriction.more > 0 ? t("restriction.more", { count: restriction.more }) : null].filter((part) => part !== null).join(" · ")}</div>
    </Alert>
  );
}

interface Asked { lifted: boolean; ground: RestrictionGround | null; how: SaidBy; informed: boolean; note: string | null }

export function Restrict({ customer }: { customer: Customer }) {
  const { t } = useWords();
  const { allowed, why } = useMay("objection");
  const [open, setOpen] = useState(false);
  const lifts = Boolean(customer.restriction);
  const restrict = useDeed({
    act: (asked: Asked) => post(`/customers/${customer.id}/restriction`, asked),
    touches: ["customer", "customers", "today"],
    said: (_, { lifted }) => t(lifted ? "restriction.lifted" : "restriction.done"),
    onDone: () => setOpen(false),
  });
  return (
    <section className="panel prose" aria-labelledby="restriction-title">
      <div className="panel-head"><h2 className="section-title" id="restriction-title">{t("restriction.title")}</h2></div>
      <p>{t("restriction.lead")}</p>
      {open
        ? <Form key={String(lifts)} lifts={lifts} busy={restrict.isPending} cancel={() => setOpen(false)} send={(asked) => restrict.mutate(asked)} />
        : <div><Button variant="default" disabled={!allowed} title={why} onClick={() => setOpen(true)}>{t(lifts ? "restriction.lift" : "restriction.begin")}</Button></div>}
      <Told customer={customer} />
    </section>
  );
}

function Form({ lifts, busy, cancel, send }: { lifts: boolean; busy: boolean; cancel(): void; send(asked: Asked): void }) {
  const { t, code } = useWords();
  const [ground, setGround] = useState<RestrictionGround | null>(null);
  const [how, setHow] = useState<SaidBy | null>(null);
  const [informed, setInformed] = useState(false);
  const [note, setNote] = useState("");
  const missing = !lifts && ground === null ? t("restriction.choose_ground") : how === null ? t("objection.choose") : lifts && !informed ? t("restriction.inform_first") : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing === undefined && how !== null) send({ lifted: lifts, ground: lifts ? null : ground, how, informed: lifts && informed, note: note.trim() || null });
  };
  return (
    <form className="stack" onSubmit={submit}>
      {lifts ? null : (
        <Radio.Group label={t("restriction.ground")} value={ground ?? ""} onChange={(next) => setGround(next as RestrictionGround)}>
          <div className="radios">{GROUNDS.map((one) => <Radio key={one} value={one} label={code("restriction_ground", one)} />)}</div>
        </Radio.Group>
      )}
      <HowSaid label={t(lifts ? "restriction.how_told" : "restriction.how")} how={how} change={setHow} />
      <TextInput label={t("objection.note")} maxLength={NOTE_MAX} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      {lifts ? <Checkbox label={t("restriction.informed")} checked={informed} onChange={(event) => setInformed(event.currentTarget.checked)} /> : null}
      <div className="actions">
        <Button type="submit" disabled={missing !== undefined} title={missing} loading={busy}>{t(lifts ? "restriction.lift_do" : "restriction.do")}</Button>
        <Button variant="subtle" onClick={cancel}>{t("action.cancel")}</Button>
        {missing ? <span className="muted small">{missing}</span> : null}
      </div>
    </form>
  );
}

function Told({ customer: { restrictions = [] } }: { customer: Customer }) {
  const { t, code, format } = useWords();
  const said = useSaid();
  if (restrictions.length === 0) return null;
  return (
    <ul className="needs told-acts" aria-label={t("restriction.acts")}>
      {restrictions.map((act) => (
        <li key={`${act.lifted} ${act.occurred}`}>
          <span>
            <span className={`chip ${act.lifted ? "" : "warn"}`}>{t(act.lifted ? "restriction.act.lifted" : "restriction.act.restricted")}</span> {act.ground ? code("restriction_ground", act.ground) : null} <Simulated when={act.simulated} />
            <span className="muted small" style={{ display: "block" }}>{said(act.said)}</span>
          </span>
          <time className="muted small nowrap" dateTime={act.occurred}>{format.dateTime(act.occurred)}</time>
        </li>
      ))}
    </ul>
  );
}
