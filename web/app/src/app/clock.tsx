// The clock that people see, where it is not everybody's: moved by hand, or going on from where a recorded history ends.
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post } from "../api/client";
import { get } from "../api/client";
import type { Now, Session } from "../api/schema";
import { useWords } from "../i18n/context";
import { failureWords } from "../ui/states";
import { may } from "./roles";
import { useSession } from "./session";

const STEPS = [["clock.plus_second", 1], ["clock.plus_minute", 60], ["clock.plus_hour", 3_600], ["clock.plus_day", 86_400]] as const;

export function ClockBar() {
  const words = useWords();
  const { clock, user } = useSession();
  const client = useQueryClient();
  const move = useMutation({
    mutationFn: async (seconds: number) => {
      // A long way comes in stages.
      for (let left = seconds; left > 0; ) left = (await post<Now>("/demo/clock", { seconds: left })).left_seconds;
      return get<Session>("/session");
    },
    onSuccess: async ({ clock: { now } }) => {
      await client.invalidateQueries();
      notifications.show({ message: words.t("clock.moved", { time: words.format.dateClock(now) }), closeButtonProps: { "aria-label": words.t("action.close") } });
    },
    onError: (error) => notifications.show({ color: "red", ...failureMessage(words, error), closeButtonProps: { "aria-label": words.t("action.close") } }),
  });
  if (!clock.movable) return null;
  const label = words.t(clock.manual ? "clock.label" : "clock.demo");
  return (
    <section className="clockbar" aria-label={label}>
      <span className="muted">{label}</span>
      <strong>{words.format.dateClock(clock.now)}</strong>
      {clock.standing && !clock.manual ? <span className="muted">{words.t("clock.standing")}</span> : null}
      <Button.Group>
        {STEPS.map(([key, seconds]) => (
          <Button key={key} size="compact-sm" variant="default" disabled={move.isPending || !may(user.role, "demo")} onClick={() => move.mutate(seconds)}>
            {words.t(key)}
          </Button>
        ))}
      </Button.Group>
    </section>
  );
}

export function failureMessage(words: ReturnType<typeof useWords>, error: unknown): { title: string; message: string } {
  const { title, help } = failureWords(words, error);
  return { title, message: help };
}
