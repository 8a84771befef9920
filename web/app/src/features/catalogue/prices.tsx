// What an article cost over time, as steps, with the lowest price that may be struck through, and why or why not; every price
// that was told stands below.
import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { useMay } from "../../app/deed";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { canBeNamed } from "./price-draft";
import { drawn, type Drawn, steps } from "./price-history";
import { SetPrice, takenBack, useSetPrice } from "./set-price";
import type { ArticlePrices, ArticleShown, PriceRow } from "./types";

const DAYS_30_MS = 30 * 86_400_000;
const ROWS = 8;
/** Of the hash of a group that nothing else names. */
const HASH_SHOWN = 7;
/** Of so many steps each is marked where it begins. */
const DOTS_MAX = 12;

export function Prices({ article }: { article: ArticleShown }) {
  const { t, code, format } = useWords();
  const { prices } = article;
  const { allowed, why } = useMay("publish");
  const now = Date.parse(useSession().clock.now);
  const picture = drawn(steps(prices.rows), now);
  const strike = code("strike", prices.strike, { price: prices.lowest_before ? format.money(prices.lowest_before) : "", percent: String(prices.percent ?? "") });
  // The form is open for a new price, or for one that was told wrongly.
  const [open, setOpen] = useState<{ corrects: PriceRow | null } | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  // The focus goes back to where the form was opened from, once that is there again.
  const close = () => { setOpen(null); requestAnimationFrame(() => (opener.current?.isConnected ? opener.current : button.current)?.focus()); };
  const deed = useSetPrice(article, close);
  const show = (corrects: PriceRow | null) => { opener.current = document.activeElement as HTMLElement | null; deed.reset(); setOpen({ corrects }); };
  return (
    <section className="panel" aria-label={t("article.prices")}>
      <div className="panel-head">
        <h2 className="section-title">{t("article.prices")}</h2>
        <span className="actions">
          {prices.strike === "allowed" && prices.percent !== null ? <span className="chip good">{t("article.reduced", { percent: prices.percent })}</span> : null}
          {open === null ? <Button ref={button} size="compact-sm" variant="default" disabled={!allowed} title={why} onClick={() => show(null)}>{t("price.set")}</Button> : null}
        </span>
      </div>
      {open === null ? null : <SetPrice key={open.corrects?.from ?? ""} article={article} corrects={open.corrects} deed={deed} close={close} />}
      {picture === null ? null : <Plot picture={picture} prices={prices} now={now} />}
      <p className="strike-words"><strong>{t("article.strike")}</strong> {strike}</p>
      <Told rows={prices.rows} correct={show} takeBack={(row) => deed.mutate(takenBack(row))} />
    </section>
  );
}

const [WIDTH, HEIGHT] = [1_000, 220];

function Plot({ picture, prices, now }: { picture: Drawn; prices: ArticlePrices; now: number }) {
  const { t, format } = useWords();
  const currency = (prices.now ?? prices.rows[0]?.amount)?.currency ?? "EUR";
  const money = (minor: number) => format.money({ minor, currency });
  const strike = prices.lowest_before?.minor ?? null;
  const [low, high] = [Math.min(picture.low, strike ?? picture.low), Math.max(picture.high, strike ?? picture.high)];
  const pad = Math.max(1, (high - low) * 0.15);
  const x = (at: number) => ((at - picture.from) / (picture.until - picture.from)) * WIDTH;
  const y = (minor: number) => HEIGHT - ((minor - low + pad) / (high - low + 2 * pad)) * HEIGHT;
  const share = (minor: number) => `${(100 * y(minor)) / HEIGHT}%`;
  const path = picture.pieces.filter(({ upcoming }) => !upcoming).map(({ from, until, minor }, index, all) => `${index > 0 && all[index - 1]?.until === from ? "L" : "M"}${x(from)},${y(minor)} L${x(Math.min(until, Math.max(now, from)))},${y(minor)}`).join(" ");
  const coming = picture.pieces.filter(({ upcoming, until }) => upcoming || until > now).map(({ from, until, minor }) => `M${x(Math.max(from, now))},${y(minor)} L${x(until)},${y(minor)}`).join(" ");
  const label = t("article.plot_label", { count: picture.pieces.length, low: money(picture.low), high: money(picture.high) });
  return (
    <figure className="price-plot">
      <div className="price-plot-area">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
          <rect x={x(Math.max(picture.from, now - DAYS_30_MS))} width={x(Math.min(now, picture.until)) - x(Math.max(picture.from, now - DAYS_30_MS))} y="0" height={HEIGHT} className="days-30" />
          {strike === null ? null : <line x1="0" x2={WIDTH} y1={y(strike)} y2={y(strike)} className="lowest" />}
          <path d={path} className="cost" />
          {coming === "" ? null : <path d={coming} className="coming" />}
          {now < picture.until ? <line x1={x(now)} x2={x(now)} y1="0" y2={HEIGHT} className="today" /> : null}
          {picture.pieces.length > DOTS_MAX ? null : <path d={picture.pieces.map(({ from, minor }) => `M${x(Math.max(from, picture.from))},${y(minor)}h0.01`).join(" ")} className="begins" />}
        </svg>
        {marked([picture.low, picture.high, ...(prices.now ? [prices.now.minor] : [])], (high - low) / 8).map((minor) => <span key={minor} className="price-mark" style={{ top: share(minor) }} aria-hidden="true">{money(minor)}</span>)}
      </div>
      <div className="price-days muted small" aria-hidden="true"><span>{format.date(new Date(picture.from).toISOString())}</span><span>{format.date(new Date(picture.until).toISOString())}</span></div>
      <figcaption className="legend small">
        <span><i className="accent" aria-hidden="true" />{t("article.plot_cost")}</span>
        {coming === "" ? null : <span><i className="dotted" aria-hidden="true" />{t("article.plot_coming")}</span>}
        <span><i className="days" aria-hidden="true" />{t("article.plot_30")}</span>
        {strike === null ? null : <span><i className="dashed" aria-hidden="true" />{t("article.plot_lowest", { price: money(strike) })}</span>}
      </figcaption>
    </figure>
  );
}

