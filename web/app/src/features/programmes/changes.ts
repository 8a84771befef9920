// Where a change or a problem is, in words: "journeys[cart].steps[one-hour].wait.for" is a step of a journey.
import type { Definition, Journey, Step } from "../../api/schema";

export interface Where { journey: Journey | null; step: Step | null; item: string | null; rest: string }

const PART = /^([\w-]+)(?:\[([^\]]+)\])?$/;

export function whereIs(path: string, definition: Definition): Where {
  const parts = path.split(/\.(?![^[]*\])/);
  const where: Where = { journey: null, step: null, item: null, rest: "" };
  const rest: string[] = [];
  for (const part of parts) {
    const [, name = part, id] = PART.exec(part) ?? [];
    if (id !== undefined && name === "journeys") where.journey = (definition.journeys ?? []).find((one) => one.id === id) ?? null;
    else if (id !== undefined && name === "steps") where.step = where.journey?.steps.find((one) => one.id === id) ?? null;
    else if (id !== undefined) where.item = id;
    else rest.push(name);
    if (id !== undefined && name !== "journeys" && name !== "steps") rest.push(name);
  }
  where.rest = rest.join(".");
  return where;
}
