// The versions of a programme: who made which one live and when, what has changed since, and the way back to it.
import { Button, SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { versionQuery } from "../../api/queries";
import type { Programme, Version } from "../../api/schema";
import { useMay } from "../../app/deed";
import { useUrlState } from "../../app/router";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { Differences } from "./differences";
import type { DraftState } from "./draft-state";
import { inOrder } from "./compared";
import { TextDiff } from "./text-diff";

type Row = Programme["versions"][number];

export function VersionsTab({ programme, draft }: { programme: Programme; draft: DraftState }) {
  const { t } = useWords();
  const [{ version = "", which = "" }] = useUrlState();
  if (programme.versions.length === 0) return <section className="panel"><Empty title={t("programme.no_versions")} /></section>;
  return (
    <div className="versions">
      <Table rows={programme.versions} chosen={version} />
      {version === "" ? <section className="panel"><Empty title={t("versions.choose")} help={t("versions.choose_help")} /></section> : <Whole key={`${version} ${which}`} programme={programme} version={version} against={which === version ? "" : which} draft={draft} />}
    </div>
  );
}

function Table({ rows, chosen }: { rows: Row[]; chosen: string }) {
  const { t, code } = useWords();
  const when = useWhen();
  const [, setUrl] = useUrlState();
  return (
    <section className="panel flush">
      <div className="panel-head"><h2 className="section-title">{t("programme.versions")}</h2></div>
      <ul className="version-list">
        {rows.map((row, index) => (
          <li key={row.number}>
            <button type="button" aria-current={row.program !== null && row.program === chosen} disabled={!row.program} onClick={() => setUrl({ version: row.program === chosen ? "" : (row.program ?? ""), which: "" })}>
              <span><strong>{t("versions.number", { number: row.number })}</strong> {index === 0 ? <span className="chip good">{t("programme.current")}</span> : null}</span>
              <span className="muted small">{code("version_act", row.act)}{row.by ? ` · ${row.by}` : ""}</span>
              <span className="muted small">{when(row)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** When it became live by the one clock on screen; before that clock ran there was none to tell it by. */
function useWhen(): (row: Pick<Row, "at" | "clock">) => string {
  const { t, format } = useWords();
  const { clock } = useSession();
  return (row) => (row.clock !== null && row.clock !== undefined ? format.dateTime(row.clock) : clock.movable ? t("versions.before_clock") : format.dateTime(row.at));
}

function Whole({ programme, version, against, draft }: { programme: Programme; version: string; against: string; draft: DraftState }) {
  const query = useQuery(versionQuery(programme.definition.id, version, against));
  return <Answer query={query}>{(whole) => <Since whole={whole} programme={programme} version={version} against={against} draft={draft} />}</Answer>;
}

interface SinceProps { whole: Version; programme: Programme; version: string; against: string; draft: DraftState }

function Since({ whole, programme, version, against, draft }: SinceProps) {
  const { t } = useWords();
  const when = useWhen();
  const [, setUrl] = useUrlState();
  const { allowed, why } = useMay("check");
  const [view, setView] = useState<"words" | "text">("words");
  const same = whole.yaml === programme.yaml;
  const other = whole.against ?? { number: programme.versions[0]?.number ?? whole.number, definition: programme.definition, yaml: programme.yaml };
  const { before, after, changes } = inOrder(whole, other);
  const take = () => {
    draft.change(whole.yaml);
    setUrl({ tab: "", version: "", which: "", step: "" }, { replace: false });
  };
  const others = programme.versions.filter(({ program }, index) => index > 0 && program !== null && program !== version);
  return (
    <section className="panel" aria-labelledby="version-title">
      <div className="panel-head">
        <h2 className="section-title" id="version-title">{t("versions.of", { number: whole.number, time: when(whole) })}</h2>
        <Button disabled={!allowed || same} title={why ?? (same ? t("versions.same") : undefined)} onClick={take}>{t("versions.take")}</Button>
      </div>
      <div className="actions" style={{ marginBottom: 16, alignItems: "end" }}>
        <Select
          label={t("versions.compare")}
          size="xs"
          value={against || "live"}
          onChange={(next) => setUrl({ which: next === "live" ? "" : (next ?? "") })}
          data={[{ value: "live", label: t("versions.with_live") }, ...unique(others).map((row) => ({ value: row.program ?? "", label: t("versions.of", { number: row.number, time: when(row) }) }))]}
          allowDeselect={false}
          w={300}
          maw="100%"
        />
        <SegmentedControl size="xs" aria-label={t("versions.view")} value={view} onChange={(next) => setView(next as typeof view)} data={[{ value: "words", label: t("versions.in_words") }, { value: "text", label: t("versions.as_text") }]} />
      </div>
      {view === "text" ? <TextDiff before={before.yaml} after={after.yaml} /> : (
        <>
          <h3 className="eyebrow">{against ? t("versions.between", { before: before.number, after: after.number }) : t("versions.since")}</h3>
          {changes.length === 0 ? <p className="muted">{t(against ? "versions.no_difference" : "versions.nothing_since")}</p> : <Differences changes={changes} before={before.definition} after={after.definition} />}
        </>
      )}
    </section>
  );
}

/** The same program may have been live more than once; its newest time stands for it. */
const unique = (rows: Row[]) => rows.filter((row, index) => rows.findIndex(({ program }) => program === row.program) === index);
