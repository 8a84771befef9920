// Objection in one click, with a way back: recorded at once, since the person has a right to it.
import { Alert, Button } from "@mantine/core";
import { post } from "../../api/client";
import type { Customer } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";

function useObjection(customer: Customer) {
  const { t } = useWords();
  return useDeed({
    act: (lifted: boolean) => post(`/customers/${customer.id}/objection`, { lifted }),
    touches: ["customer", "today"],
    said: (_, lifted) => t(lifted ? "objection.undone" : "objection.done"),
    undo: (lifted) => !lifted,
  });
}

export function Objection({ customer }: { customer: Customer }) {
  const { t } = useWords();
  const { allowed, why } = useMay("objection");
  const change = useObjection(customer);
  if (customer.objection !== null) return null;
  return (
    <Button variant="default" onClick={() => change.mutate(false)} loading={change.isPending} disabled={!allowed} title={why ?? t("objection.help")}>
      {t("objection.record")}
    </Button>
  );
}

export function ObjectionNotice({ customer }: { customer: Customer }) {
  const { t, format } = useWords();
  const { allowed } = useMay("objection");
  const change = useObjection(customer);
  if (customer.objection === null) return null;
  return (
    <Alert color="red" variant="light" mb="lg" role="status">
      <div className="notice">
        <strong>{t("objection.active", { date: format.dateTime(customer.objection.since) })}</strong>
        <Button size="compact-sm" variant="default" disabled={!allowed} loading={change.isPending} onClick={() => change.mutate(true)}>
          {t("objection.lift")}
        </Button>
      </div>
    </Alert>
  );
}
