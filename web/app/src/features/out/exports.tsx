// Exports: what, when, and what became of the last runs.
import { Button } from "@mantine/core";
import { IconFileExport } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { exportsQuery } from "../../api/queries";
import type { FileExport } from "../../api/schema";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { RemoveExport, RunExport } from "./export-deeds";
import { useScheduleWords, useTableWords } from "./export-words";
import { Runs } from "./runs";

export function Exports() {
  const { t } = useWords();
  const query = useQuery(exportsQuery);
  const failing = query.data?.some(({ runs }) => runs[0]?.failed);
  return (
    <section className="panel flush" aria-labelledby="exports-title">
      <div className="panel-head">
        <h2 className="section-title" id="exports-title">{t("exports.title")}{failing ? <> <span className="chip bad">{t("data.needs_you")}</span></> : null}</h2>
        <Button size="xs" variant="default" renderRoot={(root) => <Link {...root} to={paths.export} />} leftSection={<IconFileExport size={15} aria-hidden />}>{t("exports.make")}</Button>
      </div>
      <Answer query={query} lines={3}>
        {(all) => (all.length === 0 ? <Empty title={t("exports.none")} help={t("exports.none_help")} /> : all.map((one) => <One key={one.id} one={one} />))}
      </Answer>
    </section>
  );
}

export function ExportChip({ one: { running, runs } }: { one: Pick<FileExport, "running" | "runs"> }) {
  const { t } = useWords();
  const [last] = runs;
  const [words, tone] = running ? (["exports.running", "accent"] as const) : last === undefined ? (["exports.not_yet", ""] as const) : last.failed ? (["exports.failed", "bad"] as const) : (["exports.well", "good"] as const);
  return <span className={`chip ${tone}`} role="status">{t(words)}</span>;
}

function One({ one }: { one: FileExport }) {
  const { t } = useWords();
  return (
    <article className="quarantined" aria-label={one.id}>
      <div className="panel-head">
        <h3 className="source-name"><span translate="no">{one.id}</span> <ExportChip one={one} /></h3>
        <span className="actions">
          <RunExport one={one} />
          <Link className="small" to={paths.export} search={{ which: one.id }}>{t("webhooks.open")}<span className="visually-hidden">: {one.id}</span></Link>
          <RemoveExport one={one} />
        </span>
      </div>
      <ExportStand one={one} />
      <Runs runs={one.runs} most={1} />
    </article>
  );
}

export function ExportStand({ one }: { one: FileExport }) {
  const { t, code, format } = useWords();
  const { now } = useSession().clock;
  const schedule = useScheduleWords();
  const table = useTableWords();
  return (
    <dl className="values">
      <div><dt>{t("exports.what")}</dt><dd>{code("export_what", one.what)}{one.segment ? t("exports.of_segment", { segment: one.segment }) : ""}{one.days ? t("exports.of_days", { count: one.days }) : ""}</dd></div>
      {one.to.kind === "folder" ? <div><dt>{t("exports.format")}</dt><dd>{code("export_format", one.to.format)}</dd></div> : null}
      {one.what === "customers" ? <div><dt>{t("exports.columns")}</dt><dd>{format.number(one.fields.length)}</dd></div> : null}
      <div><dt>{t("exports.when")}</dt><dd>{schedule(one.schedule)}</dd></div>
      {one.next ? <div><dt>{t("databases.next")}</dt><dd><time dateTime={one.next} title={format.ago(one.next, now)}>{format.dateTime(one.next)}</time></dd></div> : null}
      {one.to.kind === "folder" ? <div><dt>{t("exports.folder")}</dt><dd translate="no">{one.to.folder === "" ? "/" : one.to.folder}</dd></div> : <div><dt>{t("exports.table")}</dt><dd>{table(one.to)}</dd></div>}
    </dl>
  );
}
