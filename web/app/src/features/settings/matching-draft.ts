// Which fields people are compared by, as somebody chooses them: "" for none.
import type { FieldType, MatchingRules } from "../../api/schema";
import { MATCHING_KEYS } from "./parts";

export type MatchingDraft = Record<(typeof MATCHING_KEYS)[number], string>;
export type MatchingWhy = "no_name" | "name_alone" | "no_street" | "twice";

export const NO_MATCHING: MatchingDraft = { family_name: "", given_name: "", birthday: "", street: "", house_number: "", postal_code: "", city: "", phone: "" };

/** As fields are mostly called, without what stands between the words. */
const USUAL: MatchingDraft = {
  family_name: "lastname familyname surname nachname name", given_name: "firstname givenname vorname", birthday: "birthdate birthday dateofbirth geburtstag geburtsdatum",
  street: "street strasse address1", house_number: "housenumber hausnummer", postal_code: "postcode postalcode zip zipcode plz", city: "city town ort stadt", phone: "phone mobile telephone telefon",
};

/** The fields that look like it. */
export function guessed(fields: Record<string, FieldType>): MatchingDraft {
  const find = (key: keyof MatchingDraft) => {
    const known = Object.entries(fields).filter(([, type]) => type === (key === "birthday" ? "day" : "text"));
    return USUAL[key].split(" ").map((usual) => known.find(([id]) => id.toLowerCase().replace(/[^a-z0-9]/g, "") === usual)?.[0]).find(Boolean) ?? "";
  };
  return Object.fromEntries(MATCHING_KEYS.map((key) => [key, find(key)])) as MatchingDraft;
}

export function readMatching(draft: MatchingDraft): MatchingRules {
  const maybe = (field: string) => (field === "" ? null : field);
  const { family_name, ...more } = draft;
  return { family_name, given_name: maybe(more.given_name), birthday: maybe(more.birthday), street: maybe(more.street), house_number: maybe(more.house_number), postal_code: maybe(more.postal_code), city: maybe(more.city), phone: maybe(more.phone) };
}

export function matchingTroubles(draft: MatchingDraft): { at: keyof MatchingDraft; why: MatchingWhy }[] {
  const all: { at: keyof MatchingDraft; why: MatchingWhy }[] = [];
  if (draft.family_name === "") all.push({ at: "family_name", why: "no_name" });
  else if ([draft.postal_code, draft.city, draft.birthday, draft.phone].every((field) => field === "")) all.push({ at: "family_name", why: "name_alone" });
  if (draft.house_number !== "" && draft.street === "") all.push({ at: "house_number", why: "no_street" });
  MATCHING_KEYS.forEach((key, index) => {
    if (draft[key] !== "" && MATCHING_KEYS.slice(0, index).some((before) => draft[before] === draft[key])) all.push({ at: key, why: "twice" });
  });
  return all;
}
