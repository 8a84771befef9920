// One mailing: who gets it and who does not, a test, when it goes out, how far it is, and a stop for all of it.
import { Alert, Button, Progress } from "@mantine/core";
import { IconPlayerPlayFilled, IconPlayerStopFilled } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { Failure, post } from "../../api/client";
import type { MailingRow } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Rule } from "../../ui/rule";
import { Answer, Broken } from "../../ui/states";
import { CountFigures } from "../intents/counts";
import { BecamePanel, hasGone, reachedOf } from "./became";
import { HandedPanel } from "./handed";
import { isEverybody } from "./plan";
import { ListPanel } from "./pasted";
import { WaterfallPanel } from "./picture";
import { SchedulePanel } from "./schedule";
import { MailingChip, useMailings } from "./state";
import { TestPanel } from "./test-send";

export function MailingPage() {
  const { id = "", mailing = "" } = useParams({ strict: false });
  const query = useMailings();
  return (
    <Answer query={query} lines={10} page>
      {(rows) => {
        const row = rows.find((one) => one.programme === id && one.id === mailing);
        return row ? <Whole row={row} /> : <Broken page error={new Failure(404, "not_found", "", "")} />;
      }}
    </Answer>
  );
}

export const mailingPath = (row: MailingRow) => `/programmes/${encodeURIComponent(row.programme)}/mailings/${encodeURIComponent(row.id)}`;

function Whole({ row }: { row: MailingRow }) {
  const { t, say } = useWords();
  const path = mailingPath(row);
  const list = row.followed?.list ?? null;
  return (
    <>
      <PageHead
        title={say(row.name)}
        lead={
          <>
            <Link to={paths.programmes} search={{ tab: "mailings" }}>{t("programme.mailings")}</Link> · <Link to={paths.message} params={{ programme: row.programme, message: row.message.id }}>{say(row.message.name)}</Link> · <Link to={paths.programme} params={{ id: row.programme }}>{t("mailing.programme")}</Link>{" "}
            <MailingChip row={row} />
          </>
        }
      >
        <div className="actions">
          <EditMailing row={row} />
          <StopMailing row={row} path={path} />
        </div>
      </PageHead>
      <StandNotice row={row} />
      {row.followed ? <Progressed row={row} followed={row.followed} running={row.state === "running"} /> : null}
      <div className="split">
        <div className="stack">
          {row.followed && reachedOf(row.followed.counts) > 0 ? <BecamePanel row={row} followed={row.followed} /> : null}
          {hasGone(row) ? null : <WaterfallPanel path={path} fresh={`${row.audience} ${list?.size ?? ""} ${row.message.id}`} />}
          {row.state === "planned" ? null : <HandedPanel row={row} />}
        </div>
        <div className="stack">
          <section className="panel">
            <div className="panel-head"><h2 className="section-title">{t("mailing.audience")}</h2></div>
            {isEverybody(row.audience) ? <span>{t(list ? "mailing.only_list" : "mailing.everybody")}</span> : <Rule text={row.audience} />}
          </section>
          <SchedulePanel row={row} path={path} />
          <TestPanel path={path} />
          {row.followed ? <ListPanel row={row} list={list} path={path} /> : null}
        </div>
      </div>
    </>
  );
}

/** How far it is, and what became of those it came to. */
function Progressed({ row, followed, running }: { row: MailingRow; followed: NonNullable<MailingRow["followed"]>; running: boolean }) {
  const { t, format } = useWords();
  const { passed, total, counts } = followed;
  return (
    <>
      <dl className="figures">
        <div><dt>{t("mailing.passed")}</dt><dd>{format.number(passed)}<small>{t("mailing.of", { count: total })}</small></dd></div>
        <CountFigures counts={counts} programme={row.programme} mailing={row.id} />
      </dl>
      {running ? <Progress value={total > 0 ? (100 * passed) / total : 0} aria-label={t("mailing.progress")} mb="lg" size="lg" /> : null}
    </>
  );
}

/** What has begun to go out is not changed any more: some would get the one and some the other. */
function EditMailing({ row }: { row: MailingRow }) {
  const { t } = useWords();
  const { allowed, why } = useMay("check");
  if (row.state !== "planned" && row.state !== "late" && !(row.state === "stopped" && (row.followed?.passed ?? 0) === 0)) return null;
  if (!allowed) return <Button size="lg" variant="default" disabled title={why}>{t("plan.edit_do")}</Button>;
  return <Button size="lg" variant="default" component={Link} to={paths.editMailing} params={{ id: row.programme, mailing: row.id } as never}>{t("plan.edit_do")}</Button>;
}

function StandNotice({ row }: { row: MailingRow }) {
  const { t } = useWords();
  if (row.state === "stopped") return <Alert color="yellow" variant="light" mb="lg" role="status">{t("mailing.stopped_notice")}</Alert>;
  if (row.state === "late") return <Alert color="red" variant="light" mb="lg" role="status">{t("mailing.late_notice")}</Alert>;
  return null;
}

function StopMailing({ row, path }: { row: MailingRow; path: string }) {
  const { t } = useWords();
  const { allowed, why } = useMay("publish");
  const change = useDeed({
    act: (stopped: boolean) => post(`${path}/stop`, { stopped }),
    touches: ["mailings", "programmes", "programme", "today"],
    said: (_, stopped) => t(stopped ? "mailing.stopped_done" : "mailing.resumed_done"),
    undo: (stopped) => (stopped ? false : null),
  });
  if (row.state === "done" || row.state === "past") return null;
  const stopped = row.state === "stopped";
  return (
    <Button
      size="lg"
      color={stopped ? undefined : "red.9"}
      leftSection={stopped ? <IconPlayerPlayFilled size={18} aria-hidden /> : <IconPlayerStopFilled size={18} aria-hidden />}
      disabled={!allowed}
      title={why}
      loading={change.isPending}
      onClick={() => change.mutate(!stopped)}
    >
      {t(stopped ? "mailing.resume" : "mailing.stop")}
    </Button>
  );
}
