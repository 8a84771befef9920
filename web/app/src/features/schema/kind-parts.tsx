// Own events, and what customers have: each with its names, its id and its fields.
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useWords } from "../../i18n/context";
import { Empty } from "../../ui/states";
import { type KindDraft, kindId, type Kinds, newKind } from "./draft";
import { type Around, Asked, Away, FieldRows, Gone, IdInput, Names, RowProblems, useDraftName } from "./field-rows";
import { askersOf, at } from "./troubles";

interface OfKinds { which: Kinds; kinds: KindDraft[]; around: Around; change(kinds: KindDraft[]): void }

const AREAS = { events: "event", entities: "entity" } as const;

export function KindParts({ which, kinds, around, change }: OfKinds) {
  const { t } = useWords();
  return (
    <div className="stack">
      <p className="muted after">{t(`schema.edit.lead.${which}`)}</p>
      {kinds.length === 0 ? <section className="panel"><Empty title={t(`schema.none.${which}`)} /></section> : kinds.map((kind) => (
        <KindPart
          key={kind.key} which={which} kind={kind} around={around}
          change={(next) => change(kinds.map((one) => (one.key === kind.key ? { ...one, ...next } : one)))}
          away={() => change(kind.isLive ? kinds.map((one) => (one.key === kind.key ? { ...one, gone: true } : one)) : kinds.filter(({ key }) => key !== kind.key))}
        />
      ))}
      <div><Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => change([...kinds, newKind(around.nextKey())])}>{t(`schema.edit.add.${which}`)}</Button></div>
    </div>
  );
}

interface OfKind { which: Kinds; kind: KindDraft; around: Around; change(next: Partial<KindDraft>): void; away(): void }

function KindPart({ which, kind, around, change, away }: OfKind) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(!kind.isLive);
  const [area, where, id] = [AREAS[which], at(which, kind.key), kindId(which, kind)];
  const name = useDraftName()(kind.name, area, id) || t(`schema.edit.new.${which}`);
  if (kind.gone) return <section className="panel" aria-label={name}><Gone name={name} keep={() => change({ gone: false })} /></section>;
  const problems = around.problems.get(where) ?? [];
  const isTroubled = problems.length > 0 || [...around.why.keys()].some((one) => one === where || one.startsWith(`${where}/`));
  const askers = askersOf(around.parts, area, kind.id);
  const shown = kind.fields.filter(({ gone }) => !gone).length;
  return (
    <section className="panel" aria-label={name}>
      <details className="own-kind" open={isOpen || isTroubled} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary><strong>{name}</strong>{id === "" ? null : <span className="mono muted small" translate="no"> {id}</span>} <span className="muted small">{t("schema.edit.field_count", { count: shown })}</span></summary>
        <div className="stack own-part">
          <fieldset className="own-row of-kind">
            <legend className="visually-hidden">{name}</legend>
            <Names label={t("schema.edit.name")} area={area} id={kind.isLive ? kind.id : ""} name={kind.name} why={around.why.get(where)} focus={around.fresh === kind.key} change={(next) => change({ name: next })} />
            {kind.isLive ? <span className="own-fixed mono muted small" translate="no">{kind.id}</span> : <IdInput id={id} why={around.why.get(where)} change={(next) => change({ id: next })} />}
            <Away name={name} askers={kind.isLive ? askers : null} away={away} />
            {kind.isLive ? <Asked askers={askers} /> : null}
          </fieldset>
          <RowProblems problems={problems} />
          <div className="eyebrow">{t("schema.edit.fields")} {which === "entities" ? <span className="muted small own-key">{t("schema.edit.key_help")}</span> : null}</div>
          <FieldRows fields={kind.fields} parent={where} part={`${area}_field`} whole={kind.id} around={around} change={(fields) => change({ fields })} />
        </div>
      </details>
    </section>
  );
}
