// Rows of files that an import refused, by why: a line each that leads to their page; and there looked at, corrected, read again
// together, or not wanted.
import { Button, Textarea } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { post } from "../../api/client";
import { refusedRowsKey, refusedRowsQuery } from "../../api/queries";
import type { NotWantedTold, ReadAgainTold, RefusedGroup, RefusedRows as Waiting } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { Cure } from "./cure";
import { Row } from "./refused-row";

export const REFUSED_KEYS = ["quarantine", "refused", "data", "today", "customers"];

/** A line for each group. */
export function Refused({ told }: { told: Waiting }) {
  const { t } = useWords();
  return (
    <>
      {told.waiting >= told.waiting_max ? <p className="muted small quarantined">{t("data.refused_full", { max: told.waiting_max })}</p> : null}
      {told.groups.length > 0 ? <GroupLinks groups={told.groups} /> : null}
    </>
  );
}

export function useGroupName(): (group: Pick<RefusedGroup, "source" | "file">) => string {
  const { t, code } = useWords();
  return ({ source, file }) => t("data.refused_of", { source: code("source", source), file });
}

export function GroupLinks({ groups }: { groups: RefusedGroup[] }) {
  const { code } = useWords();
  const name = useGroupName();
  return (
    <ul className="refused-groups">
      {groups.map((group) => (
        <li key={group.id}>
          <Link to={paths.refused} params={{ group: group.id }}>{name(group)}<span className="visually-hidden">: {[group.column, code("left_out", group.code)].filter(Boolean).join(": ")}</span></Link> <GroupAbout group={group} />
        </li>
      ))}
    </ul>
  );
}

/** How many, what is wrong with them, and as what they were read when. */
export function GroupAbout({ group }: { group: RefusedGroup }) {
  const { t, code, format } = useWords();
  const reason = code("left_out", group.code);
  return (
    <>
      <span className="muted">{t("data.refused_count", { count: group.rows })}</span>{" "}
      <span className="chip warn">{group.column ? t("data.refused_in", { column: group.column, reason }) : reason}</span>{" "}
      <span className="muted small">{[code("file_role", group.role), format.dateTime(group.newest)].join(" · ")}</span>
    </>
  );
}

/** Its rows are asked for anew unless none is left: then the group is gone, and nobody asks for it. */
function useRowsAsked({ id, rows }: RefusedGroup): (gone: number) => void {
  const client = useQueryClient();
  return (gone) => { if (gone < rows) void client.invalidateQueries({ queryKey: [refusedRowsKey, id] }); };
}

export function RefusedRows({ group }: { group: RefusedGroup }) {
  const { t } = useWords();
  const query = useInfiniteQuery({ ...refusedRowsQuery(group.id), placeholderData: keepPreviousData });
  const asked = useRowsAsked(group);
  const discard = useDiscard(group);
  const { allowed, why } = useMay("redrive");
  return (
    <Answer query={query} lines={3}>
      {({ pages }) => (
        <>
          <Cure of={group.code} />
          <Together group={group} mapping={pages[0]?.mapping ?? null} />
          <ul className="refused-rows">
            {pages.flatMap(({ rows }) => rows).map((row) => <Row key={row.id} group={group} row={row} canBeRead={pages[0]?.mapping !== null} letIn={() => asked(1)} discard={() => discard.mutate({ ids: [row.id] })} />)}
          </ul>
          <div className="actions">
            {query.hasNextPage ? <Button size="compact-sm" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("imports.more")}</Button> : null}
            {group.rows > 1 ? <Button size="compact-sm" variant="subtle" disabled={!allowed} title={why} loading={discard.isPending} onClick={() => discard.mutate({ ids: [] })}>{t("data.refused_discard_all", { count: group.rows })}</Button> : null}
          </div>
        </>
      )}
    </Answer>
  );
}

type Decided = { ids: string[] } | { undo: string };

/** Some rows of a group, or all where none is named. */
function useDiscard(group: RefusedGroup) {
  const { t } = useWords();
  const stamp = useRef("");
  const client = useQueryClient();
  const asked = useRowsAsked(group);
  return useDeed<Decided, NotWantedTold | undefined>({
    act: (decided) => ("ids" in decided ? post<NotWantedTold>(`/quarantine/rows/${group.id}/discard`, decided) : post<undefined>("/quarantine/restore", decided)),
    touches: REFUSED_KEYS,
    onDone: (told) => {
      stamp.current = told?.undo ?? "";
      if (told) asked(told.rows);
      else void client.invalidateQueries({ queryKey: [refusedRowsKey, group.id] });
    },
    said: (told) => (told ? t("data.refused_discarded", { count: told.rows }) : t("data.refused_restored")),
    undo: (decided) => ("ids" in decided ? { undo: stamp.current } : null),
  });
}

/** All rows of the group once more: as they are, or by another mapping. */
function Together({ group, mapping }: { group: RefusedGroup; mapping: string | null }) {
  const { t } = useWords();
  const [text, setText] = useState<string | null>(null);
  const { allowed, why } = useMay("redrive");
  const asked = useRowsAsked(group);
  const again = useDeed({
    act: (by: string | null) => post<ReadAgainTold>(`/quarantine/rows/${group.id}/again`, { mapping: by }),
    touches: REFUSED_KEYS,
    // What is wrong in another way now waits in another group.
    onDone: ({ let_in }) => asked(let_in),
    said: ({ let_in, left }) => (left === 0 ? t("data.refused_let_in", { count: let_in }) : t("data.refused_left", { let_in, left })),
  });
  if (mapping === null) return <p className="muted small">{t("data.refused_unread")}</p>;
  const isChanged = text !== null && text !== mapping;
  return (
    <div className="refused-together">
      <Button size="compact-sm" variant="default" disabled={!allowed || isChanged} title={why} loading={again.isPending && !isChanged} onClick={() => again.mutate(null)}>{t("data.refused_again")}</Button>
      <details className="mapping-text">
        <summary>{t("data.refused_mapping")}</summary>
        <Textarea mt={10} label={t("files.text_label")} description={t("data.refused_mapping_help")} value={text ?? mapping} onChange={(event) => setText(event.currentTarget.value)} autosize minRows={6} maxRows={20} spellCheck={false} classNames={{ input: "yaml" }} />
        <Button mt={8} size="compact-sm" disabled={!allowed || !isChanged} title={why} loading={again.isPending && isChanged} onClick={() => again.mutate(text)}>{t("data.refused_mapping_again")}</Button>
      </details>
    </div>
  );
}
