// Names people gave, for ids that answers carry: of messages, programmes and the steps of journeys.
import { useQuery } from "@tanstack/react-query";
import { messagesQuery, programmeQuery, programmesQuery } from "../api/queries";
import type { Definition, Localised } from "../api/schema";
import { useWords } from "../i18n/context";
import { unslug } from "../ui/marks";

/** A block by its name, else by how its text begins. */
export function blockName({ say }: Pick<ReturnType<typeof useWords>, "say">, block: { id: string; name?: Localised | null; text?: Localised | null }): string {
  return say(block.name) || beginning(say(block.text)) || unslug(block.id);
}

const BEGINNING_MAX = 40;

/** The first line that holds words of its own, without what is filled in per person. */
export function beginning(text: string): string {
  const bare = text.replace(/\{%.*?%\}/gs, " ").replace(/\{\{.*?\}\}/gs, "…").replace(/[ \t]+/g, " ");
  const line = bare.split("\n").map((one) => one.replace(/^[\s,.…]+|[\s,.…]+$/g, "")).find((one) => /\p{L}{2}/u.test(one)) ?? "";
  return line.length > BEGINNING_MAX ? `${line.slice(0, BEGINNING_MAX - 1).replace(/\s+\S*$/, "")} …` : line;
}

/** What the blocks of a message are called. */
export function useBlockNames(programme: string, message: string): (id: string) => string {
  const words = useWords();
  const query = useQuery({ ...programmeQuery(programme), enabled: programme !== "" });
  const blocks = query.data?.definition.messages?.find((one) => one.id === message)?.blocks ?? [];
  return (id) => {
    const block = blocks.find((one) => one.id === id);
    return block ? words.t("content.block", { name: blockName(words, block) }) : unslug(id);
  };
}

/** What people call a journey of a programme at hand: one alone in it has the programme's name, on every screen. */
export function journeyName({ say }: Pick<ReturnType<typeof useWords>, "say">, definition: Pick<Definition, "name" | "journeys">, journey: { name: Localised }): string {
  return (definition.journeys?.length ?? 0) > 1 ? say(journey.name) : say(definition.name);
}

/** What the definition at hand names goes first: a draft may name what is not live yet. */
export function useNames(definition?: Definition) {
  const { say } = useWords();
  const programmes = useQuery(programmesQuery);
  const messages = useQuery(messagesQuery);
  return {
    programme: (id: string) => say(programmes.data?.find((one) => one.id === id)?.name) || unslug(id),
    message: (id: string) => say(definition?.messages?.find((one) => one.id === id)?.name ?? messages.data?.find((one) => one.id === id)?.name) || unslug(id),
    journey: (id: string) => {
      const programme = programmes.data?.find((one) => one.journeys.some((own) => own.id === id));
      const own = programme?.journeys.find((one) => one.id === id);
      if (!programme || !own) return unslug(id);
      return programme.journeys.length === 1 ? say(programme.name) : `${say(programme.name)} › ${say(own.name)}`;
    },
    /** The programme a journey belongs to. */
    programmeOf: (journey: string) => programmes.data?.find((one) => one.journeys.some(({ id }) => id === journey))?.id ?? null,
  };
}
