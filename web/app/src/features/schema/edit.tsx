// The schema, changed: fields of people, own events, what customers have, and their own outlet. Published it is live at once,
// and one press takes that back.
import { Tabs } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useBlocker } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { Failure, put } from "../../api/client";
import type { Problem, SchemaTold } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { Coming } from "./coming";
import { draftOf, ownOf, renamed, type SchemaDraft } from "./draft";
import { type Around, FieldRows, useDraftName } from "./field-rows";
import { KindParts } from "./kind-parts";
import { NearestPart } from "./nearest";
import { changeFrom, changesOf, isNothing, isSame, type SchemaOwn, type SchemaWritten } from "./own";
import { judgedQuery, schemaQuery } from "./queries";
import { rowOf, troublesOf, type Why } from "./troubles";

const TYPING_MS = 400;
const PARTS = ["fields", "events", "entities", "nearest"] as const;

export function EditSchemaPage() {
  const query = useQuery(schemaQuery);
  return (
    <Answer query={query} lines={10} page>
      {(schema) => <Edit schema={schema} own={schema.own} />}
    </Answer>
  );
}

interface Act { written: SchemaWritten; back: SchemaWritten; isBack: boolean }

function Edit({ schema, own }: { schema: SchemaTold; own: SchemaOwn }) {
  const { t } = useWords();
  const { allowed, why: forbidden } = useMay("publish");
  const { allowed: mayTry } = useMay("check");
  const [search, setUrl] = useUrlState();
  const part = PARTS.find((one) => one === search.tab) ?? "fields";
  // What others publish meanwhile leaves the draft alone: a change names only what it changes.
  const [base, setBase] = useState(own);
  const [draft, setDraft] = useState(() => draftOf(own));
  const [fresh, setFresh] = useState("");
  const rows = useRef(0);
  const nameOf = useDraftName();
  const change = (next: Partial<SchemaDraft>) => setDraft((before) => ({ ...before, ...next }));
  const after = ownOf(draft, base);
  const changes = changesOf(base, after);
  const written = changeFrom(base, after);
  const troubles = troublesOf(draft, schema.shipped.map(({ id }) => id), nameOf);
  const isChanged = !isNothing(changes) || !isSame(base, after);
  const isWhole = troubles.length === 0;
  const [settled] = useDebouncedValue(written, TYPING_MS);
  const judged = useQuery(judgedQuery(settled, mayTry && isWhole && isChanged && isSame(settled, written)));
  const deed = useDeed<Act, SchemaOwn>({
    quiet: true,
    act: ({ written }) => put<SchemaOwn>("/schema", written),
    touches: ["schema", "names"],
    said: (_, { isBack }) => t(isBack ? "schema.edit.back" : "schema.edit.published"),
    undo: ({ written, back, isBack }) => (isBack ? null : { written: back, back: written, isBack: true }),
    onDone: (now) => { setBase(now); setDraft(draftOf(now)); },
  });
  useBlocker({ shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !window.confirm(t("forms.leave")), enableBeforeUnload: isChanged && allowed, disabled: !isChanged || !allowed || deed.isPending });

  const error = deed.error !== null && isSame(deed.variables?.written, written) ? deed.error : judged.error;
  const found = isChanged && error instanceof Failure ? error.problems : [];
  const around: Around = {
    parts: schema.parts, fresh,
    why: new Map<string, Why>(troubles.map(({ at, why }) => [at, why])),
    problems: byRow(found, draft),
    nextKey: () => { rows.current += 1; setFresh(`new ${rows.current}`); return `new ${rows.current}`; },
    rename: (id, name) => setDraft((before) => renamed(before, id, name)),
    finds: (id) => [draft.nearest.chosen, draft.nearest.position, draft.nearest.group, ...draft.nearest.by].includes(id) && id !== "",
  };
  const stopped = forbidden ?? (troubles.length > 0 ? t("schema.edit.incomplete", { count: troubles.length }) : !isChanged ? t("forms.unchanged") : found.length > 0 ? t("schema.edit.trouble") : undefined);
  return (
    <>
      <PageHead title={t("schema.edit.title")} lead={<><Link to={paths.schema}>{t("schema.title")}</Link> · {t("schema.edit.lead")}</>} />
      <div className="split">
        <Tabs value={part} onChange={(next) => setUrl({ tab: next === "fields" ? "" : (next ?? "") })} keepMounted={false}>
          <Tabs.List mb="lg">
            {PARTS.map((one) => {
              const count = troubles.filter(({ at }) => at === one || at.startsWith(`${one}/`)).length + [...around.problems.keys()].filter((row) => row === one || row.startsWith(`${one}/`)).length;
              return <Tabs.Tab key={one} value={one}>{one === "nearest" ? t("schema.edit.nearest") : t(`schema.tab.${one}`)}{count > 0 ? <> <span className="chip bad">{t("schema.edit.open", { count })}</span></> : null}</Tabs.Tab>;
            })}
          </Tabs.List>
          <Tabs.Panel value={part}>
            {part === "fields" ? <section className="panel stack" aria-label={t("schema.tab.fields")}><p className="muted after">{t("schema.edit.lead.fields")}</p><FieldRows fields={draft.fields} parent="fields" part="field" whole="" around={around} change={(fields) => change({ fields })} /></section>
              : part === "nearest" ? <NearestPart draft={draft} around={around} change={(nearest) => change({ nearest })} />
              : <KindParts key={part} which={part} kinds={draft[part]} around={around} change={(kinds) => change({ [part]: kinds })} />}
          </Tabs.Panel>
        </Tabs>
        <div className="plan-side">
          <Coming
            changes={changes} after={after} parts={schema.parts} elsewhere={found.filter((problem) => rowOf(problem, draft) === null)} error={isChanged && error !== null && found.length === 0 ? error : null} stopped={stopped} isPublishing={deed.isPending}
            publish={() => deed.mutate({ written, back: changeFrom(after, base), isBack: false })} discard={() => { setDraft(draftOf(base)); deed.reset(); }}
          />
        </div>
      </div>
    </>
  );
}

function byRow(problems: Problem[], draft: SchemaDraft): Map<string, Problem[]> {
  const all = new Map<string, Problem[]>();
  for (const problem of problems) {
    const row = rowOf(problem, draft);
    if (row !== null) all.set(row, [...(all.get(row) ?? []), problem]);
  }
  return all;
}
