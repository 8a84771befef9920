// The text somebody is typing, as far as it can be drawn; the server alone judges whether it is right.
import { parse, YAMLParseError } from "yaml";
import type { Definition, Journey } from "../../api/schema";

export type Draft = { definition: Definition } | { line: number };

export function readDraft(yaml: string): Draft {
  let read: unknown;
  try {
    read = parse(yaml, { logLevel: "error" });
  } catch (error) {
    return { line: error instanceof YAMLParseError ? (error.linePos?.[0].line ?? 1) : 1 };
  }
  if (typeof read !== "object" || read === null || Array.isArray(read)) return { line: 1 };
  const definition = read as Partial<Definition>;
  const journeys = list<Partial<Journey>>(definition.journeys).map((journey) => ({
    id: String(journey.id ?? ""),
    name: journey.name ?? { de: String(journey.id ?? ""), en: String(journey.id ?? "") },
    entry: object(journey.entry) ?? {},
    exit: list<{ id: string; when: string }>(journey.exit),
    steps: list<Journey["steps"][number]>(journey.steps).filter((step) => typeof step.id === "string"),
  }));
  const id = String(definition.id ?? "");
  const messages = list<NonNullable<Definition["messages"]>[number]>(definition.messages);
  return { definition: { ...definition, id, name: definition.name ?? { de: id, en: id }, aim: String(definition.aim ?? ""), journeys, messages } };
}

function list<T>(value: unknown): T[] {
  return Array.isArray(value) ? value.filter((item): item is T => typeof item === "object" && item !== null) : [];
}

function object<T extends object>(value: T | undefined): T | undefined {
  return typeof value === "object" && value !== null ? value : undefined;
}
