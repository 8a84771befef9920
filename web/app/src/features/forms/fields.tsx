// What a form asks for, in its order: by drag, or by keys and buttons; what has to be filled in is said there.
import { ActionIcon, Checkbox, NativeSelect } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical, IconX } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { useWords } from "../../i18n/context";
import { type Draft, moved } from "./written";

interface OfFields { fields: Draft["fields"]; known: string[]; change(fields: Draft["fields"]): void }

export function Fields({ fields, known, change }: OfFields) {
  const { t, code } = useWords();
  const [dragged, drag] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [told, tell] = useState("");
  const left = known.filter((name) => fields.every((one) => one.name !== name));
  const move = (from: number, to: number) => {
    const one = fields[from];
    if (one === undefined || to < 0 || to >= fields.length) return;
    change(moved(fields, from, to));
    tell(t("forms.moved", { field: code("field", one.name), place: to + 2 }));
  };
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    if (dragged !== null) move(dragged, to);
    drag(null);
    setOver(null);
  };
  return (
    <div className="stack form-fields">
      <ol className="field-rows" aria-label={t("forms.fields")}>
        <li className="field-row fixed"><span className="field-grip" aria-hidden="true" /><strong>{t("forms.email")}</strong><span className="muted small">{t("forms.email_help")}</span></li>
        {fields.map((field, index) => {
          const name = code("field", field.name);
          return (
            <li
              key={field.name} className={`field-row ${over === index && dragged !== index ? "over" : ""} ${dragged === index ? "dragged" : ""}`} draggable
              onDragStart={(event) => { event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", field.name); drag(index); }}
              onDragOver={(event) => { if (dragged !== null) { event.preventDefault(); setOver(index); } }}
              onDrop={(event) => drop(event, index)}
              onDragEnd={() => { drag(null); setOver(null); }}
            >
              <span className="field-grip" aria-hidden="true"><IconGripVertical size={16} /></span>
              <strong>{name}</strong>
              <Checkbox size="sm" label={t("forms.required")} aria-label={t("forms.required_of", { field: name })} checked={field.required} onChange={(event) => { const required = event.currentTarget.checked; change(fields.map((one) => (one.name === field.name ? { ...one, required } : one))); }} />
              <span className="field-tools">
                <ActionIcon variant="subtle" color="gray" disabled={index === 0} aria-label={t("forms.up", { field: name })} onClick={() => move(index, index - 1)}><IconArrowUp size={16} aria-hidden /></ActionIcon>
                <ActionIcon variant="subtle" color="gray" disabled={index === fields.length - 1} aria-label={t("forms.down", { field: name })} onClick={() => move(index, index + 1)}><IconArrowDown size={16} aria-hidden /></ActionIcon>
                <ActionIcon variant="subtle" color="gray" aria-label={t("forms.away", { field: name })} onClick={() => { change(fields.filter((one) => one.name !== field.name)); tell(t("forms.gone", { field: name })); }}><IconX size={16} aria-hidden /></ActionIcon>
              </span>
            </li>
          );
        })}
      </ol>
      <NativeSelect
        label={t("forms.add")} value="" disabled={left.length === 0} description={left.length === 0 ? t("forms.add_none") : undefined}
        data={[{ value: "", label: t("forms.add_choose") }, ...left.map((name) => ({ value: name, label: code("field", name) }))]}
        onChange={(event) => { const name = event.currentTarget.value; if (name !== "") { change([...fields, { name, required: false }]); tell(t("forms.added", { field: code("field", name) })); } }}
      />
      <p className="visually-hidden" role="status">{told}</p>
    </div>
  );
}
