// A price that somebody sets, or one that was told wrongly and is told rightly: amount, where, for whom, how long; at once with
// its way back.
import { Autocomplete, Button, NativeSelect, Select, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { put, remove, withQuery } from "../../api/client";
import { useDeed, useMay } from "../../app/deed";
import { useSession } from "../../app/session";
import { localeOf } from "../../i18n/catalogue";
import { useWords } from "../../i18n/context";
import { momentOf } from "../../i18n/zoned";
import { failureWords } from "../../ui/states";
import { Note } from "../files/note";
import { correctionOf, EMPTY_PRICE, minorOf, namedBy, newRow, type PriceDraft, priceToldOf, priceTroubles, signsOf, SPHERES, toldOf, wayBack } from "./price-draft";
import { articleQuery, outletsQuery } from "./queries";
import type { ArticleShown, PriceRow, PriceTold } from "./types";

const GROUP_MAX = 500;
const OUTLETS_SHOWN = 50;

/** `how`: null: told by somebody; `was`: told again; `gone`: a row that was wrong is taken back. */
interface Act { told: PriceTold; how: "was" | "gone" | null; isBack?: boolean }

/** A row of the history that never held. */
export const takenBack = (row: PriceRow): Act => ({ told: toldOf(row), how: "gone" });

/** Lives on the page, for the form is gone when its way back is offered. */
export function useSetPrice(article: ArticleShown, done: () => void) {
  const { t, format } = useWords();
  const client = useQueryClient();
  const { currency } = useSession().organisation;
  const back = useRef<Act | null>(null);
  return useDeed<Act, { row: PriceRow | null; back: Act | null }>({
    act: async ({ told, how }) => {
      const query = { ...articleQuery(article.number), staleTime: 0 };
      const before = how === null ? (await client.fetchQuery(query)).prices.rows : [];
      const path = `/catalogue/articles/${encodeURIComponent(article.number)}/price`;
      if (how === "gone") {
        await remove(withQuery(path, namedBy(told)));
        return { row: null, back: { told, how: "was" } };
      }
      await put(path, told);
      // When it began, the server says.
      const row = how === null ? newRow(before, (await client.fetchQuery(query)).prices.rows, told) : null;
      return { row, back: row === null ? null : wayBack(before, row) };
    },
    touches: ["catalogue"],
    onDone: (out, { how }) => {
      back.current = out.back;
      if (how === null) done();
    },
    said: ({ row }, { told, how }) => (how !== null ? t(`price.back.${how}`) : row === null ? t("price.as_before") : t("price.done", { price: format.money({ minor: told.minor, currency }) })),
    undo: ({ isBack }) => (isBack || back.current === null ? null : { ...back.current, isBack: true }),
    quiet: ({ how }) => how === null,
  });
}

interface OfForm { article: ArticleShown; corrects: PriceRow | null; deed: ReturnType<typeof useSetPrice>; close(): void }

export function SetPrice({ article, corrects, deed, close }: OfForm) {
  const words = useWords();
  const { t, code, format, language } = words;
  const { organisation: { currency, time_zone: zone }, clock } = useSession();
  const { allowed, why } = useMay("publish");
  const locale = localeOf(language);
  const signs = signsOf(locale, currency);
  const outlets = useQuery(outletsQuery).data ?? [];
  const zones = [...new Set(outlets.flatMap((outlet) => (outlet.zone ? [outlet.zone] : [])))].sort();
  const [draft, setDraft] = useState<PriceDraft>(() => (corrects === null ? EMPTY_PRICE : correctionOf(corrects, locale, signs.digits, zone)));
  const [tried, tryIt] = useState(false);
  const change = (next: Partial<PriceDraft>) => { deed.reset(); setDraft((before) => ({ ...before, ...next })); };
  const troubles = priceTroubles(draft, signs, zone, clock.now, corrects);
  // What is not there yet is not wrong before somebody wants to set it.
  const wrong = (at: keyof PriceDraft) => troubles.filter((one) => one.at === at && (tried || (draft[at] !== "" && (one.why !== "amount" || !/[.,]$/.test(draft.amount))))).map((one) => t(`price.why.${one.why}`, { digits: signs.digits }))[0];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    const told = priceToldOf(draft, signs, zone, corrects);
    if (allowed && told !== null && troubles.length === 0) deed.mutate({ told, how: null });
  };
  const spheres = SPHERES.filter((sphere) => sphere === "everywhere" || (sphere === "zone" ? zones.length > 0 : outlets.length > 0));
  const groups = [...new Set(article.prices.rows.flatMap(({ group }) => (group && !group.startsWith("#") ? [group] : [])))];
  const moment = (at: "from" | "until") => <TextInput type="datetime-local" label={t(`price.${at}`)} description={t(`price.${at}_help`)} value={draft[at]} error={wrong(at)} onChange={(event) => change({ [at]: event.currentTarget.value.slice(0, 16) })} />;
  const failure = deed.error === null ? null : failureWords(words, deed.error);
  const title = corrects === null ? t("price.set") : t("price.correct");
  return (
    <form className="stack price-form" onSubmit={submit} noValidate aria-label={title}>
      <h3 className="section-title small-title">{title}</h3>
      {corrects === null ? null : <p className="muted after">{t("price.correct_help", { from: format.dateTime(corrects.from) })}</p>}
      <div className="price-fields">
        <TextInput data-autofocus autoFocus label={t("article.price")} description={t("price.amount_help", { currency })} inputMode={signs.digits > 0 ? "decimal" : "numeric"} autoComplete="off" value={draft.amount} error={wrong("amount")} onChange={(event) => change({ amount: event.currentTarget.value })} rightSection={<span className="muted small" aria-hidden="true">{currency}</span>} rightSectionWidth={48} />
        {corrects === null ? (
          <>
            <NativeSelect label={t("price.sphere")} description={t("price.sphere_help")} value={draft.sphere} data={spheres.map((value) => ({ value, label: code("price_sphere", value) }))} onChange={(event) => change({ sphere: event.currentTarget.value as PriceDraft["sphere"], place: "" })} />
            {draft.sphere === "zone" ? <NativeSelect label={code("price_sphere", "zone")} value={draft.place} error={wrong("place")} data={[{ value: "", label: t("ledger.choose_purpose") }, ...zones]} onChange={(event) => change({ place: event.currentTarget.value })} /> : null}
            {draft.sphere === "outlet" ? <Select searchable limit={OUTLETS_SHOWN} label={code("price_sphere", "outlet")} placeholder={t("ledger.choose_purpose")} nothingFoundMessage={t("stock.outlet_none")} value={draft.place || null} error={wrong("place")} data={outlets.map(({ number, name }) => ({ value: number, label: name && name !== number ? `${name} (${number})` : number }))} onChange={(value) => change({ place: value ?? "" })} /> : null}
            <Autocomplete label={t("price.group")} description={t("price.group_help")} placeholder={t("price.everyone")} data={groups} maxLength={GROUP_MAX} autoComplete="off" value={draft.group} onChange={(group) => change({ group })} />
            {moment("from")}
          </>
        ) : null}
        {moment("until")}
      </div>
      <Follows article={article} draft={draft} corrects={corrects} />
      {failure ? <Note tone="bad" title={failure.title}>{failure.help}</Note> : null}
      <div className="actions">
        <Button type="submit" disabled={!allowed} title={why} loading={deed.isPending}>{title}</Button>
        <Button variant="subtle" onClick={close}>{t("action.cancel")}</Button>
        <span className="muted small" role="status">{tried && troubles.length > 0 ? t("schema.edit.incomplete", { count: troubles.length }) : t("catalogue.save_help")}</span>
      </div>
    </form>
  );
}

