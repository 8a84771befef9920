// The steps by which a database is connected: where it is, what of it is read, what that means, how it is read. What somebody
// entered stands as long as the page is open; the password is kept nowhere in the browser.
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { post, remove } from "../../api/client";
import { dataQuery, sourcesQuery } from "../../api/queries";
import type { ConnectedDatabase, DatabaseLooked, DatabaseSample, DatabaseShown, HowRead, NewDatabase } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { suggestedSource } from "../files/bundle";
import { leadTo, StepPanel } from "../files/step-panel";
import { atOf, NOWHERE, whereOf } from "./at";
import { fileOf, guessed, HOW, type How, howOf, readOf } from "./guess";
import { HowForm } from "./how";
import { MeaningStep, type Understood } from "./meaning";
import { whereWords } from "./place";
import { Refused, Remarks } from "./told";
import { type Chosen, WhatStep } from "./what";
import { type Access, passwordOf, WhereStep } from "./where";

type Step = "where" | "what" | "meaning" | "how";
const ORDER: Step[] = ["where", "what", "meaning", "how"];
const heading = (step: Step) => `database-${step}`;
export const DATABASE_KEYS = ["databases", "data", "today", "imports", "customers"];

interface OfSetup { known: ConnectedDatabase | null; all: ConnectedDatabase[]; /** How many steps stand before these. */ after: number; done(shown: DatabaseShown): void }

function chosenOf(known: ConnectedDatabase | null): Chosen {
  if (known === null) return { id: "", schema: null, table: "", query: "" };
  const { id, read } = known;
  // Of a table that is heard the query is that of the look.
  return read.by === "pull" ? { id, schema: null, table: null, query: read.query } : { id, schema: read.schema, table: read.table, query: "" };
}

export function DatabaseSetup({ known, all, after, done }: OfSetup) {
  const words = useWords();
  const { t } = words;
  const client = useQueryClient();
  const [step, setStep] = useState<Step>("where");
  const [access, setAccess] = useState<Access>({ where: known === null ? NOWHERE : whereOf(known.at), password: null });
  const [looked, setLooked] = useState<DatabaseLooked | null>(null);
  const [chosen, setChosen] = useState<Chosen>(chosenOf(known));
  const [named, setNamed] = useState(false);
  const [sample, setSample] = useState<DatabaseSample | null>(null);
  const [understood, setUnderstood] = useState<Understood | null>(null);
  const [how, setHow] = useState<How>(known === null ? HOW : howOf(known.read));
  useForgotten(sample?.upload ?? null);
  const declared = (useQuery(dataQuery).data?.sources ?? []).map((one) => one.id);
  const sources = useQuery(sourcesQuery).data ?? [];
  const taken = [...all, ...sources].map(({ id }) => id);
  const go = (next: Step) => {
    setStep(next);
    leadTo(heading(next));
  };
  const at = atOf(access.where);
  const isSameQuery = known !== null && chosenOf(known).query === chosen.query;
  const rows = useMutation({
    mutationFn: () => post<DatabaseSample>("/databases/rows", { at, password: passwordOf(known, access), id: known?.id ?? null, query: chosen.query, file: (isSameQuery && fileOf(known.mapping)) || `${chosen.id}.rows` }),
    onSuccess: (answer) => {
      setSample(answer);
      setUnderstood(null);
      go("meaning");
    },
  });
  const read: HowRead = readOf(how, chosen);
  const connect = useMutation({
    mutationFn: (mapping: string) => post<DatabaseShown>("/databases", { id: chosen.id, at, password: passwordOf(known, access), read, mapping } satisfies NewDatabase),
    onSuccess: async (answer) => {
      await Promise.all(DATABASE_KEYS.map((key) => client.invalidateQueries({ queryKey: [key] })));
      done(answer);
    },
  });
  const state = (one: Step) => (one === step ? "open" : ORDER.indexOf(one) < ORDER.indexOf(step) ? "done" : "later");
  const panel = (one: Step) => ({ name: heading(one), number: after + 1 + ORDER.indexOf(one), title: t(`databases.step_${one}`), help: t(`databases.step_${one}_help`), state: state(one) } as const);
  const change = (next: Partial<Chosen>) => {
    rows.reset();
    if (next.id !== undefined) setNamed(true);
    const id = known !== null || named || !next.table ? {} : { id: freeName(next.table, taken) };
    setChosen((before) => ({ ...before, ...id, ...next }));
  };
  return (
    <>
      <StepPanel {...panel("where")}>
        {step === "where"
          ? <WhereStep known={known} access={access} change={(next) => setAccess((before) => ({ ...before, ...next }))} found={(answer) => { setLooked(answer); setChosen((before) => withQuery(before, answer)); go("what"); }} />
          : <Told text={t("databases.where_told", { place: whereWords(words, at), count: looked?.tables.length ?? 0 })} again={() => go("where")} />}
        {step !== "where" && looked !== null && looked.remarks.length > 0 ? <div className="after-told"><Remarks remarks={looked.remarks} /></div> : null}
      </StepPanel>
      <StepPanel {...panel("what")}>
        {state("what") === "later" || looked === null ? null : step === "what"
          ? <WhatStep looked={looked} fixed={known !== null} taken={taken} declared={declared} chosen={chosen} change={change} busy={rows.isPending} error={rows.error} go={() => rows.mutate()} />
          : <Told text={t(chosen.table === null ? "databases.what_told_query" : "databases.what_told", { table: chosen.table ?? "", count: sample?.rows ?? 0, id: chosen.id })} again={() => go("what")} />}
      </StepPanel>
      <StepPanel {...panel("meaning")}>
        {state("meaning") === "later" || sample === null ? null : (
          <MeaningStep
            key={sample.upload}
            upload={sample.upload}
            source={chosen.id}
            text={isSameQuery ? known.mapping : null}
            open={step === "meaning"}
            again={() => go("meaning")}
            done={(next) => {
              setUnderstood(next);
              setHow((before) => proposed(before, next, { isNew: known === null, canHear: access.where.kind === "postgres" && chosen.table !== null }));
              go("how");
            }}
          />
        )}
      </StepPanel>
      <StepPanel {...panel("how")}>
        {step !== "how" || understood === null ? null : (
          <HowForm where={access.where} what={chosen} columns={understood.columns} how={how} change={(next) => { connect.reset(); setHow((before) => ({ ...before, ...next })); }} act={t(known === null ? "databases.connect" : "sources.change_now")} help={t("databases.connect_help")} busy={connect.isPending} trouble={connect.error ? <Refused error={connect.error} /> : null} go={() => connect.mutate(understood.mapping)} />
        )}
      </StepPanel>
    </>
  );
}

