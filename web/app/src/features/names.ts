// Names people gave, for ids that answers carry: of messages, programmes and the steps of journeys.
import { useQuery } from "@tanstack/react-query";
import { messagesQuery, programmesQuery } from "../api/queries";
import type { Definition } from "../api/schema";
import { useWords } from "../i18n/context";
import { unslug } from "../ui/marks";

/** What the definition at hand names goes first: a draft may name what is not live yet. */
export function useNames(definition?: Definition) {
  const { say } = useWords();
  const programmes = useQuery(programmesQuery);
  const messages = useQuery(messagesQuery);
  return {
    programme: (id: string) => say(programmes.data?.find((one) => one.id === id)?.name) || unslug(id),
    message: (id: string) => say(definition?.messages?.find((one) => one.id === id)?.name ?? messages.data?.find((one) => one.id === id)?.name) || unslug(id),
    journey: (id: string) => say(programmes.data?.flatMap((one) => one.journeys).find((one) => one.id === id)?.name) || unslug(id),
    /** The programme a journey belongs to. */
    programmeOf: (journey: string) => programmes.data?.find((one) => one.journeys.some(({ id }) => id === journey))?.id ?? null,
  };
}