/** What comes of it, as far as the page knows. */
function Follows({ article: { prices, waiting }, draft, corrects }: { article: ArticleShown; draft: PriceDraft; corrects: PriceRow | null }) {
  const { t, code, format, language } = useWords();
  const { organisation: { currency, time_zone: zone }, clock } = useSession();
  const read = minorOf(draft.amount, signsOf(localeOf(language), currency));
  if ("why" in read || (draft.sphere !== "everywhere" && draft.place === "")) return null;
  const from = corrects?.from ?? (draft.from === "" ? null : momentOf(draft.from, zone));
  const until = draft.until === "" ? null : momentOf(draft.until, zone);
  const where = [draft.sphere === "everywhere" ? code("price_sphere", "everywhere") : `${code("price_sphere", draft.sphere)} ${draft.place}`, draft.group.trim() === "" ? null : t("article.for_group", { group: draft.group.trim() })].filter(Boolean).join(", ");
  const when = [from === null ? t("price.at_once") : t("items.from", { from: format.dateTime(from) }), until === null ? null : t("items.until", { until: format.dateTime(until) })].filter(Boolean).join(" ");
  const isPast = corrects === null && from !== null && Date.parse(from) < Date.parse(clock.now);
  const drops = corrects === null && draft.sphere === "everywhere" && draft.group.trim() === "" && prices.now !== null && read.minor < prices.now.minor && waiting > 0;
  return (
    <Note tone="calm">
      <p className="after">{t("price.so", { price: format.money({ minor: read.minor, currency }), where, when })}</p>
      {drops ? <p className="after">{t("price.drops", { count: waiting })}</p> : null}
      {isPast ? <p className="after">{t("price.past")}</p> : null}
      {corrects !== null ? <p className="after">{t("price.correct_then")}</p> : null}
    </Note>
  );
}
