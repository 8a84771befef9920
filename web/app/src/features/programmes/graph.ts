// A journey as a graph: pure, so that the canvas only draws. The document stays the truth; positions are derived.
import type { Journey, Step } from "../../api/schema";

export type StepKind = "wait" | "branch" | "split" | "message" | "attribute" | "webhook" | "goal" | "exit" | "nothing";
export interface Node { id: string; kind: "entry" | "end" | StepKind; step: Step | null; rank: number; lane: number }
export type Label =
  | { kind: "next" | "otherwise" | "reached" }
  | { kind: "event"; on: string }
  | { kind: "timeout"; span: string }
  | { kind: "case"; when: string }
  | { kind: "percent"; percent: number };
export interface Edge { id: string; from: string; to: string; label: Label }
export interface Graph { nodes: Node[]; edges: Edge[] }

/** Names that no step can have; "end" is the language's own word for leaving. */
export const ENTRY = "(entry)";
export const END = "end";

const KINDS = ["wait", "branch", "split", "message", "attribute", "webhook", "goal", "exit"] as const;

export const kindOf = (step: Step): StepKind => KINDS.find((kind) => step[kind] !== undefined && step[kind] !== null) ?? "nothing";

export function definitionToGraph(journey: Journey): Graph {
  // A draft may name a step twice, or like the end, while somebody types; the first one stands.
  const steps = journey.steps.filter(({ id }, index, all) => id !== END && all.findIndex((step) => step.id === id) === index);
  const known = new Set(steps.map(({ id }) => id));
  const target = (name: string | null | undefined, following: string) => (name && (known.has(name) || name === END) ? name : following);
  const edges: Edge[] = [];
  const connect = (from: string, to: string, label: Label) => edges.push({ id: `${from}→${to}#${edges.length}`, from, to, label });

  connect(ENTRY, steps[0]?.id ?? END, { kind: "next" });
  steps.forEach((step, index) => {
    const following = target(step.next, steps[index + 1]?.id ?? END);
    for (const [to, label] of waysOut(step)) connect(step.id, target(to, following), label);
  });
  return place(steps, edges);
}

/** Where a step leads; `null` is wherever it goes on. */
function waysOut(step: Step): [string | null | undefined, Label][] {
  if (step.exit !== undefined) return [[END, { kind: "next" }]];
  if (step.split) return step.split.map(({ percent, next }) => [next, { kind: "percent", percent }]);
  if (step.branch) {
    const cases = (step.branch.cases ?? []).map(({ when, next }): [string, Label] => [next, { kind: "case", when }]);
    return [...cases, [step.branch.otherwise, { kind: "otherwise" }]];
  }
  if (step.goal !== undefined) return [[END, { kind: "reached" }], [null, { kind: "otherwise" }]];
  const { wait } = step;
  if (wait?.events?.length || wait?.rule) {
    const cases = (wait.events ?? []).map(({ on, next }): [string | undefined, Label] => [next, { kind: "event", on }]);
    const holds: [null, Label][] = wait.rule ? [[null, { kind: "case", when: wait.rule }]] : [];
    const late: [string | undefined, Label][] = wait.timeout ? [[wait.otherwise, { kind: "timeout", span: wait.timeout }]] : [];
    return [...cases, ...holds, ...late];
  }
  return [[null, { kind: "next" }]];
}

/** A row per step in the order of the longest way there; what shares a row stands side by side. */
function place(steps: Step[], edges: Edge[]): Graph {
  const order = [ENTRY, ...steps.map(({ id }) => id), END];
  const position = new Map(order.map((id, index) => [id, index]));
  const rank = new Map<string, number>(order.map((id) => [id, 0]));
  // Ways back are left out, so that going through the list once per step reaches every rank.
  const forward = edges.filter(({ from, to }) => (position.get(from) ?? 0) < (position.get(to) ?? 0));
  for (const id of order) {
    for (const edge of forward) {
      if (edge.from === id) rank.set(edge.to, Math.max(rank.get(edge.to) ?? 0, (rank.get(id) ?? 0) + 1));
    }
  }
  rank.set(END, Math.max(...order.filter((id) => id !== END).map((id) => rank.get(id) ?? 0)) + 1);
  const rows = new Map<number, string[]>();
  for (const id of order) {
    const row = rank.get(id) ?? 0;
    rows.set(row, [...(rows.get(row) ?? []), id]);
  }
  const byId = new Map(steps.map((step) => [step.id, step]));
  const nodes = order.map((id): Node => {
    const step = byId.get(id) ?? null;
    const row = rows.get(rank.get(id) ?? 0) ?? [id];
    const kind = id === ENTRY ? "entry" : step ? kindOf(step) : "end";
    return { id, kind, step, rank: rank.get(id) ?? 0, lane: row.indexOf(id) - (row.length - 1) / 2 };
  });
  return { nodes, edges };
}
