// A deed: asks the server, says what came of it, and offers the way back where there is one.
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWords } from "../i18n/context";
import { failureWords } from "../ui/states";
import { may, type Deed } from "./roles";
import { useSession } from "./session";

interface Options<In, Out> {
  act(input: In): Promise<Out>;
  /** First parts of the query keys that are asked for again. */
  touches?: string[];
  said?(out: Out, input: In): string;
  /** What takes it back; offered beside the word that it is done. */
  undo?(input: In): In | null;
  onDone?(out: Out, input: In): void;
  /** What went wrong is told where it was asked for, and not beside it once more. A way back is asked for from beside. */
  quiet?: boolean | ((input: In) => boolean);
}

export function useDeed<In = void, Out = unknown>({ act, touches = [], said, undo, onDone, quiet = false }: Options<In, Out>) {
  const words = useWords();
  const client = useQueryClient();
  const deed = useMutation<Out, Error, In>({
    mutationFn: act,
    onSuccess: (out, input) => {
      for (const key of touches) void client.invalidateQueries({ queryKey: [key] });
      onDone?.(out, input);
      const message = said?.(out, input);
      const back = undo?.(input) ?? null;
      if (message === undefined) return;
      const id = notifications.show({
        autoClose: back === null ? 6_000 : 12_000,
        closeButtonProps: { "aria-label": words.t("action.close") },
        message: back === null ? message : (
          <div className="toast">
            {message}
            <Button size="compact-sm" variant="light" onClick={() => { notifications.hide(id); deed.mutate(back); }}>{words.t("action.undo")}</Button>
          </div>
        ),
      });
    },
    onError: (error, input) => {
      if (typeof quiet === "function" ? quiet(input) : quiet) return;
      const { title, help } = failureWords(words, error);
      notifications.show({ color: "red", title, message: help, closeButtonProps: { "aria-label": words.t("action.close") } });
    },
  });
  return deed;
}

/** Whether somebody may do it, and the words that say so on a disabled button. */
export function useMay(deed: Deed): { allowed: boolean; why: string | undefined } {
  const { t } = useWords();
  const { user } = useSession();
  const allowed = may(user.role, deed);
  return { allowed, why: allowed ? undefined : t("error.forbidden") };
}
