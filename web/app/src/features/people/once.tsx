// A secret to be copied now; unless `help` says otherwise it is never to be seen again.
import { Alert, Button, CopyButton } from "@mantine/core";
import { useWords } from "../../i18n/context";

export function Once({ label, secret, help, done }: { label: string; secret: string; help?: string; done(): void }) {
  const { t } = useWords();
  return (
    <Alert variant="light" color="yellow" role="status" title={label} styles={{ title: { color: "var(--warn)" } }}>
      <div className="actions">
        <code className="mono secret">{secret}</code>
        <CopyButton value={secret}>{({ copied, copy }) => <Button size="compact-sm" variant="default" onClick={copy}>{t(copied ? "people.copied" : "people.copy")}</Button>}</CopyButton>
        <Button size="compact-sm" variant="subtle" onClick={done}>{t("people.noted")}</Button>
      </div>
      <div className="small" style={{ marginTop: 8 }}>{help ?? t("people.once")}</div>
    </Alert>
  );
}
