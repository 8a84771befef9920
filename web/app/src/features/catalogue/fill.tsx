// Fills a pool with codes: pasted, or from a file, one in a line. None is shown again, not even the refused ones.
import { Alert, Button, FileButton, Textarea, TextInput, Tooltip } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { codesOf } from "./codes";
import type { PoolFilled } from "./types";

interface Filling { pool: string; codes: string[] }

export function Fill({ pools }: { pools: string[] }) {
  const { t, code, format } = useWords();
  const { allowed, why } = useMay("publish");
  const [pool, setPool] = useState(pools[0] ?? "");
  const [text, setText] = useState("");
  const codes = codesOf(text);
  const fill = useDeed<Filling, PoolFilled>({
    act: (filling) => post<PoolFilled>(`/catalogue/pools/${encodeURIComponent(filling.pool)}/codes`, { codes: filling.codes }),
    touches: ["catalogue"],
    said: (filled, { pool: name }) => t("pools.filled", { count: filled.new, pool: name }),
    onDone: () => setText(""),
  });
  const told = fill.data;
  return (
    <section className="panel" aria-label={t("pools.fill")}>
      <div className="panel-head"><h2 className="section-title">{t("pools.fill")}</h2></div>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); fill.mutate({ pool: pool.trim(), codes }); }}>
        <TextInput label={t("pools.name")} description={t("pools.name_help")} required withAsterisk={false} list="pool-names" maxLength={64} autoComplete="off" spellCheck={false} value={pool} onChange={(event) => setPool(event.currentTarget.value)} />
        <datalist id="pool-names">{pools.map((id) => <option key={id} value={id} />)}</datalist>
        <Textarea label={t("pools.codes")} description={t("pools.codes_help")} autosize minRows={3} maxRows={8} autoComplete="off" spellCheck={false} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <div className="actions">
          <Tooltip label={why} disabled={allowed}>
            <Button type="submit" loading={fill.isPending} disabled={!allowed || codes.length === 0 || pool.trim() === ""}>{codes.length === 0 ? t("pools.fill_none") : t("pools.fill_with", { count: codes.length })}</Button>
          </Tooltip>
          <FileButton accept="text/csv,text/plain,.csv,.txt" onChange={(file) => { void file?.text().then(setText); }}>
            {(props) => <Button variant="default" {...props}>{t("pools.file")}</Button>}
          </FileButton>
        </div>
      </form>
      {told === undefined ? null : (
        <Alert mt="md" color={told.refused.length > 0 ? "yellow" : "green"} title={t("pools.filled", { count: told.new, pool: fill.variables?.pool ?? "" })}>
          <p>{t("pools.known", { count: told.known })} {t("pools.left", { count: told.left })}</p>
          {told.messages.length === 0 ? <p>{t("pools.no_message")}</p> : null}
          {told.refused.map(({ why: cause, count, places }) => (
            <p key={cause}>{t("pools.refused", { count, why: code("code_refused", cause) })}{places.length > 0 ? ` ${t("pools.places", { places: format.list(places.map(String)) })}` : null}</p>
          ))}
        </Alert>
      )}
    </section>
  );
}
