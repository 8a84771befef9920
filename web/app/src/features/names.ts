// Names people gave, for ids that answers carry: of messages, programmes and the steps of journeys.
import { useQuery } from "@tanstack/react-query";
import { messagesQuery, programmeQuery, programmesQuery } from "../api/queries";
import type { Block, Definition, Localised } from "../api/schema";
import { useWords } from "../i18n/context";
import { unslug } from "../ui/marks";

/** A block by how its text begins, or what of its layout is read first. */
export function blockName({ say, language }: Pick<ReturnType<typeof useWords>, "say" | "language">, block: Block): string {
  const body = block.body?.[language === "de" ? "de" : "en"] ?? Object.values(block.body ?? {})[0];
  const read = (body?.parts ?? []).map((part) => part.heading ?? part.text ?? part.button?.text ?? "");
  return [say(block.text), ...read].map(beginning).find((words) => words !== "") || unslug(block.fragment ?? block.id);
}

const BEGINNING_MAX = 40;

/** The first line that holds words of its own, without what is filled in per person. */
export function beginning(text: string): string {
  const bare = text.replace(/\{%.*?%\}/gs, " ").replace(/\{\{.*?\}\}/gs, "…").replace(/[ \t]+/g, " ");
  const line = bare.split("\n").map((one) => one.replace(/^[\s,.…]+|[\s,.…]+$/g, "")).find((one) => /\p{L}{2}/u.test(one)) ?? "";
  return line.length > BEGINNING_MAX ? `${line.slice(0, BEGINNING_MAX - 1).replace(/\s+\S*$/, "")} …` : line;
}

/** What the blocks of a message are called: by the name of the fragment that one is, else by what it says. */
export function useBlockNames(programme: string, message: string): (id: string, fragment?: Localised | null) => string {
  const words = useWords();
  const query = useQuery({ ...programmeQuery(programme), enabled: programme !== "" });
  const blocks = query.data?.definition.messages?.find((one) => one.id === message)?.blocks ?? [];
  return (id, fragment) => {
    if (fragment) return words.say(fragment);
    const block = blocks.find((one) => one.id === id);
    return block ? words.t("content.block", { name: blockName(words, block) }) : unslug(id);
  };
}

/** What people call a journey of a programme at hand: one alone in it has the programme's name, on every screen. */
export function journeyName({ say }: Pick<ReturnType<typeof useWords>, "say">, definition: Pick<Definition, "name" | "journeys">, journey: { name: Localised }): string {
  return (definition.journeys?.length ?? 0) > 1 ? say(journey.name) : say(definition.name);
}

/** Whether a contact was none of ours: another system wrote, so there is no letter to look at. */
export const isElsewhere = (message: string) => message === "contact.elsewhere";

/** What the definition at hand names goes first: a draft may name what is not live yet. */
export function useNames(definition?: Definition) {
  const { say, code } = useWords();
  const programmes = useQuery(programmesQuery);
  const messages = useQuery(messagesQuery);
  const message = (id: string) => say(definition?.messages?.find((one) => one.id === id)?.name ?? messages.data?.find((one) => one.id === id)?.name) || unslug(id);
  return {
    programme: (id: string) => say(programmes.data?.find((one) => one.id === id)?.name) || unslug(id),
    /** Its subject as somebody reads it, where there is somebody. */
    subject: (programme: string, id: string) => say(messages.data?.find((one) => one.programme === programme && one.id === id)?.subject),
    mailing: (id: string) => say(programmes.data?.flatMap((one) => one.mailings).find((one) => one.id === id)?.name) || unslug(id),
    message,
    /** Of a contact, also where another system wrote. */
    contact: (id: string) => (isElsewhere(id) ? code("event", id) : message(id)),
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
