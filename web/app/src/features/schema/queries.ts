// The organisation's schema, for its own screen and for whoever needs a type or a name of it; and a change of it, judged.
import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../../api/client";
import type { SchemaTold } from "../../api/schema";
import type { SchemaWritten } from "./own";

export const schemaQuery = queryOptions({ queryKey: ["schema"], queryFn: () => get<SchemaTold>("/schema"), staleTime: 60_000 });

/** As if it were published; nothing is kept. What is wrong comes as a failure with its problems. */
export const judgedQuery = (written: SchemaWritten, enabled: boolean) =>
  queryOptions({ queryKey: ["schema judged", written], queryFn: () => post<unknown>("/schema/check", written).then(() => true), enabled, staleTime: 60_000, retry: false });
