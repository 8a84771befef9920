// Quarantine: what could not be read, why, and a way to try again after it was mended.
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { post } from "../../api/client";
import { quarantineQuery } from "../../api/queries";
import type { Quarantined } from "../../api/schema";
import { failureMessage } from "../../app/clock";
import { may } from "../../app/roles";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";

export function Quarantine() {
  const { t } = useWords();
  const query = useQuery(quarantineQuery);
  return (
    <section className="panel flush">
      <div className="panel-head"><h2 className="section-title">{t("data.quarantine")}</h2></div>
      <Answer query={query} lines={3}>
        {(rows) => (rows.length === 0 ? <Empty title={t("data.quarantine_none")} help={t("data.quarantine_help")} /> : <Rows rows={rows} />)}
      </Answer>
    </section>
  );
}

function Rows({ rows }: { rows: Quarantined[] }) {
  const words = useWords();
  const { t, format } = words;
  const { user } = useSession();
  const client = useQueryClient();
  const redrive = useMutation({
    mutationFn: (place: string) => post("/quarantine/redrive", { place }),
    onSuccess: (_, place) => {
      for (const queryKey of [["quarantine"], ["data"], ["today"]]) void client.invalidateQueries({ queryKey });
      notifications.show({ message: t("data.redriven", { place }) });
    },
    onError: (error) => notifications.show({ color: "red", ...failureMessage(words, error) }),
  });
  const allowed = may(user.role, "redrive");
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t("data.source")}</th>
          <th scope="col">{t("data.reason")}</th>
          <th scope="col">{t("data.place")}</th>
          <th scope="col">{t("data.received")}</th>
          <th scope="col"><span className="visually-hidden">{t("data.redrive")}</span></th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.place}>
            <td><strong>{row.source}</strong></td>
            <td>{row.reason}</td>
            <td className="mono">{row.place}</td>
            <td className="muted nowrap">{format.dateTime(row.received)}</td>
            <td className="num">
              <Button size="compact-sm" variant="default" disabled={!allowed} title={allowed ? undefined : t("error.forbidden")} loading={redrive.isPending && redrive.variables === row.place} onClick={() => redrive.mutate(row.place)}>
                {t("data.redrive")}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
