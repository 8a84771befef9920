// A correction as it is entered and as the server takes it: a value of the type that the field has.
import type { Scalar } from "../../api/schema";

export interface Entered { text?: string; number?: number; truth?: boolean }

/** Empty: the value is taken away. `null`: it cannot be one of this type. */
export function entered(before: Scalar, typed: string): Entered | null {
  const text = typed.trim();
  if (text === "") return {};
  if (typeof before === "boolean") return text === "true" || text === "false" ? { truth: text === "true" } : null;
  if (typeof before === "number") return /^-?\d{1,15}$/.test(text) ? { number: Number(text) } : null;
  return { text };
}

/** What a value was, to be entered again. */
export const asEntered = (value: Scalar): Entered => entered(value, String(value)) ?? {};
