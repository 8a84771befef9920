// Quarantine: what could not be taken in, why, what helps, and a way to try again after it was mended.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { post } from "../../api/client";
import { quarantineQuery, refusedQuery } from "../../api/queries";
import type { Quarantined, Redriven } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { AskFirst } from "../files/ask-first";
import { Refused } from "./refused";
import { Answer, Empty } from "../../ui/states";

const intoView = (element: HTMLElement | null) => element?.closest("section")?.scrollIntoView();

export function Quarantine() {
  const { t } = useWords();
  // Whoever comes for what waits is led to it, once it is there.
  const isWanted = useLocation().hash === "quarantine";
  const query = useQuery(quarantineQuery);
  const refused = useQuery(refusedQuery);
  const redrive = useRedrive();
  const { allowed, why } = useMay("redrive");
  const rows = query.data ?? [];
  return (
    <section className="panel flush" id="quarantine">
      <div className="panel-head">
        <h2 className="section-title">{t("data.quarantine")}</h2>
        {rows.length > 0 ? (
          <Button size="xs" variant="default" disabled={!allowed} title={why} loading={redrive.isPending && redrive.variables === ""} onClick={() => redrive.mutate("")}>
            {t("data.redrive_all")}
          </Button>
        ) : null}
      </div>
      <Answer query={query} lines={3}>
        {(found) => (found.length === 0 ? (refused.data?.groups.length === 0 ? <Empty title={t("data.quarantine_none")} help={t("data.quarantine_help")} /> : null) : <Sources rows={found} />)}
      </Answer>
      <Answer query={refused} lines={2}>{(told) => <div ref={isWanted ? intoView : null}><Refused told={told} /></div>}</Answer>
    </section>
  );
}

/** Of one source, or of all where none is named. */
function useRedrive() {
  const { t } = useWords();
  return useDeed({
    act: (source: string) => post<Redriven>("/quarantine/redrive", { source: source === "" ? null : source }),
    touches: ["quarantine", "data", "today"],
    said: ({ driven, left }) => (left === 0 ? t("data.redriven", { count: driven }) : t("data.redriven_left", { driven, left })),
  });
}

function Sources({ rows }: { rows: Quarantined[] }) {
  const sources = [...new Set(rows.map(({ source }) => source))];
  return sources.map((source) => <OfSource key={source} source={source} rows={rows.filter((row) => row.source === source)} />);
}

function OfSource({ source, rows }: { source: string; rows: Quarantined[] }) {
  const { t, code, format } = useWords();
  const redrive = useRedrive();
  const { allowed, why } = useMay("redrive");
  return (
    <div className="quarantined">
      <div className="panel-head">
        <h3 className="eyebrow">{code("source", source)} <span className="muted">{t("data.quarantined_count", { count: rows.length })}</span></h3>
        <Button size="compact-sm" variant="subtle" disabled={!allowed} title={why} loading={redrive.isPending} onClick={() => redrive.mutate(source)}>{t("data.redrive")}</Button>
      </div>
      <ul className="needs">
        {rows.map((row) => (
          <li key={row.id}>
            <span>
              {row.code ? code("quarantine", row.code, row.values) : row.reason}
              {row.meant ? <span style={{ display: "block" }}>{t("data.quarantine_meant", { name: row.meant })}</span> : null}
              {row.person ? <span className="small" style={{ display: "block" }}><Link to={paths.customers} search={{ query: row.person }}>{t("data.quarantine_person", { person: row.person })}</Link></span> : null}
              {row.sent.length > 0 ? <span className="small quarantine-sent">{row.sent.map(({ name, value }) => <span key={name}><span className="muted">{name}:</span> {value}</span>)}</span> : null}
              <span className="mono muted small" style={{ display: "block", overflowWrap: "anywhere" }} translate="no">{row.place}</span>
            </span>
            <span className="quarantine-side">
              <time className="muted small nowrap" dateTime={row.received}>{format.dateTime(row.received)}</time>
              <Discard row={row} />
            </span>
          </li>
        ))}
      </ul>
      <p className="muted small" style={{ margin: "8px 0 0" }}>{t("data.fix")}</p>
    </div>
  );
}

/** It cannot be taken back, so it is asked first. */
function Discard({ row }: { row: Quarantined }) {
  const { t, code } = useWords();
  const { allowed, why } = useMay("redrive");
  const deed = useDeed({ act: () => post("/quarantine/discard", { id: row.id }), touches: ["quarantine", "data", "today"], said: () => t("data.quarantine_discarded") });
  const name = row.code ? code("quarantine", row.code, row.values) : row.place;
  return <AskFirst label={t("data.quarantine_discard")} name={t("data.quarantine_discard_of", { name })} question={t("data.quarantine_discard_ask")} act={t("data.quarantine_discard_really")} disabled={!allowed} why={why} loading={deed.isPending} onYes={() => deed.mutate()} />;
}
