// The journey on a canvas: where people stand, and where something is wrong. Loaded only where it is shown.
import "@xyflow/react/dist/base.css";
import { Background, BackgroundVariant, Controls, Handle, MarkerType, type Node as FlowNode, type NodeProps, Position, ReactFlow } from "@xyflow/react";
import { IconArrowsSplit2, IconClock, IconDoorExit, IconFlag, IconGitBranch, IconLogin2, IconMail, IconPencil, IconPlugConnected, IconPoint } from "@tabler/icons-react";
import { type KeyboardEvent, useMemo } from "react";
import type { Journey } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { definitionToGraph, END, ENTRY, type Node } from "./graph";
import { entryWords, labelWords, stepWords } from "./words";

const WIDTH = 232;
const COLUMN = 270;
const ROW = 124;

const ICONS = {
  entry: IconLogin2, end: IconDoorExit, wait: IconClock, branch: IconGitBranch, split: IconArrowsSplit2, message: IconMail,
  attribute: IconPencil, webhook: IconPlugConnected, goal: IconFlag, exit: IconDoorExit, nothing: IconPoint,
} as const;

interface Shown extends Record<string, unknown> { node: Node; title: string; detail: string; people: string | null; problems: string | null; chosen: boolean }
type StepNode = FlowNode<Shown, "step">;

function StepCard({ data }: NodeProps<StepNode>) {
  const Icon = ICONS[data.node.kind];
  return (
    <div className={`step-card ${data.node.kind}${data.chosen ? " chosen" : ""}${data.problems ? " broken" : ""}`}>
      {data.node.id === ENTRY ? null : <Handles type="target" />}
      <div className="step-kind"><Icon size={15} stroke={1.8} aria-hidden />{data.title}</div>
      {data.detail ? <div className="step-detail">{data.detail}</div> : null}
      {data.problems ? <span className="chip bad">{data.problems}</span> : data.people ? <span className="chip accent">{data.people}</span> : null}
      {data.node.id === END ? null : <Handles type="source" />}
    </div>
  );
}

/** Ways go from below to above; one that passes by other steps leaves and arrives at the side. */
function Handles({ type }: { type: "source" | "target" }) {
  return (
    <>
      <Handle id="way" type={type} position={type === "source" ? Position.Bottom : Position.Top} isConnectable={false} />
      <Handle id="side" type={type} position={Position.Right} isConnectable={false} />
    </>
  );
}

const NODE_TYPES = { step: StepCard };

export interface CanvasProps {
  name: string;
  journey: Journey;
  names: Map<string, string>;
  inside: Map<string, number>;
  problems: Map<string, number>;
  chosen: string | null;
  choose(step: string): void;
  height?: number;
}

export default function Canvas({ name, journey, names, inside, problems, chosen, choose, height = 600 }: CanvasProps) {
  const words = useWords();
  const { t, code } = words;
  const { nodes, edges } = useMemo(() => {
    const graph = definitionToGraph(journey);
    const byId = new Map(graph.nodes.map((node) => [node.id, node]));
    const passesBy = (from: string, to: string) => {
      const [a, b] = [byId.get(from), byId.get(to)];
      return a !== undefined && b !== undefined && b.rank - a.rank !== 1 && a.lane === b.lane;
    };
    const nameOf = (id: string) => {
      const step = byId.get(id)?.step;
      return step ? stepWords(words, step, names) : t(id === ENTRY ? "canvas.entry" : "canvas.end");
    };
    return {
      nodes: graph.nodes.map((node): StepNode => {
        const people = inside.get(node.id) ?? 0;
        const broken = problems.get(node.id) ?? 0;
        const title = node.id === ENTRY ? t("canvas.entry") : node.id === END ? t("canvas.end") : code("step", node.kind);
        const detail = node.step ? stepWords(words, node.step, names) : node.id === ENTRY ? entryWords(words, journey.entry) : "";
        const peopleWords = people > 0 ? t("programme.people", { count: people }) : null;
        const problemWords = broken > 0 ? t("canvas.problems", { count: broken }) : null;
        return {
          id: node.id,
          type: "step",
          position: { x: node.lane * COLUMN, y: node.rank * ROW },
          width: WIDTH,
          focusable: node.step !== null,
          ariaRole: "button",
          data: { node, title, detail, people: peopleWords, problems: problemWords, chosen: node.id === chosen },
        };
      }),
      edges: graph.edges.map((edge) => ({
        id: edge.id,
        source: edge.from,
        target: edge.to,
        sourceHandle: passesBy(edge.from, edge.to) ? "side" : "way",
        targetHandle: passesBy(edge.from, edge.to) ? "side" : "way",
        label: labelWords(words, edge.label),
        type: "smoothstep",
        pathOptions: passesBy(edge.from, edge.to) ? { offset: 84, borderRadius: 10 } : {},
        focusable: false,
        ariaLabel: t("canvas.way", { from: nameOf(edge.from), to: nameOf(edge.to) }),
        markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16, color: "var(--line-strong)" },
      })),
    };
  }, [journey, names, inside, problems, chosen, words, t, code]);
  const choosing = (event: KeyboardEvent) => {
    const id = (event.target as Element).getAttribute("data-id");
    if ((event.key === "Enter" || event.key === " ") && id && journey.steps.some((step) => step.id === id)) choose(id);
  };
  return (
    <div className="canvas" style={{ height }} role="region" aria-label={t("canvas.label", { name })} onKeyDown={choosing}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onNodeClick={(_, node) => node.data.node.step && choose(node.id)}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        fitView
        fitViewOptions={{ padding: 0.08, maxZoom: 1, minZoom: 0.55 }}
        minZoom={0.3}
        maxZoom={1.5}
        preventScrolling={false}
        zoomOnScroll={false}
        proOptions={{ hideAttribution: false }}
        ariaLabelConfig={{
          "controls.ariaLabel": t("canvas.controls"),
          "controls.zoomIn.ariaLabel": t("canvas.zoom_in"),
          "controls.zoomOut.ariaLabel": t("canvas.zoom_out"),
          "controls.fitView.ariaLabel": t("canvas.fit"),
          "node.a11yDescription.default": t("canvas.node_help"),
          "node.a11yDescription.keyboardDisabled": t("canvas.node_help"),
          "edge.a11yDescription.default": t("canvas.edge_help"),
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.2} color="var(--line)" />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
