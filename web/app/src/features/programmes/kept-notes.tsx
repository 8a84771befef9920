// Says where somebody has a draft that is not published: in the list, on Today, and on a programme that went on meanwhile.
import { Alert, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Programme, ProgrammeRow } from "../../api/schema";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { useDrafts } from "./draft-state";

/** Each with the way back to it, and the choice to throw it away. */
export function DraftNotes({ programmes }: { programmes: ProgrammeRow[] }) {
  const { t, say } = useWords();
  const drafts = useDrafts();
  const [gone, setGone] = useState<string[]>([]);
  const kept = drafts.ids().filter((id) => !gone.includes(id));
  const rows = programmes.filter(({ id }) => kept.includes(id));
  return rows.map(({ id, name }) => (
    <div className="kept-plan" key={id}>
      <span><span className="chip warn">{t("kept.unpublished")}</span> {say(name)}</span>
      <span className="actions">
        <Link to={paths.programme} params={{ id }}>{t("kept.go_on")}</Link>
        <Button size="compact-sm" variant="subtle" onClick={() => { drafts.drop(id); setGone([...gone, id]); }}>{t("kept.discard")}</Button>
      </span>
    </div>
  ));
}

/** A draft that was begun over a version that is not live any more: taken up, it shows what it would change of this one. */
export function OutdatedDraft({ programme, take }: { programme: Programme; take(yaml: string): void }) {
  const { t } = useWords();
  const drafts = useDrafts();
  const { id } = programme.definition;
  const [shown, show] = useState(true);
  const kept = drafts.outdated(id, programme.yaml);
  if (kept === null || !shown) return null;
  return (
    <Alert variant="light" color="yellow" mb="lg" role="status" title={t("kept.outdated")}>
      <p style={{ marginTop: 0 }}>{t("kept.outdated_help")}</p>
      <div className="actions">
        <Button size="compact-sm" variant="default" onClick={() => { take(kept.yaml); show(false); }}>{t("kept.take_up")}</Button>
        <Button size="compact-sm" variant="subtle" onClick={() => { drafts.drop(id); show(false); }}>{t("kept.discard")}</Button>
      </div>
    </Alert>
  );
}
