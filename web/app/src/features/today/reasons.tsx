// The reasons behind a state, on demand; each leads to the people behind it.
import { Popover, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { useReason } from "../../ui/marks";

export function StateReasons({ state, reasons }: { state: string; reasons: { reason: string; detail: string | null; count: number }[] }) {
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
            {reasons.map(({ reason, detail, count }) => (
              <tr key={`${reason} ${detail ?? ""}`}>
                <td style={{ paddingRight: 18 }}><Link to={paths.intents} search={{ state, reason, ...(detail ? { detail } : {}) }}>{words(detail ? `${reason}(${detail})` : reason)}</Link></td>
                <td style={{ textAlign: "right" }}>{format.number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Popover.Dropdown>
    </Popover>
  );
}
