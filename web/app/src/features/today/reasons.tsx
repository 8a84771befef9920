// The reasons behind a state, on demand and in place; each leads to the people behind it.
import { UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { useReason } from "../../ui/marks";

export function StateReasons({ state, reasons }: { state: string; reasons: { reason: string; detail: string | null; count: number }[] }) {
  const { t, format } = useWords();
  const words = useReason();
  const [open, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <>
      <UnstyledButton className="small more" ml={8} aria-expanded={open} aria-controls={id} onClick={toggle}>{t(open ? "today.hide_reasons" : "today.show_reasons", { count: reasons.length })}</UnstyledButton>
      <ul id={id} className="reasons small" hidden={!open}>
        {reasons.map(({ reason, detail, count }) => (
          <li key={`${reason} ${detail ?? ""}`}>
            <Link to={paths.intents} search={{ state, reason, ...(detail ? { detail } : {}) }}>{words(detail ? `${reason}(${detail})` : reason)}</Link>
            <span>{format.number(count)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
