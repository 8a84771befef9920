// Rows of files that an import refused, by why: looked at, corrected, read again together, or not wanted.
import { Button, Textarea } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { post } from "../../api/client";
import { refusedRowsQuery } from "../../api/queries";
import type { NotWantedTold, ReadAgainTold, RefusedGroup, RefusedRows } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { Cure } from "./cure";
import { Row } from "./refused-row";

export const REFUSED_KEYS = ["quarantine", "refused", "data", "today", "customers"];

export function Refused({ told }: { told: RefusedRows }) {
  const { t } = useWords();
  return (
    <>
      {told.waiting >= told.waiting_max ? <p className="muted small quarantined">{t("data.refused_full", { max: told.waiting_max })}</p> : null}
      {told.groups.map((group) => <Group key={group.id} group={group} />)}
    </>
  );
}

function Group({ group }: { group: RefusedGroup }) {
  const { t, code, format } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <details className="quarantined refused" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <strong>{t("data.refused_of", { source: code("source", group.source), file: group.file })}</strong>{" "}
        <span className="muted">{t("data.refused_count", { count: group.rows })}</span>{" "}
        <span className="chip warn">{group.column ? t("data.refused_in", { column: group.column, reason: code("left_out", group.code) }) : code("left_out", group.code)}</span>{" "}
        <span className="muted small">{[code("file_role", group.role), format.dateTime(group.newest)].join(" · ")}</span>
      </summary>
      {open ? <Rows group={group} /> : null}
    </details>
  );
}

function Rows({ group }: { group: RefusedGroup }) {
  const { t } = useWords();
  const query = useInfiniteQuery(refusedRowsQuery(group.id));
  const discard = useDiscard(group.id);
  const { allowed, why } = useMay("redrive");
  return (
    <Answer query={query} lines={3}>
      {({ pages }) => (
        <>
          <Cure of={group.code} />
          <Together group={group} mapping={pages[0]?.mapping ?? null} />
          <ul className="refused-rows">
            {pages.flatMap(({ rows }) => rows).map((row) => <Row key={row.id} row={row} canBeRead={pages[0]?.mapping !== null} discard={() => discard.mutate({ ids: [row.id] })} />)}
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
function useDiscard(group: string) {
  const { t } = useWords();
  const stamp = useRef("");
  return useDeed<Decided, NotWantedTold | undefined>({
    act: (asked) => ("ids" in asked ? post<NotWantedTold>(`/quarantine/rows/${group}/discard`, asked) : post<undefined>("/quarantine/restore", asked)),
    touches: REFUSED_KEYS,
    onDone: (told) => { stamp.current = told?.undo ?? ""; },
    said: (told) => (told ? t("data.refused_discarded", { count: told.rows }) : t("data.refused_restored")),
    undo: (asked) => ("ids" in asked ? { undo: stamp.current } : null),
  });
}

/** All rows of the group once more: as they are, or by another mapping. */
function Together({ group, mapping }: { group: RefusedGroup; mapping: string | null }) {
  const { t } = useWords();
  const [text, setText] = useState<string | null>(null);
  const { allowed, why } = useMay("redrive");
  const again = useDeed({
    act: (by: string | null) => post<ReadAgainTold>(`/quarantine/rows/${group.id}/again`, { mapping: by }),
    touches: REFUSED_KEYS,
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
