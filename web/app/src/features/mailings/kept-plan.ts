// A plan as a browser keeps it. What cannot be read, or was kept by another version of the app, is as good as nothing.
import { EMPTY, type Plan } from "./plan";

const FORMAT = 1;

/** Null where nobody has begun anything worth keeping. */
export function writtenKept(plan: Plan): string | null {
  const isBegun = plan.message !== "" || plan.copy !== null || plan.name.de.trim() !== "" || plan.name.en.trim() !== "" || plan.rule.trim() !== "" || plan.list !== null;
  return isBegun ? JSON.stringify({ format: FORMAT, plan }) : null;
}

/** Its id is found anew, for meanwhile something else may have it. */
export function readKept(text: string | null): Plan | null {
  if (text === null) return null;
  try {
    const { format, plan } = JSON.parse(text) as { format?: number; plan?: Partial<Plan> };
    if (format !== FORMAT || !plan) return null;
    const copy = plan.copy ? { ...plan.copy, speaks: plan.copy.speaks ?? {}, dropped: plan.copy.dropped ?? [] } : null;
    return { ...EMPTY, ...plan, copy, id: "" };
  } catch {
    return null;
  }
}
