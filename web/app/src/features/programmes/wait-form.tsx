// A wait as a form: days, hours and minutes, or a window with its days of the week.
import { Button, Chip, NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Wait } from "../../api/schema";
import { useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { type Parts, partsOf, spanOf, type WaitChange } from "./wait";

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export function WaitForm({ wait, change }: { wait: Wait; change(change: WaitChange): void }) {
  if (wait.for !== undefined) return <SpanForm span={wait.for} label="step.wait_length" change={(span) => change({ for: span })} />;
  if (wait.until) return <WindowForm window={wait.until} change={change} />;
  return wait.timeout === undefined ? null : <SpanForm span={wait.timeout} label="step.wait_at_most" change={(timeout) => change({ timeout })} />;
}

function SpanForm({ span, label, change }: { span: string; label: "step.wait_length" | "step.wait_at_most"; change(span: string): void }) {
  const { t } = useWords();
  const { allowed, why } = useMay("check");
  const [parts, setParts] = useState<Parts | null>(partsOf(span));
  if (parts === null) return <p className="muted small">{t("step.wait_as_text")}</p>;
  const next = spanOf(parts);
  const same = JSON.stringify(partsOf(span)) === JSON.stringify(partsOf(next));
  return (
    <form className="wait-form" onSubmit={(event) => { event.preventDefault(); change(next); }}>
      <fieldset>
        <legend>{t(label)}</legend>
        <div className="wait-parts">
          {([["days", 999], ["hours", 23], ["minutes", 59]] as const).map(([unit, max]) => (
            <NumberInput key={unit} label={t(`step.${unit}`)} size="sm" min={0} max={max} clampBehavior="strict" allowDecimal={false} allowNegative={false} value={parts[unit]} readOnly={!allowed} onChange={(value) => setParts({ ...parts, [unit]: Number(value) || 0 })} />
          ))}
        </div>
      </fieldset>
      <Button type="submit" size="sm" disabled={!allowed || same} title={why}>{t("step.take")}</Button>
    </form>
  );
}

function WindowForm({ window: given, change }: { window: NonNullable<Wait["until"]>; change(change: WaitChange): void }) {
  const { t, code } = useWords();
  const { allowed, why } = useMay("check");
  const before = { from: given.from.slice(0, 5), to: (given.to ?? "").slice(0, 5), weekdays: given.weekdays ?? [] };
  const [now, setNow] = useState(before);
  const weekdays = WEEK.filter((day) => now.weekdays.includes(day));
  const changes: WaitChange = {
    ...(now.from === before.from ? {} : { from: now.from }),
    ...(now.to === before.to ? {} : { to: now.to }),
    ...(weekdays.join() === before.weekdays.join() ? {} : { weekdays }),
  };
  const same = Object.keys(changes).length === 0;
  return (
    <form className="wait-form" onSubmit={(event) => { event.preventDefault(); change(changes); }}>
      <fieldset>
        <legend>{t("step.wait_window")}</legend>
        <div className="wait-parts">
          <TextInput type="time" label={t("step.from")} size="sm" required withAsterisk={false} value={now.from} readOnly={!allowed} onChange={(event) => setNow({ ...now, from: event.currentTarget.value })} />
          <TextInput type="time" label={t("step.to")} size="sm" value={now.to} readOnly={!allowed} onChange={(event) => setNow({ ...now, to: event.currentTarget.value })} />
        </div>
        <Chip.Group multiple value={now.weekdays} onChange={(days) => setNow({ ...now, weekdays: days })}>
          <div className="chips" role="group" aria-label={t("step.weekdays")} style={{ marginTop: 10 }}>
            {WEEK.map((day) => <Chip key={day} size="xs" value={day} disabled={!allowed}>{code("day", day)}</Chip>)}
          </div>
        </Chip.Group>
        <p className="muted small" style={{ margin: "8px 0 0" }}>{t("step.window_help")}</p>
      </fieldset>
      <Button type="submit" size="sm" disabled={!allowed || same} title={why}>{t("step.take")}</Button>
    </form>
  );
}
