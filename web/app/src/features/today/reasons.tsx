// The reasons behind a state, on demand.
import { Popover, UnstyledButton } from "@mantine/core";
import { useWords } from "../../i18n/context";
import { useReason } from "../../ui/marks";

export function StateReasons({ reasons }: { reasons: { reason: string; count: number }[] }) {
  const { t, format } = useWords();
  const words = useReason();
  return (
    <Popover position="bottom-start" withArrow shadow="sm" trapFocus={false}>
      <Popover.Target>
        <UnstyledButton className="small more" ml={8}>{t("today.show_reasons", { count: reasons.length })}</UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <table className="small">
          <tbody>
            {reasons.map(({ reason, count }) => (
              <tr key={reason}>
                <td style={{ paddingRight: 18 }}>{words(reason)}</td>
                <td style={{ textAlign: "right" }}>{format.number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Popover.Dropdown>
    </Popover>
  );
}
