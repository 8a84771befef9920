// How many pieces there are of an article, told by somebody: in all or at an outlet, or that nobody counts them.
import { Button, NativeSelect, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { put } from "../../api/client";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { AskFirst } from "../files/ask-first";
import { Note } from "../files/note";
import { outletsQuery } from "./queries";
import { comesBack, piecesOf, stockBack, type StockDraft, stockTroubles } from "./stock-draft";
import type { ArticleShown, StockTold } from "./types";

const OUTLETS_SHOWN = 50;

/** `back`: what takes it back; null: nothing does. */
interface Act { told: StockTold[]; back: StockTold[] | null; isBack: boolean }

/** Lives on the page, for the form is gone when its way back is offered. */
export function useSetStock(article: ArticleShown, done: () => void) {
  const { t } = useWords();
  return useDeed<Act>({
    act: async ({ told }) => { for (const one of told) await put(`/catalogue/articles/${encodeURIComponent(article.number)}/stock`, one); },
    touches: ["catalogue"],
    onDone: (_, { isBack }) => { if (!isBack) done(); },
    said: (_, { told: [first], isBack }) => t(isBack ? "stock.back" : first?.uncounted ? "stock.uncounted_done" : first?.outlet ? "stock.done_at" : "stock.done", { count: first?.pieces ?? 0, outlet: first?.outlet ?? "" }),
    undo: ({ back, isBack }) => (isBack || back === null ? null : { told: back, back: null, isBack: true }),
    quiet: ({ isBack }) => !isBack,
  });
}

interface OfForm { article: ArticleShown; deed: ReturnType<typeof useSetStock>; close(): void }

export function SetStock({ article, deed, close }: OfForm) {
  const words = useWords();
  const { t, format } = words;
  const { stock, waiting } = article;
  const { allowed, why } = useMay("publish");
  const outlets = useQuery(outletsQuery).data ?? [];
  const [draft, setDraft] = useState<StockDraft>({ pieces: "", outlet: stock.outlets.length > 0 ? "" : null });
  const [tried, tryIt] = useState(false);
  const change = (next: Partial<StockDraft>) => { deed.reset(); setDraft((before) => ({ ...before, ...next })); };
  const troubles = stockTroubles(draft);
  const wrong = (at: keyof StockDraft) => troubles.filter((one) => one.at === at && (tried || Boolean(draft[at]))).map((one) => t(`stock.why.${one.why}`))[0];
  const pieces = piecesOf(draft.pieces);
  const told: StockTold = { ...(pieces === null ? {} : { pieces }), ...(draft.outlet ? { outlet: draft.outlet } : {}) };
  const act = (next: StockTold) => deed.mutate({ told: [next], back: stockBack(stock, next), isBack: false });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    if (allowed && troubles.length === 0) act(told);
  };
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const known = stock.outlets.find(({ outlet }) => outlet === draft.outlet);
  const before = draft.outlet === null ? stock.pieces : (known?.pieces ?? null);
  const failure = deed.error === null ? null : failureWords(words, deed.error);
  return (
    <form className="stack price-form" onSubmit={submit} noValidate aria-label={t("stock.set")}>
      <h3 className="section-title small-title">{t("stock.set")}</h3>
      {outlets.length === 0 ? null : (
        <NativeSelect label={t("price.sphere")} value={draft.outlet === null ? "all" : "outlet"} data={[{ value: "outlet", label: t("stock.at_outlet") }, { value: "all", label: t("stock.in_all") }]} onChange={(event) => change({ outlet: event.currentTarget.value === "all" ? null : "" })} />
      )}
      {draft.outlet === null ? null : <Select searchable limit={OUTLETS_SHOWN} label={t("price_sphere.outlet")} placeholder={t("ledger.choose_purpose")} nothingFoundMessage={t("stock.outlet_none")} value={draft.outlet || null} error={wrong("outlet")} data={outlets.map(({ number, name }) => ({ value: number, label: name && name !== number ? `${name} (${number})` : number }))} onChange={(outlet) => change({ outlet: outlet ?? "" })} />}
      <TextInput ref={first} label={t("stock.pieces")} description={before === null ? t("stock.before_unknown") : t("stock.before", { count: before })} inputMode="numeric" autoComplete="off" value={draft.pieces} error={wrong("pieces")} onChange={(event) => change({ pieces: event.currentTarget.value })} />
      {draft.outlet === null && stock.outlets.length > 0 ? <p className="muted small after">{t("stock.in_all_help", { count: stock.outlets.length })}</p> : null}
      {comesBack(stock, told) && waiting > 0 ? <Note tone="calm">{t("stock.comes_back", { count: waiting })}</Note> : null}
      {pieces === 0 && draft.outlet === null ? <Note tone="calm">{t("stock.runs_out")}</Note> : null}
      {failure ? <Note tone="bad" title={failure.title}>{failure.help}</Note> : null}
      <div className="actions">
        <Button type="submit" disabled={!allowed} title={why} loading={deed.isPending}>{t("stock.set")}</Button>
        <Button variant="subtle" onClick={close}>{t("action.cancel")}</Button>
      </div>
      <p className="muted small after" role="status">{tried && troubles.length > 0 ? t("schema.edit.incomplete", { count: troubles.length }) : t("catalogue.save_help")}</p>
      {stock.pieces === null ? null : (
        <div className="stock-uncounted">
          <p className="muted small after">{t("stock.uncounted_help")}</p>
          {stockBack(stock, { uncounted: true }) === null
            ? <AskFirst label={t("stock.uncounted")} question={t("stock.uncounted_ask", { outlets: format.number(stock.outlets.length) })} act={t("stock.uncounted_really")} disabled={!allowed} why={why} loading={deed.isPending} onYes={() => act({ uncounted: true })} />
            : <Button size="compact-sm" variant="subtle" disabled={!allowed} title={why} onClick={() => act({ uncounted: true })}>{t("stock.uncounted")}</Button>}
        </div>
      )}
    </form>
  );
}
