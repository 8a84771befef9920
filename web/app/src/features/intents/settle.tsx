// A delivery of which nobody knows whether it arrived: what somebody found out, said in one click and taken back in one.
import { Button } from "@mantine/core";
import { post } from "../../api/client";
import type { IntentRow } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";

const WAYS = ["arrived", "not_arrived"] as const;
type Arrival = (typeof WAYS)[number] | null;

export function Settle({ row }: { row: IntentRow }) {
  const { t, code, format } = useWords();
  const { allowed, why } = useMay("publish");
  const before = row.settled?.arrival ?? null;
  const change = useDeed({
    act: (arrival: Arrival) => post(`/intents/${row.id}/settlement`, { arrival }),
    touches: ["intents", "today"],
    said: (_, arrival) => t(arrival === null ? "intents.settled_undone" : "intents.settled_done"),
    undo: (arrival): Arrival => (arrival === null ? before : null),
  });
  if (row.settled) {
    return (
      <div className="small">
        {t("intents.settled", { arrival: code("arrival", row.settled.arrival), who: row.settled.by, time: format.dateTime(row.settled.at) })}{" "}
        <Button size="compact-xs" variant="subtle" disabled={!allowed} title={why} loading={change.isPending} onClick={() => change.mutate(null)}>{t("action.undo")}</Button>
      </div>
    );
  }
  return (
    <div className="actions" role="group" aria-label={t("intents.settle")} style={{ gap: 8, marginTop: 4 }}>
      {WAYS.map((way) => (
        <Button key={way} size="compact-sm" variant="default" disabled={!allowed} title={why} loading={change.isPending} onClick={() => change.mutate(way)}>{code("arrival", way)}</Button>
      ))}
    </div>
  );
}
