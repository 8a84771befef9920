// What a node is called in the language on screen, where its tree says so.
import { useWords } from "../../i18n/context";
import type { NodeNamed } from "./types";

export function useNodeName(): (node: Pick<NodeNamed, "name" | "names">) => string {
  const { language } = useWords();
  return ({ name, names }) => names[language === "de" ? "de" : "en"] || name;
}
