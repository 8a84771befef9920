// Write keys: which systems may send events; a new key is shown once. A page's key has a secret of its own, with which
// the shop's server proves who its visitors are.
import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { post, remove } from "../../api/client";
import { dataQuery, keysQuery } from "../../api/queries";
import type { Identity, KeyTrust, NewKey } from "../../api/schema";
import { useDeed } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { Once } from "./once";
import { Snippet } from "./snippet";
import { Sure } from "./users";

export function Keys() {
  const { t, code, format } = useWords();
  const query = useQuery(keysQuery);
  const take = useDeed({ act: ({ id }: { id: string; name: string }) => remove(`/keys/${encodeURIComponent(id)}`), touches: ["keys"], said: (_, { name }) => t("people.removed", { name }) });
  const identity = useDeed({ act: async ({ id, name }: { id: string; name: string }) => ({ name, ...(await post<Identity>(`/keys/${encodeURIComponent(id)}/identity`, {})) }), touches: [] });
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("people.keys")}</h2></div>
      <p className="muted small" style={{ marginTop: 0 }}>{t("people.keys_help")} {t("people.identity_where")}</p>
      <Answer query={query} lines={2}>
        {(keys) =>
          keys.length === 0 ? <Empty title={t("people.no_keys")} /> : (
            <ul className="needs">
              {keys.map((one) => (
                <li key={one.id} className="wraps">
                  <span>{one.name}<span className="muted small" style={{ display: "block" }}>{[one.source ? code("source", one.source) : null, code("trust", one.trust), one.at ? format.date(one.at) : null].filter(Boolean).join(" · ")}</span></span>
                  <span style={{ display: "flex", flexWrap: "wrap", gap: "4px 12px", alignItems: "center" }}>
                    {one.trust === "public" ? <Button variant="subtle" size="compact-sm" loading={identity.isPending} onClick={() => identity.mutate(one)} aria-label={t("people.identity_of", { name: one.name })}>{t("people.identity")}</Button> : <span className="muted small">{t("people.identity_none")}</span>}
                    {one.configured ? <span className="muted small">{t("people.configured")}</span> : <Sure label={t("people.remove")} name={one.name} act={() => take.mutate(one)} />}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {identity.data ? <Once label={t("people.identity_of", { name: identity.data.name })} help={t("people.identity_help")} secret={identity.data.secret} done={identity.reset} /> : null}
      <NewKeyForm />
    </section>
  );
}

function NewKeyForm() {
  const { t, code } = useWords();
  const data = useQuery(dataQuery);
  const sources = (data.data?.sources ?? []).map(({ id }) => id);
  const [name, setName] = useState("");
  const [trust, setTrust] = useState<KeyTrust>("server");
  const [source, setSource] = useState<string | null>(null);
  const add = useDeed({ act: () => post<NewKey>("/keys", { name, source: source ?? sources[0], trust }), touches: ["keys"], onDone: () => setName("") });
  return (
    <div className="stack" style={{ gap: 12, marginTop: 18 }}>
      {add.data ? <Once label={t("people.key_of", { name: add.data.row.name })} secret={add.data.key} help={add.data.row.trust === "public" ? t("people.once_public") : undefined} done={add.reset} /> : null}
      {add.data?.row.trust === "public" ? <Snippet secret={add.data.key} /> : null}
      <form className="inline-form" onSubmit={(event) => { event.preventDefault(); add.mutate(); }}>
        <TextInput label={t("people.key_name")} required withAsterisk={false} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Select label={t("data.source")} value={source ?? sources[0] ?? null} onChange={setSource} data={sources.map((one) => ({ value: one, label: code("source", one) }))} allowDeselect={false} />
        <Select label={t("people.trust")} value={trust} onChange={(value) => setTrust((value ?? "server") as KeyTrust)} data={(["server", "public"] as const).map((one) => ({ value: one, label: code("trust", one) }))} allowDeselect={false} />
        <Button type="submit" variant="default" loading={add.isPending}>{t("people.key_add")}</Button>
      </form>
    </div>
  );
}
