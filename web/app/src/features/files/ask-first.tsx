// What cannot be taken back is asked about first, beside its button.
import { Button, Popover } from "@mantine/core";
import { useState } from "react";

interface Asked { label: string; /** Of what the page is about. */ isMain?: boolean; /** Something else is to be done first. */ isQuiet?: boolean; /** What a screen reader says of it. */ name?: string; question: string; act: string; /** Nothing is lost by it. */ calm?: boolean; disabled?: boolean; why?: string | undefined; loading?: boolean; onYes(): void }

export function AskFirst({ label, isMain = false, isQuiet = false, name, question, act, calm = false, disabled = false, why, loading = false, onYes }: Asked) {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} width={300} position={isMain ? "bottom-start" : "bottom-end"} withArrow shadow="md" trapFocus>
      <Popover.Target>
        <Button {...(isMain ? {} : isQuiet ? { size: "compact-xs", variant: "subtle", color: "gray.8" } : calm ? { size: "compact-sm", variant: "default" } : { size: "compact-sm", variant: "subtle" })} disabled={disabled} title={why} loading={loading} aria-label={name} onClick={() => setOpen(!open)}>{label}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <p style={{ margin: "0 0 12px" }}>{question}</p>
        <Button fullWidth {...(calm ? {} : { color: "red.9" })} onClick={() => { setOpen(false); onYes(); }}>{act}</Button>
      </Popover.Dropdown>
    </Popover>
  );
}
