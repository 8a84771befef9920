// What a node is called in the language on screen, where its tree says so, and what another one means.
import { useWords } from "../../i18n/context";
import type { NodeNamed } from "./types";

export function useNodeName(): (node: Pick<NodeNamed, "name" | "names">) => string {
  const { language } = useWords();
  return ({ name, names }) => names[language === "de" ? "de" : "en"] || name;
}

/** One in which no article stands yet has no name that anybody told. */
export function useMeans(): (means: NonNullable<NodeNamed["means"]>) => string {
  const { t } = useWords();
  return ({ name }) => (name === null ? t("catalogue.means_empty") : t("catalogue.means", { name }));
}
