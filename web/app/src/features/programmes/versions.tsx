// The versions of a programme: who made which one live and when, what has changed since, and the way back to it.
import { Button, SegmentedControl } from "@mantine/core";
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
import { lineDiff } from "./lines";

type Row = Programme["versions"][number];

export function VersionsTab({ programme, draft }: { programme: Programme; draft: DraftState }) {
  const { t } = useWords();
  const [{ version = "" }] = useUrlState();
  if (programme.versions.length === 0) return <section className="panel"><Empty title={t("programme.no_versions")} /></section>;
  return (
    <div className="versions">
      <Table rows={programme.versions} chosen={version} />
      {version === "" ? <section className="panel"><Empty title={t("versions.choose")} help={t("versions.choose_help")} /></section> : <Whole key={version} programme={programme} version={version} draft={draft} />}
    </div>
  );
}

function Table({ rows, chosen }: { rows: Row[]; chosen: string }) {
  const { t, code, format } = useWords();
  const [, setUrl] = useUrlState();
  return (
    <section className="panel flush">
      <div className="panel-head"><h2 className="section-title">{t("programme.versions")}</h2></div>
      <ul className="version-list">
        {rows.map((row, index) => (
          <li key={`${row.at} ${row.program}`}>
            <button type="button" aria-current={row.program !== null && row.program === chosen} disabled={!row.program} onClick={() => setUrl({ version: row.program === chosen ? "" : (row.program ?? "") })}>
              <span><strong>{format.dateTime(row.clock ?? row.at)}</strong> {index === 0 ? <span className="chip good">{t("programme.current")}</span> : null}</span>
              <span className="muted small">{code("version_act", row.act)}{row.by ? ` · ${row.by}` : ""}</span>
              <RealTime of={row} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where the clock on screen is not the real one, which of the two a moment is told by. */
function RealTime({ of: { at, clock } }: { of: Pick<Row, "at" | "clock"> }) {
  const { t, format } = useWords();
  const session = useSession();
  if (clock !== null) return Math.abs(Date.parse(clock) - Date.parse(at)) < 60_000 ? null : <span className="muted small">{t("versions.real_time", { time: format.dateTime(at) })}</span>;
  return session.clock.movable ? <span className="muted small">{t("versions.real_time_only")}</span> : null;
}

function Whole({ programme, version, draft }: { programme: Programme; version: string; draft: DraftState }) {
  const query = useQuery(versionQuery(programme.definition.id, version));
  return <Answer query={query}>{(whole) => <Since whole={whole} programme={programme} draft={draft} />}</Answer>;
}

function Since({ whole, programme, draft }: { whole: Version; programme: Programme; draft: DraftState }) {
  const { t, format } = useWords();
  const [, setUrl] = useUrlState();
  const { allowed, why } = useMay("check");
  const [view, setView] = useState<"words" | "text">("words");
  const same = whole.yaml === programme.yaml;
  const take = () => {
    draft.change(whole.yaml);
    setUrl({ tab: "", version: "", step: "" }, { replace: false });
  };
  return (
    <section className="panel" aria-labelledby="version-title">
      <div className="panel-head">
        <h2 className="section-title" id="version-title">{t("versions.of", { time: format.dateTime(whole.clock ?? whole.at) })}</h2>
        <Button disabled={!allowed || same} title={why ?? (same ? t("versions.same") : undefined)} onClick={take}>{t("versions.take")}</Button>
      </div>
      <SegmentedControl size="xs" mb="md" aria-label={t("versions.view")} value={view} onChange={(next) => setView(next as typeof view)} data={[{ value: "words", label: t("versions.in_words") }, { value: "text", label: t("versions.as_text") }]} />
      {view === "text" ? <TextDiff before={whole.yaml} after={programme.yaml} /> : (
        <>
          <h3 className="eyebrow">{t("versions.since")}</h3>
          {whole.since.length === 0 ? <p className="muted">{t("versions.nothing_since")}</p> : <Differences changes={whole.since} before={whole.definition} after={programme.definition} />}
        </>
      )}
    </section>
  );
}

const SIGN = { same: " ", gone: "−", new: "+" } as const;

function TextDiff({ before, after }: { before: string; after: string }) {
  const { t } = useWords();
  if (before === after) return <p className="muted">{t("versions.nothing_since")}</p>;
  return (
    <pre className="line-diff" tabIndex={0} aria-label={t("versions.as_text")}>
      {lineDiff(before, after).map((line, index) => line.kind === "left_out"
        ? <span key={index} className="left-out">{t("versions.lines_left_out", { count: line.count })}</span>
        : <span key={index} className={line.kind}>{SIGN[line.kind]} {line.text}</span>)}
    </pre>
  );
}
