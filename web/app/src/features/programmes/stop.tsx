// Stopping and resuming a programme, with a word about what that does.
import { Button, Popover } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../api/client";
import { failureMessage } from "../../app/clock";
import { may } from "../../app/roles";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";

export function StopButton({ id, stopped }: { id: string; stopped: boolean }) {
  const words = useWords();
  const { t } = words;
  const { user } = useSession();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const change = useMutation({
    mutationFn: (stop: boolean) => post(`/programmes/${encodeURIComponent(id)}/stop`, { stopped: stop }),
    onSuccess: (_, stop) => {
      void client.invalidateQueries({ queryKey: ["programme", id] });
      void client.invalidateQueries({ queryKey: ["programmes"] });
      notifications.show({ message: t(stop ? "programme.stopped_done" : "programme.resumed_done"), closeButtonProps: { "aria-label": t("action.close") } });
    },
    onError: (error) => notifications.show({ color: "red", ...failureMessage(words, error), closeButtonProps: { "aria-label": words.t("action.close") } }),
  });
  const allowed = may(user.role, "publish");
  const why = allowed ? undefined : t("error.forbidden");
  if (stopped) {
    return <Button variant="default" disabled={!allowed} title={why} loading={change.isPending} onClick={() => change.mutate(false)}>{t("programme.resume")}</Button>;
  }
  return (
    <Popover opened={open} onChange={setOpen} width={300} position="bottom-end" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" disabled={!allowed} title={why} onClick={() => setOpen(!open)}>{t("programme.stop")}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <p style={{ margin: "0 0 12px" }}>{t("programme.stop_ask")}</p>
        <Button fullWidth color="red.9" loading={change.isPending} onClick={() => { setOpen(false); change.mutate(true); }}>{t("programme.stop_confirm")}</Button>
      </Popover.Dropdown>
    </Popover>
  );
}
