// What the draft changes, what the server thinks of it, and the ways on: rehearse, publish, or throw away.
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useState } from "react";
import type { Programme } from "../../api/schema";
import { useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { Broken } from "../../ui/states";
import type { DraftState } from "./draft-state";
import { Findings } from "./findings";
import { RehearsalPanel } from "./rehearsal";

export function DraftBar({ draft, programme }: { draft: DraftState; programme: Programme }) {
  const { t } = useWords();
  const [rehearsing, rehearse] = useState(0);
  const trying = useMay("check");
  const publishing = useMay("publish");
  const { changed, found, yaml, failure } = draft;
  const { check } = draft;
  const unjudged = changed && found === null && failure === null && !draft.checking;
  // A draft that was taken up again is judged again.
  useEffect(() => {
    if (unjudged && trying.allowed && "definition" in draft.read) {
      const timer = setTimeout(check, 700);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [yaml, unjudged, trying.allowed]);
  if (!changed) return null;
  const good = found !== null && found.problems.length === 0;
  const discard = () => {
    const before = yaml;
    draft.discard();
    rehearse(0);
    const id = notifications.show({
      autoClose: 12_000,
      closeButtonProps: { "aria-label": t("action.close") },
      message: <div className="toast">{t("edit.discarded")}<Button size="compact-sm" variant="light" onClick={() => { notifications.hide(id); draft.change(before); }}>{t("action.undo")}</Button></div>,
    });
  };
  return (
    <section className="panel draft-bar" aria-label={t("edit.draft")}>
      <div className="panel-head">
        <h2 className="section-title">{t("edit.draft")} <Verdict draft={draft} /></h2>
        <div className="actions">
          <Button variant="default" disabled={!trying.allowed || !good} title={trying.why ?? (good ? undefined : t("edit.mend_first"))} onClick={() => rehearse((count) => count + 1)}>{t("edit.rehearse")}</Button>
          <Button disabled={!publishing.allowed || !good} title={publishing.why ?? (good ? undefined : t("edit.mend_first"))} loading={draft.publishing} onClick={draft.publish}>{t("edit.publish")}</Button>
          <Button variant="subtle" onClick={discard}>{t("edit.reset")}</Button>
        </div>
      </div>
      {failure ? <Broken error={failure} retry={check} /> : null}
      {found ? <Findings check={found} live={programme.definition} definition={"definition" in draft.read ? draft.read.definition : programme.definition} /> : null}
      {rehearsing > 0 ? <RehearsalPanel key={rehearsing} path={draft.path} yaml={yaml} isNew={draft.isNew} definition={"definition" in draft.read ? draft.read.definition : programme.definition} allowed={trying.allowed} /> : null}
    </section>
  );
}

function Verdict({ draft }: { draft: DraftState }) {
  const { t } = useWords();
  const { found } = draft;
  const [tone, words] = draft.checking || found === null
    ? ["", t("edit.checking")]
    : found.problems.length === 0 ? ["good", t("edit.no_problems")] : ["bad", t("edit.problems", { count: found.problems.length })];
  return <span className={`chip ${tone}`} role="status">{"line" in draft.read ? t("edit.unreadable", { line: draft.read.line }) : words}</span>;
}
