// Editing: the text, what the server finds in it, the drawn draft with problems at their steps, rehearsal, publish.
import { Alert, Button, Modal, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Failure, post } from "../../api/client";
import type { Check, Problem, Programme } from "../../api/schema";
import { failureMessage } from "../../app/clock";
import { may } from "../../app/roles";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Findings } from "./findings";
import { JourneyView } from "./journey";
import { readDraft } from "./draft";
import { RehearsalPanel } from "./rehearsal";

export function EditTab({ id, programme }: { id: string; programme: Programme }) {
  const words = useWords();
  const { t } = words;
  const { user } = useSession();
  const allowed = may(user.role, "check");
  const [yaml, setYaml] = useState(programme.yaml);
  const [checked, setChecked] = useState<string | null>(null);
  const [asking, ask] = useDisclosure(false);
  const path = `/programmes/${encodeURIComponent(id)}`;
  const check = useMutation({
    mutationFn: (text: string) => post<Check>(`${path}/check`, { yaml: text }),
    onSuccess: (_, text) => setChecked(text),
    onError: (error) => notifications.show({ color: "red", ...failureMessage(words, error) }),
  });
  const found = check.data && checked === yaml ? check.data : null;
  const draft = readDraft(yaml);
  const changed = yaml !== programme.yaml;
  const problems: Problem[] = check.data?.problems ?? [];
  const mayPublish = may(user.role, "publish") && found !== null && found.problems.length === 0 && changed;
  return (
    <div className="editor">
      <div className="stack">
        {allowed ? null : <Alert variant="light" color="gray">{t("edit.read_only")}</Alert>}
        <Textarea
          label={<>{t("edit.yaml")} {changed ? <span className="chip warn">{t("edit.changed")}</span> : null}</>}
          description={t("edit.hint")}
          error={"line" in draft ? t("edit.unreadable", { line: draft.line }) : undefined}
          value={yaml}
          readOnly={!allowed}
          onChange={(event) => setYaml(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) check.mutate(yaml);
          }}
          rows={26}
          spellCheck={false}
          classNames={{ input: "yaml" }}
        />
        <div className="actions">
          <Button disabled={!allowed} title={allowed ? undefined : t("error.forbidden")} loading={check.isPending} onClick={() => check.mutate(yaml)}>{t("edit.check")}</Button>
          <Button variant="default" disabled={!mayPublish} title={mayPublish ? undefined : t("edit.check_first")} onClick={ask.open}>{t("edit.publish")}</Button>
          {changed ? <Button variant="subtle" onClick={() => setYaml(programme.yaml)}>{t("edit.reset")}</Button> : null}
        </div>
      </div>
      <div className="stack">
        {check.data ? <Findings check={check.data} stale={found === null} /> : null}
        {"definition" in draft ? <JourneyView stacked height={430} definition={draft.definition} standing={programme.journeys} problems={problems} /> : null}
        <RehearsalPanel path={path} yaml={yaml} allowed={allowed} />
      </div>
      {found ? <PublishDialog path={path} id={id} yaml={yaml} check={found} opened={asking} close={ask.close} refused={(list) => check.data && list.length > 0 && check.mutate(yaml)} /> : null}
    </div>
  );
}

interface Publish { path: string; id: string; yaml: string; check: Check; opened: boolean; close(): void; refused(problems: Problem[]): void }

function PublishDialog({ path, id, yaml, check, opened, close, refused }: Publish) {
  const words = useWords();
  const { t } = words;
  const client = useQueryClient();
  const publish = useMutation({
    mutationFn: () => post<{ program: string }>(`${path}/publish`, { yaml }),
    onSuccess: ({ program }) => {
      close();
      notifications.show({ message: t("edit.published", { version: program.slice(0, 10) }) });
      void client.invalidateQueries({ queryKey: ["programme", id] });
      void client.invalidateQueries({ queryKey: ["programmes"] });
    },
    onError: (error) => {
      close();
      if (error instanceof Failure) refused(error.problems);
      notifications.show({ color: "red", ...failureMessage(words, error) });
    },
  });
  return (
    <Modal opened={opened} onClose={close} title={t("edit.publish")} size="lg" closeButtonProps={{ "aria-label": t("action.close") }}>
      <div className="stack">
        <p style={{ margin: 0 }}>{t("edit.publish_ask")}</p>
        <Findings check={check} stale={false} bare />
        <div className="actions">
          <Button loading={publish.isPending} onClick={() => publish.mutate()}>{t("edit.publish_confirm")}</Button>
          <Button variant="subtle" onClick={close}>{t("action.cancel")}</Button>
        </div>
      </div>
    </Modal>
  );
}
