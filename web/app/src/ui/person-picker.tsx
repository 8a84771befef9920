// Choosing a customer by typing: the same search as under Customers.
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { customersQuery } from "../api/queries";
import { useWords } from "../i18n/context";

interface Picked {
  label: string;
  value: string | null;
  /** The name of who is chosen from outside. */
  known?: string | undefined;
  choose(customer: string | null): void;
}

export function PersonPicker({ label, value, known, choose }: Picked) {
  const { t } = useWords();
  const [typed, setTyped] = useState("");
  const [name, setName] = useState<string | null>(null);
  // What stands in the field once somebody is chosen is their name, not a search.
  const [query] = useDebouncedValue(typed === name ? "" : typed, 250);
  const found = useQuery(customersQuery(query));
  const people = (found.data ?? []).map((row) => ({ value: row.id, label: [row.name || row.id.slice(0, 8), row.city].filter(Boolean).join(", ") }));
  const shown = name ?? known ?? value?.slice(0, 8) ?? "";
  const data = value !== null && !people.some((one) => one.value === value) ? [{ value, label: shown }, ...people] : people;
  return (
    <Select
      label={label}
      placeholder={t("customers.search_hint")}
      data={data}
      value={value}
      onChange={(next, option) => { setName(option?.label ?? null); choose(next); }}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={found.isFetching ? t("state.loading") : t("customers.none")}
      clearable
      clearButtonProps={{ "aria-label": t("action.clear") }}
      comboboxProps={{ withinPortal: true }}
    />
  );
}
