// Entries of where a database is, who is known there, and how it is kept from others.
import { PasswordInput, Radio, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../../i18n/context";
import { DATABASE_KINDS, type Entry, isSocket, leadsOut, PORTS, TLS_WAYS, type Where } from "./at";

interface OfPlace {
  where: Where;
  set(next: Partial<Where>): void;
  /** Entries of which it is said that they are missing, or cannot be. */
  wrong: Entry[];
  password: string | null;
  setPassword(next: string | null): void;
  /** Whether the password that is known is used where none is entered. */
  isKept: boolean;
  isKnown: boolean;
  fileHelp: string;
  /** What stands behind user and password. */
  children?: ReactNode;
}

export function PlaceFields({ where, set, wrong, password, setPassword, isKept, isKnown, fileHelp, children }: OfPlace) {
  const { t, code } = useWords();
  const said = (entry: Entry) => (wrong.includes(entry) ? t(entry === "port" ? "databases.port_bad" : "databases.missing") : null);
  const plain = { autoComplete: "off", spellCheck: false, autoCapitalize: "none" } as const;
  return (
    <>
      <Radio.Group label={t("databases.kind")} value={where.kind} onChange={(kind) => set({ kind: kind as Where["kind"] })}>
        <div className="radios in-line">{DATABASE_KINDS.map((kind) => <Radio key={kind} value={kind} label={code("database_kind", kind)} />)}</div>
      </Radio.Group>
      {where.kind === "sqlite" ? (
        <TextInput label={t("databases.file")} description={fileHelp} value={where.file} error={leadsOut(where.file) ? t("exports.file_outside") : said("file")} placeholder="warenwirtschaft.db" {...plain} onChange={(event) => set({ file: event.currentTarget.value })} />
      ) : (
        <>
          <div className="host-port">
            <TextInput label={t("databases.host")} description={t("databases.host_help")} value={where.host} error={said("host")} placeholder="db.example.com" {...plain} onChange={(event) => set({ host: event.currentTarget.value })} />
            <TextInput label={t("databases.port")} description={t("databases.port_help", { port: String(PORTS[where.kind]) })} value={where.port} error={said("port")} inputMode="numeric" maxLength={5} {...plain} onChange={(event) => set({ port: event.currentTarget.value })} />
          </div>
          <TextInput label={t("databases.database")} value={where.database} error={said("database")} placeholder="shop" {...plain} onChange={(event) => set({ database: event.currentTarget.value })} />
          <div className="host-port even">
            <TextInput label={t("databases.user")} value={where.user} error={said("user")} {...plain} onChange={(event) => set({ user: event.currentTarget.value })} />
            <PasswordInput label={t("databases.password")} value={password ?? ""} placeholder={isKept ? t("databases.password_kept") : ""} autoComplete="new-password" visibilityToggleButtonProps={{ "aria-label": t("databases.password_show") }} onChange={(event) => setPassword(event.currentTarget.value || null)} />
          </div>
          <p className="muted small after tight-after">{t(isKept ? "databases.password_kept_help" : isKnown ? "databases.password_again" : "databases.password_help")}</p>
          {children}
          {isSocket(where) ? <p className="muted small after">{t("databases.tls_socket")}</p> : <Encryption where={where} set={set} error={said("roots")} />}
        </>
      )}
    </>
  );
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
