// Which outlet is a person's own, and whose prices are theirs: by profile fields, and by where postal codes and towns are.
import { MultiSelect, NativeSelect, Textarea } from "@mantine/core";
import { useWords } from "../../i18n/context";
import { fieldId, type NearestDraft, type SchemaDraft, textFields } from "./draft";
import { type Around, RowProblems, useDraftName } from "./field-rows";
import { placesOf } from "./places";

/** So many lines that cannot be read are told. */
const BAD_SHOWN = 5;

export function NearestPart({ draft, around, change }: { draft: SchemaDraft; around: Around; change(nearest: NearestDraft): void }) {
  const { t } = useWords();
  const nameOf = useDraftName();
  const { nearest } = draft;
  const known = textFields(draft).map((field) => ({ value: fieldId(field), label: nameOf(field.name, "field", fieldId(field)) }));
  const isKnown = (id: string) => known.some(({ value }) => value === id);
  const { bad } = placesOf(nearest.places);
  const one = (name: "chosen" | "position" | "group") => (
    <NativeSelect
      label={t(`schema.edit.nearest.${name}`)} description={t(`schema.edit.nearest.${name}_help`)} value={isKnown(nearest[name]) ? nearest[name] : ""}
      data={[{ value: "", label: t("schema.edit.nearest.none") }, ...known]} onChange={(event) => change({ ...nearest, [name]: event.currentTarget.value })}
    />
  );
  return (
    <section className="panel stack own-nearest" aria-label={t("schema.edit.nearest")}>
      <div><h2 className="section-title">{t("schema.edit.nearest")}</h2><p className="muted after">{t("schema.edit.nearest_help")}</p></div>
      <RowProblems problems={around.problems.get("nearest") ?? []} />
      {one("chosen")}
      {one("position")}
      <MultiSelect
        label={t("schema.edit.nearest.by")} description={t("schema.edit.nearest.by_help")} data={known} value={nearest.by.filter(isKnown)} searchable hidePickedOptions clearable
        clearButtonProps={{ "aria-label": t("schema.edit.nearest.by_clear") }} nothingFoundMessage={t("schema.not_found")} onChange={(by) => change({ ...nearest, by })}
      />
      <Textarea
        label={t("schema.edit.nearest.places")} description={t("schema.edit.nearest.places_help")} placeholder={t("schema.edit.nearest.places_example")} value={nearest.places} autosize minRows={5} maxRows={20} spellCheck={false} classNames={{ input: "yaml" }}
        error={bad.length === 0 ? undefined : [...bad.slice(0, BAD_SHOWN).map(({ line, why }) => t(`schema.edit.places.${why}`, { line })), ...(bad.length > BAD_SHOWN ? [t("schema.edit.places.more", { count: bad.length - BAD_SHOWN })] : [])].join(" ")}
        onChange={(event) => change({ ...nearest, places: event.currentTarget.value })}
      />
      {one("group")}
    </section>
  );
}
