// What an export can be asked for, as far as it is declared, or seen on the first customers: fields of profiles, segments, purposes.
import { useQueries, useQuery } from "@tanstack/react-query";
import { customerQuery, customersQuery } from "../../api/queries";
import { usePurposes } from "../consents/known";
import { schemaQuery } from "../schema/queries";

const LOOKED_AT = 5;

export interface Offered { fields: string[]; segments: string[]; purposes: string[]; entities: string[] }

export function useOffered(): Offered {
  const rows = useQuery(customersQuery("")).data ?? [];
  const people = useQueries({ queries: rows.slice(0, LOOKED_AT).map(({ id }) => customerQuery(id)) }).flatMap(({ data }) => data ?? []);
  const purposes = usePurposes(people.flatMap(({ consents }) => consents.flatMap(({ purpose }) => purpose ?? [])));
  const schema = useQuery(schemaQuery).data;
  const own = schema?.own;
  const declared = (schema?.parts ?? []).filter(({ part, settings }) => part === "segment" && settings).map(({ id }) => id);
  const entities = Object.keys(own?.entities ?? {});
  const distinct = (names: string[]) => [...new Set(names)].sort();
  return { fields: distinct([...Object.keys(own?.fields ?? {}), ...people.flatMap(({ profile }) => profile.map(({ field }) => field))]), segments: distinct([...declared, ...people.flatMap(({ segments }) => segments)]), purposes, entities };
}
