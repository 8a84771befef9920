// Objection in a few seconds, with what proves it: how the person said it. The way back is offered at once, for a slip;
// later an objection is lifted only by what the person says.
import { Alert, Button, Popover, Radio, TextInput } from "@mantine/core";
import { type RefObject, useEffect, useRef, useState } from "react";
import { post } from "../../api/client";
import type { Customer, SaidBy } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { NOTE_MAX, WAYS } from "./how-said";
import { useSaid } from "./said";

interface Act { lifted: boolean; how: SaidBy; note: string }

function useObjection(customer: Customer) {
  const { t } = useWords();
  return useDeed({
    act: ({ lifted, how, note }: Act) => post(`/customers/${customer.id}/objection`, { lifted, how, note: note.trim() || null }),
    touches: ["customer", "today"],
    said: (_, { lifted }) => t(lifted ? "objection.undone" : "objection.done"),
    undo: ({ lifted }): Act => ({ lifted: !lifted, how: "correction", note: "" }),
  });
}

/** What was pressed is gone once it is done: the focus goes to what stands there instead, with the way back beside it. */
function useFocusOnceIt<E extends HTMLElement>({ id, objection }: Customer, objects: boolean): RefObject<E | null> {
  const place = useRef<E>(null);
  const last = useRef({ id, objects: objection !== null });
  const now = objection !== null;
  useEffect(() => {
    const before = last.current;
    last.current = { id, objects: now };
    if (before.id !== id || before.objects === now || now !== objects) return;
    // What held the focus may still be about to give it back.
    const wait = setTimeout(() => { if (document.activeElement === null || document.activeElement === document.body) place.current?.focus(); }, FOCUS_MS);
    return () => clearTimeout(wait);
  }, [id, now, objects]);
  return place;
}

const FOCUS_MS = 150;

interface OfAsk { customer: Customer; lifts: boolean; label: string; size?: "compact-sm"; focus?: RefObject<HTMLButtonElement | null> }

/** One choice and, if wanted, a note: an objection as well as its lifting is proven by them. */
function Ask({ customer, lifts, label, size, focus }: OfAsk) {
  const { t, code } = useWords();
  const { allowed, why } = useMay("objection");
  const change = useObjection(customer);
  const [open, setOpen] = useState(false);
  const [how, setHow] = useState<string>("");
  const [note, setNote] = useState("");
  const chosen = WAYS.find((way) => way === how);
  const submit = () => {
    if (chosen === undefined) return;
    setOpen(false);
    change.mutate({ lifted: lifts, how: chosen, note });
  };
  return (
    <Popover opened={open} onChange={setOpen} width={320} position="bottom-end" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <Button {...(size ? { size } : {})} {...(focus ? { ref: focus } : {})} variant="default" onClick={() => setOpen(!open)} loading={change.isPending} disabled={!allowed} title={why ?? t(lifts ? "objection.lift_help" : "objection.help")}>{label}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className="stack" style={{ gap: 12 }} onSubmit={(event) => { event.preventDefault(); submit(); }}>
          <Radio.Group label={t(lifts ? "objection.how_lifted" : "objection.how")} value={how} onChange={setHow}>
            <div className="stack" style={{ gap: 8, marginTop: 8 }}>
              {WAYS.map((way) => <Radio key={way} value={way} label={code("said_by", way)} />)}
            </div>
          </Radio.Group>
          <TextInput label={t("objection.note")} placeholder={t("objection.note_example")} maxLength={NOTE_MAX} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <Button type="submit" disabled={chosen === undefined} title={chosen === undefined ? t("objection.choose") : undefined}>{t(lifts ? "objection.lift_do" : "objection.record_do")}</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

export function Objection({ customer }: { customer: Customer }) {
  const { t } = useWords();
  const place = useFocusOnceIt<HTMLButtonElement>(customer, false);
  if (customer.objection !== null) return null;
  return <Ask key="object" customer={customer} lifts={false} label={t("objection.record")} focus={place} />;
}

export function ObjectionNotice({ customer }: { customer: Customer }) {
  const { t, format } = useWords();
  const said = useSaid();
  const place = useFocusOnceIt<HTMLDivElement>(customer, true);
  if (customer.objection === null) return null;
  return (
    <Alert ref={place} tabIndex={-1} color="red" variant="light" mb="lg" role="status">
      <div className="notice">
        <div>
          <strong>{t("objection.active", { date: format.dateTime(customer.objection.since) })}</strong>
          <div className="small">{said(customer.objection.said)}</div>
        </div>
        <Ask key="lift" customer={customer} lifts label={t("objection.lift")} size="compact-sm" />
      </div>
    </Alert>
  );
}
