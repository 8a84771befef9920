// Changing a connected source: its prefix, its form, its secret. The last is the only one that nothing brings back.
import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client";
import type { ConnectedShown, ConnectedSource, NewSource } from "../../api/schema";
import { useDeed } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { FormText, PrefixField, SecretFields, type SecretWay } from "./entries";
import { faultsOf } from "./form-problems";
import { isPrefix, isSecret, newSecret } from "./kinds";
import { Refusal, SOURCE_KEYS } from "./new";

interface Change { asked: NewSource; before: NewSource; isBack?: boolean; made?: string | undefined }

export function ChangeForm({ source, renewed }: { source: ConnectedSource; renewed(secret: string): void }) {
  const { t, code } = useWords();
  const { id, kind } = source;
  const [secret, setSecret] = useState<{ way: SecretWay; secret: string }>({ way: "kept", secret: "" });
  const [prefix, setPrefix] = useState(source.prefix ?? "");
  const [form, setForm] = useState(source.mapping ?? "");
  const change = useDeed({
    quiet: true,
    act: ({ asked }: Change) => post<ConnectedShown>("/sources", asked),
    touches: SOURCE_KEYS,
    said: (_, { isBack }) => t(isBack ? "sources.changed_back" : "sources.changed", { name: code("source", id) }),
    undo: ({ asked, before, isBack }): Change | null => (isBack || asked.secret !== null ? null : { asked: before, before: asked, isBack: true }),
    onDone: (_, { made }) => {
      setSecret({ way: "kept", secret: "" });
      if (made !== undefined) renewed(made);
    },
  });
  const wrongSecret = secret.way === "own" && secret.secret !== "" && !isSecret(secret.secret.trim()) ? t("sources.secret_bad") : null;
  const wrongPrefix = prefix.trim() !== "" && !isPrefix(prefix.trim()) ? t("sources.prefix_bad") : null;
  const isChanged = (prefix.trim() || null) !== source.prefix || (kind === "hook" && form !== source.mapping) || secret.way === "made" || (secret.way === "own" && secret.secret !== "");
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (wrongSecret !== null || wrongPrefix !== null || !isChanged) return;
    const made = secret.way === "made" ? newSecret() : undefined;
    const before: NewSource = { id, kind, secret: null, prefix: source.prefix, mapping: source.mapping };
    const own = secret.way === "own" && secret.secret !== "" ? secret.secret.trim() : null;
    change.mutate({ asked: { ...before, secret: made ?? own, prefix: prefix.trim() || null, mapping: kind === "hook" ? form : null }, before, made });
  };
  const faults = change.error === null ? null : faultsOf(change.error);
  const said = (field: "secret" | "prefix") => (faults?.field === field ? (faults.found[0]?.cause ?? null) : null);
  return (
    <form className="stack source-form" onSubmit={send} noValidate>
      <SecretFields ways={kind === "shopify" ? ["kept", "own"] : ["kept", "own", "made"]} way={secret.way} secret={secret.secret} error={wrongSecret ?? said("secret")} change={(next) => setSecret({ ...secret, ...next })} />
      {secret.way === "kept" ? null : <p className="warned small after">{t("sources.secret_change_help")}</p>}
      {kind === "cloudevents" && source.prefix === null ? null : <PrefixField value={prefix} error={wrongPrefix ?? said("prefix")} change={setPrefix} />}
      {(prefix.trim() || null) !== source.prefix ? <p className="warned small after">{t("sources.prefix_change_help")}</p> : null}
      {kind === "hook" ? <FormText value={form} found={faults?.field === "mapping" ? faults.found : []} change={setForm} /> : null}
      {change.error !== null && (faults === null || faults.field === null) ? <Refusal error={change.error} /> : null}
      <div className="actions"><Button type="submit" variant="default" disabled={!isChanged} loading={change.isPending}>{t("sources.change_now")}</Button></div>
    </form>
  );
}