/** What is guessed stands until somebody says otherwise; a column that is no longer there is guessed anew. */
function proposed(before: How, { columns }: Understood, { isNew, canHear }: { isNew: boolean; canHear: boolean }): How {
  const guess = guessed(columns);
  const names = columns.map(({ name }) => name);
  // Hearing changes needs somebody to set it up: it is proposed where nothing else shows what is new.
  const by = !canHear ? "pull" : isNew && before.watermark === "" && guess.watermark === "" ? "capture" : before.by;
  const watermark = names.includes(before.watermark) ? {} : { watermark: guess.watermark, kind: guess.kind };
  const key = before.key.length > 0 && before.key.every((name) => names.includes(name)) ? {} : { key: guess.key };
  return { ...before, by, ...watermark, ...key };
}

/** Of a table that was chosen before, the query is that of the look. */
function withQuery(chosen: Chosen, looked: DatabaseLooked): Chosen {
  if (chosen.table === null) return chosen;
  const found = looked.tables.find(({ schema, name }) => name === chosen.table && (chosen.schema === null || schema === chosen.schema));
  return found ? { ...chosen, schema: found.schema, query: found.query } : { ...chosen, table: "", schema: null, query: "" };
}

function freeName(table: string, taken: string[]): string {
  const name = suggestedSource(table) || "datenbank";
  for (let count = 1; ; count += 1) {
    const tried = count === 1 ? name : `${name}-${count}`;
    if (!taken.includes(tried)) return tried;
  }
}

/** The first rows of a look are personal data: nobody needs them once others were taken or the page is left. */
function useForgotten(upload: string | null) {
  const last = useRef(upload);
  const client = useQueryClient();
  useEffect(() => {
    const before = last.current;
    last.current = upload;
    if (before !== null && before !== upload) void remove(`/uploads/${encodeURIComponent(before)}`).catch(() => undefined);
  }, [upload]);
  useEffect(() => () => {
    const left = last.current;
    if (left !== null) void remove(`/uploads/${encodeURIComponent(left)}`).catch(() => undefined).then(() => client.invalidateQueries({ queryKey: ["uploads"], exact: true }));
  }, [client]);
}

function Told({ text, again }: { text: string; again(): void }) {
  const { t } = useWords();
  return (
    <p className="actions files-summary">
      <span>{text}</span>
      <Button size="compact-sm" variant="default" onClick={again}>{t("sources.change")}</Button>
    </p>
  );
}
