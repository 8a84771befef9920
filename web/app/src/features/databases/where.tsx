// The first step: which database, who may read there, and how it is kept from others; then a look at what there is.
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client";
import type { ConnectedDatabase, DatabaseLooked } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Copied } from "../sources/copied";
import { atOf, grantSql, isSamePlace, lacking, type Where } from "./at";
import { PlaceFields } from "./place-fields";
import { Refused } from "./told";

/** With what a database is asked. */
export interface Access { where: Where; /** Null: the one that the server knows. */ password: string | null }
interface OfStep { known: ConnectedDatabase | null; access: Access; change(next: Partial<Access>): void; found(looked: DatabaseLooked): void }

export function WhereStep({ known, access, change, found }: OfStep) {
  const { t } = useWords();
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
  const send = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    if (lacking(where).length === 0) look.mutate();
  };
  return (
    <form className="stack source-form" onSubmit={send} noValidate>
      <PlaceFields where={where} set={set} wrong={missing} password={password} setPassword={(next) => { look.reset(); change({ password: next }); }} isKept={isSamePlace(known, where)} isKnown={known !== null} fileHelp={t("databases.file_help")}>
        <Grant where={where} />
      </PlaceFields>
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
