// All settings as one text, as the server holds it: read, and written in place of what is live.
import { queryOptions } from "@tanstack/react-query";
import { get, put } from "../../api/client";

export interface SettingsText { text: string }

export const documentQuery = queryOptions({ queryKey: ["settings", "document"], queryFn: () => get<SettingsText>("/settings/document"), staleTime: 60_000 });
export const readDocument = () => get<SettingsText>("/settings/document");
export const putDocument = (text: string, drop: boolean) => put<SettingsText>("/settings/document", { text, drop });