/** Those that have room beside one another, the first ones first. */
function marked(amounts: number[], apart: number): number[] {
  return amounts.reduce<number[]>((kept, minor) => (kept.some((other) => Math.abs(other - minor) <= apart) ? kept : [...kept, minor]), []);
}

interface OfRows { rows: PriceRow[]; correct(row: PriceRow): void; takeBack(row: PriceRow): void }

function Told({ rows, ...deeds }: OfRows) {
  const { t } = useWords();
  if (rows.length === 0) return <p className="muted">{t("article.prices_none")}</p>;
  const [shown, rest] = [rows.slice(0, ROWS), rows.slice(ROWS)];
  return (
    <>
      <Table rows={shown} {...deeds} />
      {rest.length > 0 ? <details><summary>{t("article.prices_more", { count: rest.length })}</summary><Table rows={rest} {...deeds} /></details> : null}
    </>
  );
}

function Table({ rows, correct, takeBack }: OfRows) {
  const { t, code, format } = useWords();
  const { allowed, why } = useMay("publish");
  const where = ({ sphere, place, group }: PriceRow) => [place ? `${code("price_sphere", sphere)} ${place}` : code("price_sphere", sphere), group ? t("article.for_group", { group: group.startsWith("#") ? t("price.group_unnamed", { id: group.slice(0, HASH_SHOWN) }) : group }) : null].filter(Boolean).join(", ");
  const stopped = (row: PriceRow) => why ?? (canBeNamed(row) ? undefined : t("price.unnamed"));
  return (
    <table className="table cards price-rows">
      <thead><tr><th scope="col">{t("article.price")}</th><th scope="col">{t("article.where")}</th><th scope="col">{t("article.from_until")}</th><th scope="col"><span className="visually-hidden">{t("article.holds")}</span></th><th scope="col"><span className="visually-hidden">{t("price.correct")}</span></th></tr></thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            <td><strong>{format.money(row.amount)}</strong></td>
            <td>{where(row)}</td>
            <td className="second muted" data-label={t("article.from_until")}>{row.until ? t("items.from_until", { from: format.date(row.from), until: format.date(row.until) }) : t("items.from", { from: format.date(row.from) })}</td>
            <td>{row.wins && row.holds ? <span className="chip good">{t("article.wins")}</span> : row.holds ? <span className="chip">{t("article.beaten")}</span> : null}</td>
            <td className="price-deed"><Button size="compact-sm" variant="subtle" disabled={!allowed || !canBeNamed(row)} title={stopped(row)} aria-label={t("price.correct_of", { price: format.money(row.amount), where: where(row) })} onClick={() => correct(row)}>{t("price.correct_short")}</Button> <Button size="compact-sm" variant="subtle" disabled={!allowed || !canBeNamed(row)} title={stopped(row) ?? t("price.gone_help")} aria-label={t("price.gone_of", { price: format.money(row.amount), where: where(row) })} onClick={() => takeBack(row)}>{t("price.gone_short")}</Button></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
