// Objection in two clicks, with a way back: recorded at once, since the person has a right to it.
import { Alert, Button, Popover } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../api/client";
import type { Customer } from "../../api/schema";
import { failureMessage } from "../../app/clock";
import { may } from "../../app/roles";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";

function useObjection(customer: Customer) {
  const words = useWords();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (lifted: boolean) => post(`/customers/${customer.id}/objection`, { lifted }),
    onSuccess: (_, lifted) => {
      void client.invalidateQueries({ queryKey: ["customer", customer.id] });
      notifications.show({
        autoClose: 12_000,
        closeButtonProps: { "aria-label": words.t("action.close") },
        message: (
          <div className="toast">
            {words.t(lifted ? "objection.undone" : "objection.done")}
            {lifted ? null : (
              <Button size="compact-sm" variant="light" onClick={() => change.mutate(true)}>{words.t("objection.undo")}</Button>
            )}
          </div>
        ),
      });
    },
    onError: (error) => notifications.show({ color: "red", ...failureMessage(words, error) }),
  });
  return change;
}

export function Objection({ customer }: { customer: Customer }) {
  const { t } = useWords();
  const { user } = useSession();
  const [open, setOpen] = useState(false);
  const change = useObjection(customer);
  if (customer.objection !== null) return null;
  const allowed = may(user.role, "objection");
  return (
    <Popover opened={open} onChange={setOpen} width={300} position="bottom-end" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" onClick={() => setOpen(!open)} disabled={!allowed} title={allowed ? undefined : t("error.forbidden")}>
          {t("objection.record")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <p style={{ margin: "0 0 12px" }}>{t("objection.ask", { name: customer.name || customer.id.slice(0, 8) })}</p>
        <Button
          fullWidth
          color="red.9"
          loading={change.isPending}
          onClick={() => {
            setOpen(false);
            change.mutate(false);
          }}
        >
          {t("objection.confirm")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

export function ObjectionNotice({ customer }: { customer: Customer }) {
  const { t, format } = useWords();
  const { user } = useSession();
  const change = useObjection(customer);
  if (customer.objection === null) return null;
  return (
    <Alert color="red" variant="light" mb="lg" role="status">
      <div className="notice">
        <strong>{t("objection.active", { date: format.dateTime(customer.objection.since) })}</strong>
        <Button size="compact-sm" variant="default" disabled={!may(user.role, "objection")} loading={change.isPending} onClick={() => change.mutate(true)}>
          {t("objection.lift")}
        </Button>
      </div>
    </Alert>
  );
}
