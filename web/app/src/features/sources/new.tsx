// The entries of a source that is not connected yet.
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client";
import { dataQuery } from "../../api/queries";
import type { ConnectedShown, ConnectedSource, NewSource, SourceKind } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { isSourceName } from "../files/bundle";
import { Note } from "../files/note";
import { FormText, PrefixField, SecretFields, type SecretWay } from "./entries";
import { faultsOf } from "./form-problems";
import { EXAMPLE_FORM, freeName, isPrefix, isSecret, isShop } from "./kinds";

export const SOURCE_KEYS = ["sources", "data", "today", "quarantine"];

export function NewForm({ kind, all, done }: { kind: SourceKind; all: ConnectedSource[]; done(id: string, secret: string | null): void }) {
  const { t, code } = useWords();
  const client = useQueryClient();
  const [id, setId] = useState(() => freeName(kind, all.map((one) => one.id)));
  // What a shop makes for itself is entered; everybody else gets one from here.
  const ways: SecretWay[] = kind === "shopify" ? ["own", "later"] : kind === "shopware" ? ["own", "made"] : ["made", "own"];
  const [secret, setSecret] = useState<{ way: SecretWay; secret: string }>({ way: ways[0] ?? "made", secret: "" });
  const [prefix, setPrefix] = useState("");
  const [form, setForm] = useState(EXAMPLE_FORM);
  const [tried, tryIt] = useState(false);
  const connect = useMutation({
    mutationFn: (asked: NewSource) => post<ConnectedShown>("/sources", asked),
    onSuccess: async (answer) => {
      await Promise.all(SOURCE_KEYS.map((key) => client.invalidateQueries({ queryKey: [key] })));
      done(answer.source.id, secret.way === "later" ? null : answer.secret);
    },
  });
  const declared = (useQuery(dataQuery).data?.sources ?? []).map((one) => one.id);
  const taken = all.some((one) => one.id === id);
  const wrong = {
    id: taken ? t("sources.name_taken") : isSourceName(id) ? null : t("files.source_name_bad"),
    secret: secret.way === "own" && !isSecret(secret.secret.trim()) ? t("sources.secret_bad") : null,
    prefix: prefix.trim() !== "" && !isPrefix(prefix.trim()) ? t("sources.prefix_bad") : null,
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    if (wrong.id !== null || wrong.secret !== null || wrong.prefix !== null) return;
    connect.mutate({ id, kind, secret: secret.way === "own" ? secret.secret.trim() : null, prefix: prefix.trim() || null, mapping: kind === "hook" ? form : null });
  };
  const faults = connect.error === null ? null : faultsOf(connect.error);
  const said = (field: "id" | "secret" | "prefix") => (tried ? wrong[field] : null) ?? (faults?.field === field ? (faults.found[0]?.cause ?? null) : null);
  return (
    <form className="stack source-form" onSubmit={send} noValidate>
      <TextInput label={t("sources.name")} description={declared.includes(id) && !taken ? t("sources.name_declared", { name: code("source", id) }) : t("sources.name_help")} value={id} error={said("id") ?? (taken ? wrong.id : null)} maxLength={48} autoComplete="off" spellCheck={false} autoCapitalize="none" onChange={(event) => setId(event.currentTarget.value)} />
      <SecretFields ways={ways} way={secret.way} secret={secret.secret} error={said("secret")} change={(next) => setSecret({ ...secret, ...next })} />
      {kind === "cloudevents" ? null : <PrefixField value={prefix} error={said("prefix")} change={setPrefix} />}
      {kind === "hook" ? <FormText value={form} found={faults?.field === "mapping" ? faults.found : []} change={setForm} /> : null}
      {connect.error !== null && (faults === null || faults.field === null) ? <Refusal error={connect.error} /> : null}
      <div className="actions">
        <Button type="submit" loading={connect.isPending}>{t("sources.connect_now")}</Button>
        <span className="muted small">{t(isShop(kind) ? "sources.nothing_sent_shop" : "sources.nothing_sent")}</span>
      </div>
    </form>
  );
}

export function Refusal({ error }: { error: unknown }) {
  const words = useWords();
  const { title, help } = failureWords(words, error);
  return <Note tone="bad" title={title}>{help}</Note>;
}
