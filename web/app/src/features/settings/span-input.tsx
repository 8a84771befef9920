// A span of time as a number and its unit.
import { NativeSelect, NumberInput } from "@mantine/core";
import { useWords } from "../../i18n/context";
import { spanParts, type Unit } from "./span";

interface OfSpan { label: string; help?: string | undefined; /** Behind the unit: how people say it. */ said?: string | undefined; /** As it is written: "30d". */ span: string; units: readonly Unit[]; error?: string | undefined; isReadOnly?: boolean; change(span: string): void }

export function SpanInput({ label, help, said, span, units, error, isReadOnly = false, change }: OfSpan) {
  const { t, code } = useWords();
  const { amount, unit } = spanParts(span, units);
  return (
    <div className="span-input" role="group" aria-label={label}>
      <NumberInput label={label} description={help} min={0} max={99_999} allowDecimal={false} allowNegative={false} clampBehavior="strict" value={amount} error={error} readOnly={isReadOnly} onChange={(value) => change(`${Number(value) || 0}${unit}`)} />
      {units.length > 1 ? <NativeSelect aria-label={t("rules.unit_of", { label })} value={unit} disabled={isReadOnly} data={units.map((one) => ({ value: one, label: code("span_unit", one) }))} onChange={(event) => change(`${amount}${event.currentTarget.value}`)} /> : <span className="span-unit">{code("span_unit", unit)}{said ? <span className="small">{`(${said})`}</span> : null}</span>}
    </div>
  );
}
