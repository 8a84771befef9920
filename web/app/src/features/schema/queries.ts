// The organisation's schema, for its own screen and for whoever needs a type or a name of it.
import { queryOptions } from "@tanstack/react-query";
import { get } from "../../api/client";
import type { SchemaTold } from "../../api/schema";

export const schemaQuery = queryOptions({ queryKey: ["schema"], queryFn: () => get<SchemaTold>("/schema"), staleTime: 60_000 });
