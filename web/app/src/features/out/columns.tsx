// The columns of an export of customers, in their order: chosen from what there is, moved and taken away by mouse or keys.
import { ActionIcon, Autocomplete, Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useWords } from "../../i18n/context";
import { useColumnWords } from "./export-words";
import { useOffered } from "./offered";

const IDENTIFIERS = ["customer_number", "email", "phone", "card"];
const STANDING = ["id", "phase", "segments", "orders", "revenue_minor", "last_order", "since", "objects"];
const CHANNELS = ["email", "letter", "sms"];
const isColumn = (text: string) => STANDING.includes(text) || /^(identifier|profile)\.[a-z0-9_.-]+$|^consent\.[a-z]+\.[a-z0-9._-]+$/.test(text);

interface OfColumns { chosen: string[]; change(columns: string[]): void; error: string | null }

export function Columns({ chosen, change, error }: OfColumns) {
  const { t } = useWords();
  const words = useColumnWords();
  const { fields } = useOffered();
  const left = fields.map((field) => `profile.${field}`).filter((field) => !chosen.includes(field));
  const [told, tell] = useState("");
  const move = (at: number, by: number) => {
    const next = [...chosen];
    const [one] = next.splice(at, 1);
    if (one === undefined) return;
    next.splice(at + by, 0, one);
    change(next);
    tell(t("exports.moved", { column: words(one), place: at + by + 1 }));
  };
  return (
    <div role="group" aria-label={t("exports.columns")} className="stack tight">
      <span className="field-label" aria-hidden="true">{t("exports.columns")}</span>
      {chosen.length === 0 ? <p className="muted small after">{t("exports.columns_none")}</p> : (
        <ol className="column-list">
          {chosen.map((field, at) => (
            <li key={field}>
              <span><strong>{words(field)}</strong> <code className="mono" translate="no">{field}</code></span>
              <span className="actions-tight">
                <ActionIcon variant="subtle" disabled={at === 0} aria-label={t("exports.up", { column: words(field) })} onClick={() => move(at, -1)}><IconArrowUp size={15} aria-hidden /></ActionIcon>
                <ActionIcon variant="subtle" disabled={at === chosen.length - 1} aria-label={t("exports.down", { column: words(field) })} onClick={() => move(at, 1)}><IconArrowDown size={15} aria-hidden /></ActionIcon>
                <ActionIcon variant="subtle" aria-label={t("exports.leave_out", { column: words(field) })} onClick={() => change(chosen.filter((one) => one !== field))}><IconX size={15} aria-hidden /></ActionIcon>
              </span>
            </li>
          ))}
        </ol>
      )}
      <span className="visually-hidden" aria-live="polite">{told}</span>
      <AddColumn chosen={chosen} add={(field) => change([...chosen, field])} />
      <div className="actions">
        <Button size="compact-sm" variant="default" disabled={left.length === 0} title={left.length === 0 ? t("exports.all_fields_in") : undefined} onClick={() => { change([...chosen, ...left]); tell(t("exports.all_fields_added", { count: left.length })); }}>{t("exports.all_fields")}</Button>
        <span className="muted small">{t("exports.all_fields_help")}</span>
      </div>
      {error ? <p className="field-error small" role="alert">{error}</p> : null}
    </div>
  );
}

function AddColumn({ chosen, add }: { chosen: string[]; add(field: string): void }) {
  const { t } = useWords();
  const words = useColumnWords();
  const { fields, purposes } = useOffered();
  const [typed, type] = useState("");
  const rest = (names: string[]) => names.filter((name) => !chosen.includes(name));
  const groups = [
    { group: t("exports.group.identifiers"), items: rest(IDENTIFIERS.map((kind) => `identifier.${kind}`)) },
    { group: t("exports.group.profile"), items: rest(fields.map((field) => `profile.${field}`)) },
    { group: t("exports.group.standing"), items: rest(STANDING) },
    { group: t("exports.group.consent"), items: rest(CHANNELS.flatMap((channel) => purposes.map((purpose) => `consent.${channel}.${purpose}`))) },
  ].filter(({ items }) => items.length > 0);
  const take = (field: string) => {
    if (!isColumn(field) || chosen.includes(field)) return;
    add(field);
    // The field writes what was chosen into itself first.
    setTimeout(() => type(""));
  };
  const found = (field: string, wanted: string) => field.includes(wanted) || words(field).toLowerCase().includes(wanted);
  return (
    <Autocomplete
      label={t("exports.add_column")} description={t("exports.add_column_help")} value={typed} data={groups} maxDropdownHeight={280} autoComplete="off" spellCheck={false}
      filter={({ options, search }) => options.map((option) => ("group" in option ? { ...option, items: option.items.filter(({ value }) => found(value, search.trim().toLowerCase())) } : option))}
      renderOption={({ option }) => <span>{words(option.value)} <span className="muted small mono" translate="no">{option.value}</span></span>}
      onChange={type} onOptionSubmit={take} onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); take(typed.trim()); } }}
    />
  );
}
