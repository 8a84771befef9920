// A text of the machine's that somebody takes along: shown whole, copied by one press.
import { Button, CopyButton } from "@mantine/core";
import { useWords } from "../../i18n/context";

export function Copied({ text, label, className = "secret" }: { text: string; label: string; className?: string }) {
  const { t } = useWords();
  return (
    <span className="copied">
      <code className={`mono ${className}`}>{text}</code>
      <CopyButton value={text}>{({ copied, copy }) => <Button size="compact-sm" variant="default" aria-label={`${t(copied ? "people.copied" : "people.copy")}: ${label}`} onClick={copy}>{t(copied ? "people.copied" : "people.copy")}</Button>}</CopyButton>
    </span>
  );
}
