// Which step a problem belongs to: by the path in its place, or by the message that the step sends.
import type { Check, Definition, Problem } from "../../api/schema";

export function problemsByStep(problems: Problem[], definition: Definition): Map<string, Problem[]> {
  const found = new Map<string, Problem[]>();
  const add = (journey: string, step: string, problem: Problem) => {
    const key = stepKey(journey, step);
    found.set(key, [...(found.get(key) ?? []), problem]);
  };
  for (const problem of problems) {
    const place = parsePlace(problem.place);
    for (const journey of definition.journeys ?? []) {
      if (place["journey"] !== undefined && place["journey"] !== journey.id) continue;
      for (const step of journey.steps ?? []) {
        if (place["step"] === step.id || (place["message"] !== undefined && place["message"] === step.message)) add(journey.id, step.id, problem);
      }
    }
  }
  return found;
}

/** Codes of what is allowed and may not be meant, by the step they are about. */
export function findingsByStep(findings: Check["findings"]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { code, journey, step } of findings) {
    if (!journey || !step) continue;
    const key = stepKey(journey, step);
    found.set(key, [...(found.get(key) ?? []), code]);
  }
  return found;
}

export const stepKey = (journey: string, step: string) => `${journey}/${step}`;

/** "programme a › journey b › step c" as what it names. */
export function parsePlace(place: string): Record<string, string> {
  const named: Record<string, string> = {};
  for (const part of place.split("›")) {
    const [word, name] = part.trim().split(/\s+/, 2);
    if (word && name) named[word] = name;
  }
  return named;
}
