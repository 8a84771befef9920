// What the server says of sign-up forms, and how one is written.
import type { components } from "../../api/generated";

type Schemas = components["schemas"];

export interface Texts { de: string; en: string }
export type FormLooks = Schemas["FormLooks"];
export type FormShown = Schemas["FormShown"];
export type Forms = Schemas["Forms"];
/** All of it: what is left out keeps nothing. */
export type FormWritten = Required<Omit<Schemas["FormWritten"], "colours">> & { colours: FormLooks | null };
export type FormPreview = Schemas["FormPreview"];
