// A pasted list of customers: what was recognised, and what was not with its line, ready to be mended.
import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { post, remove } from "../../api/client";
import type { MailingRow, PastedList } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { afterMending } from "./lines";

interface Listed { row: MailingRow; list: { name: string; size: number } | null; path: string }

export function ListPanel({ row, list, path }: Listed) {
  const { t } = useWords();
  const { allowed, why } = useMay("publish");
  const [text, setText] = useState("");
  const [known, setKnown] = useState("");
  const keep = useDeed({
    act: (pasted: string) => post<PastedList>(`${path}/list`, { text: pasted }),
    touches: ["mailings"],
    onDone: ({ unknown }, pasted) => {
      // What was not recognised stays in the field; the recognised lines are kept and sent along again.
      const { good, bad } = afterMending(pasted, unknown.map(({ line }) => line));
      setKnown(good);
      setText(bad);
    },
    said: ({ size, unknown }) => t(unknown.length === 0 ? "mailing.list_kept" : "mailing.list_partly", { count: size, unknown: unknown.length }),
  });
  const away = useDeed({ act: () => remove(`${path}/list`), touches: ["mailings"], said: () => t("mailing.list_gone"), onDone: () => { setKnown(""); setText(""); keep.reset(); } });
  const unknown = keep.data?.unknown ?? [];
  const over = row.state === "done";
  return (
    <section className="panel">
      <div className="panel-head">
        <h2 className="section-title">{t("mailing.list")}</h2>
        {list ? <Button size="compact-sm" variant="subtle" disabled={!allowed || over} title={why} loading={away.isPending} onClick={() => away.mutate()}>{t("mailing.list_away")}</Button> : null}
      </div>
      {list ? <p style={{ marginTop: 0 }}>{t("mailing.list_of", { count: list.size })}{row.audience ? ` ${t("mailing.list_and_rule")}` : ""}</p> : null}
      <form className="stack" style={{ gap: 12 }} onSubmit={(event) => { event.preventDefault(); keep.mutate([known, text].filter(Boolean).join("\n")); }}>
        <Textarea
          label={t(unknown.length > 0 ? "mailing.list_mend" : "mailing.list_paste")}
          description={t("mailing.list_help")}
          error={unknown.length > 0 ? t("mailing.list_unknown", { count: unknown.length }) : undefined}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          readOnly={!allowed || over}
          autosize
          minRows={4}
          maxRows={12}
          spellCheck={false}
        />
        {unknown.length > 0 ? (
          <ul className="unknown small" aria-label={t("mailing.list_unknown", { count: unknown.length })}>
            {unknown.slice(0, 20).map(({ line, text: wrong }) => <li key={line}><span className="muted">{t("mailing.list_line", { line })}</span> <code className="mono">{wrong}</code></li>)}
          </ul>
        ) : null}
        <Button type="submit" variant="default" disabled={!allowed || over || text.trim() === ""} title={over ? t("mailing.over") : why} loading={keep.isPending}>{t(unknown.length > 0 ? "mailing.list_again" : "mailing.list_do")}</Button>
      </form>
    </section>
  );
}
