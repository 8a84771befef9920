// The first step: which database, who may read there, and how it is kept from others; then a look at what there is.
import { Button, PasswordInput, Radio, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client";
import type { ConnectedDatabase, DatabaseLooked } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Copied } from "../sources/copied";
import { atOf, DATABASE_KINDS, type Entry, grantSql, isSamePlace, isSocket, lacking, PORTS, type Where, TLS_WAYS } from "./at";
import { Refused } from "./told";

/** With what a database is asked. */
export interface Access { where: Where; /** Null: the one that the server knows. */ password: string | null }
interface OfStep { known: ConnectedDatabase | null; access: Access; change(next: Partial<Access>): void; found(looked: DatabaseLooked): void }

export function WhereStep({ known, access, change, found }: OfStep) {
  const { t, code } = useWords();
  const { where, password } = access;
  const [tried, tryIt] = useState(false);
  const look = useMutation({
    mutationFn: () => post<DatabaseLooked>("/databases/look", { at: atOf(where), password: passwordOf(known, access), id: known?.id ?? null }),
    onSuccess: found,
  });
  const set = (next: Partial<Where>) => {
    look.reset();
    change({ where: { ...where, ...next } });
  };
  const missing = tried ? lacking(where) : [];
  const said = (entry: Entry) => (missing.includes(entry) ? t(entry === "port" ? "databases.port_bad" : "databases.missing") : null);
  const send = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    if (lacking(where).length === 0) look.mutate();
  };
  const plain = { autoComplete: "off", spellCheck: false, autoCapitalize: "none" } as const;
  const isKept = isSamePlace(known, where);
  return (
    <form className="stack source-form" onSubmit={send} noValidate>
      <Radio.Group label={t("databases.kind")} value={where.kind} onChange={(kind) => set({ kind: kind as Where["kind"] })}>
        <div className="radios in-line">{DATABASE_KINDS.map((kind) => <Radio key={kind} value={kind} label={code("database_kind", kind)} />)}</div>
      </Radio.Group>
      {where.kind === "sqlite" ? (
        <TextInput label={t("databases.file")} description={t("databases.file_help")} value={where.file} error={said("file")} placeholder="warenwirtschaft.db" {...plain} onChange={(event) => set({ file: event.currentTarget.value })} />
      ) : (
        <>
          <div className="host-port">
            <TextInput label={t("databases.host")} description={t("databases.host_help")} value={where.host} error={said("host")} placeholder="db.example.com" {...plain} onChange={(event) => set({ host: event.currentTarget.value })} />
            <TextInput label={t("databases.port")} description={t("databases.port_help", { port: String(PORTS[where.kind]) })} value={where.port} error={said("port")} inputMode="numeric" maxLength={5} {...plain} onChange={(event) => set({ port: event.currentTarget.value })} />
          </div>
          <TextInput label={t("databases.database")} value={where.database} error={said("database")} placeholder="shop" {...plain} onChange={(event) => set({ database: event.currentTarget.value })} />
          <div className="host-port even">
            <TextInput label={t("databases.user")} value={where.user} error={said("user")} {...plain} onChange={(event) => set({ user: event.currentTarget.value })} />
            <PasswordInput label={t("databases.password")} value={password ?? ""} placeholder={isKept ? t("databases.password_kept") : ""} autoComplete="new-password" visibilityToggleButtonProps={{ "aria-label": t("databases.password_show") }} onChange={(event) => { look.reset(); change({ password: event.currentTarget.value || null }); }} />
          </div>
          <p className="muted small after tight-after">{t(isKept ? "databases.password_kept_help" : known !== null ? "databases.password_again" : "databases.password_help")}</p>
          <Grant where={where} />
          {isSocket(where) ? <p className="muted small after">{t("databases.tls_socket")}</p> : <Encryption where={where} set={set} error={said("roots")} />}
        </>
      )}
      {look.error ? <Refused error={look.error} /> : null}
      <div className="actions">
        <Button type="submit" loading={look.isPending}>{t("databases.look")}</Button>
        <span className="muted small">{t("databases.look_help")}</span>
      </div>
    </form>
  );
}

/** An empty field keeps the password that is known, as long as it is meant for this place. */
export function passwordOf(known: ConnectedDatabase | null, { where, password }: Access): string | null {
  if (where.kind === "sqlite") return null;
  return password ?? (isSamePlace(known, where) ? null : "");
}

function Encryption({ where, set, error }: { where: Where; set(next: Partial<Where>): void; error: string | null }) {
  const { t } = useWords();
  return (
    <div className="stack tight">
      <Radio.Group label={t("databases.tls")} value={where.tls} onChange={(tls) => set({ tls: tls as Where["tls"] })}>
        <div className="radios">{TLS_WAYS.map((way) => <Radio key={way} value={way} label={t(`database_tls.${way}`)} description={t(`database_tls_help.${way}`)} />)}</div>
      </Radio.Group>
      {where.tls === "own" ? <Textarea label={t("databases.roots")} description={t("databases.roots_help")} value={where.roots} error={error} autosize minRows={4} maxRows={10} spellCheck={false} classNames={{ input: "yaml" }} placeholder="-----BEGIN CERTIFICATE-----" onChange={(event) => set({ roots: event.currentTarget.value })} /> : null}
    </div>
  );
}

function Grant({ where }: { where: Where }) {
  const { t } = useWords();
  return (
    <details className="mapping-text">
      <summary>{t("databases.grant")}</summary>
      <p className="muted small after">{t("databases.grant_help")}</p>
      <div translate="no"><Copied className="secret wrap lines" text={grantSql(where, t("databases.grant_secret"))} label={t("databases.grant")} /></div>
    </details>
  );
}
