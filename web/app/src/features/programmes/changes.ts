// Where a change or a problem is, in words: "journeys[cart].steps[one-hour].wait.for" is a step of a journey.
import type { Definition, Journey, Message, Step } from "../../api/schema";

export interface Where { journey: Journey | null; step: Step | null; message: Message | null; item: string | null; rest: string }

const PART = /^([\w-]+)(?:\[([^\]]+)\])?$/;

/** What is gone from the first definition is looked for in the others. */
export function whereIs(path: string, ...definitions: Definition[]): Where {
  const parts = path.split(/\.(?![^[]*\])/);
  const where: Where = { journey: null, step: null, message: null, item: null, rest: "" };
  const rest: string[] = [];
  const first = <T>(find: (definition: Definition) => T | undefined) => definitions.map(find).find((found) => found !== undefined) ?? null;
  for (const part of parts) {
    const [, name = part, id] = PART.exec(part) ?? [];
    if (id !== undefined && name === "journeys") where.journey = first((all) => all.journeys?.find((one) => one.id === id));
    else if (id !== undefined && name === "steps") where.step = first((all) => all.journeys?.find((one) => one.id === where.journey?.id)?.steps.find((one) => one.id === id));
    else if (id !== undefined) where.item = id;
    else rest.push(name);
    if (id !== undefined && name === "messages") where.message = first((all) => all.messages?.find((one) => one.id === id));
    if (id !== undefined && name !== "journeys" && name !== "steps") rest.push(name);
  }
  where.rest = rest.join(".");
  return where;
}
