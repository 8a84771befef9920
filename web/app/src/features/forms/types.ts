// What the server says of sign-up forms, and how one is written.
import type { Localised } from "../../api/schema";

export interface Texts { de: string; en: string }
export interface FormLooks { accent: string | null; paper: string | null; ink: string | null }
export interface FormShown { id: string; url: string; embed: string; text: Localised; purpose: string; fields: string[]; required: string[]; source: string; title: Localised | null; button: Localised | null; redirect: string | null; colours: FormLooks | null }
export interface Forms { forms: FormShown[]; fields: string[]; purposes: string[]; sources: string[] }
export interface FormWritten { text: Texts; purpose: string; fields: string[]; required: string[]; source: string; title: Texts | null; button: Texts | null; redirect: string | null; colours: FormLooks | null }
export interface FormPreview { page: Localised }
