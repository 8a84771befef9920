// One article with all that is known of it: what it costs and has cost, where it is, what it hangs on, who waits.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Fragment, type ReactNode, useRef, useState } from "react";
import { Failure } from "../../api/client";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { Availability } from "./articles";
import { useMeans, useNodeName } from "./node-name";
import { Picture } from "./picture";
import { Prices } from "./prices";
import { articleQuery } from "./queries";
import { SetStock, useSetStock } from "./set-stock";
import type { ArticleOther, ArticleShown, NodeNamed } from "./types";

const WAITING_MAX = 10_000;

export function ArticlePage() {
  const { t } = useWords();
  const { number = "" } = useParams({ strict: false });
  const query = useQuery(articleQuery(number));
  if (query.error instanceof Failure && query.error.status === 404) {
    return (
      <>
        <PageHead title={t("article.gone")} lead={<Link to={paths.catalogue}>{t("catalogue.title")}</Link>} />
        <section className="panel"><Empty title={t("article.gone")} help={t("article.gone_help", { number })} /></section>
      </>
    );
  }
  return <Answer query={query} lines={12} page>{(article) => <Article article={article} />}</Answer>;
}

function Article({ article }: { article: ArticleShown }) {
  const { t, code, format } = useWords();
  const { prices, stock } = article;
  return (
    <>
      <PageHead title={article.name || article.number} lead={<><Link to={paths.catalogue}>{t("catalogue.title")}</Link><Path nodes={article.path} /></>} />
      <div className="article-head">
        <Picture address={article.pictures[0]} name={article.name} size="large" />
        <div>
          <p className="actions article-about">
            <span className="mono">{article.number}</span>
            {article.brand ? <strong>{article.brand}</strong> : null}
            {article.new ? <span className="chip accent">{t("catalogue.new")}</span> : null}
            <Availability available={stock.available} pieces={stock.pieces} />
            {article.link ? <a href={article.link} target="_blank" rel="noopener noreferrer">{t("article.in_shop")}</a> : null}
          </p>
          <dl className="figures">
            <div>
              <dt>{t("article.price")}</dt>
              <dd>{prices.now ? format.money(prices.now) : "–"}{prices.unit?.price ? <small>{t("article.per", { price: format.money(prices.unit.price), unit: code("unit_measure", prices.unit.per) })}</small> : null}</dd>
            </div>
            <div><dt>{t("article.lowest_30")}</dt><dd>{prices.lowest_30_days ? format.money(prices.lowest_30_days) : "–"}</dd></div>
            <div><dt>{t("article.stock")}</dt><dd>{stock.pieces === null ? "–" : format.number(stock.pieces)}<small>{stock.pieces === null ? t("article.uncounted") : stock.told ? t("article.told", { time: format.dateTime(stock.told) }) : null}</small></dd></div>
            <div><dt>{t("article.waiting")}</dt><dd>{article.waiting >= WAITING_MAX ? t("article.waiting_many", { count: WAITING_MAX }) : format.number(article.waiting)}<small>{t("article.waiting_help")}</small></dd></div>
          </dl>
        </div>
      </div>
      <div className="split">
        <div className="stack">
          <Prices article={article} />
          <Texts article={article} />
          <Others title={t("article.variants")} list={article.variants} />
          <Others title={t("article.substitutes")} list={article.substitutes} />
          <Related article={article} />
        </div>
        <div className="stack">
          <Pieces article={article} />
          <Places article={article} />
          <More article={article} />
        </div>
      </div>
    </>
  );
}

function Path({ nodes }: { nodes: NodeNamed[] }) {
  const nameOf = useNodeName();
  return <>{nodes.map((node) => <Fragment key={node.id}> › <Link to={paths.catalogue} search={{ category: node.id }}>{nameOf(node)}</Link></Fragment>)}</>;
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return <section className="panel" aria-label={title}><div className="panel-head"><h2 className="section-title">{title}</h2></div>{children}</section>;
}

function Texts({ article: { texts } }: { article: ArticleShown }) {
  const { t, format } = useWords();
  if (texts.length === 0) return null;
  const untold = (["de", "en"] as const).filter((own) => !texts.some(({ language }) => language.split("-")[0] === own));
  return (
    <Section title={t("article.texts")}>
      <dl className="pairs wide">{texts.map(({ language, name, description }) => <div key={language}><dt>{format.language(language)}</dt><dd lang={language}>{name ? <strong>{name}</strong> : null}{description ? <div className="article-text">{description}</div> : null}</dd></div>)}</dl>
      {untold.map((own) => <p key={own} className="muted small after">{t("article.text_untold", { language: format.language(own) })}</p>)}
    </Section>
  );
}

function Others({ title, list }: { title: string; list: ArticleOther[] }) {
  if (list.length === 0) return null;
  return <Section title={title}><OtherList list={list} label={title} /></Section>;
}

function OtherList({ list, label }: { list: ArticleOther[]; label: string }) {
  const { t } = useWords();
  return (
    <ul className="needs" aria-label={label}>
      {list.map(({ number, name, available }) => (
        <li key={number}><span><Link to={paths.article} params={{ number }}>{name || number}</Link> <span className="muted small">{number}</span></span>{available ? null : <span><span className="chip bad">{t("article.out_of_stock")}</span></span>}</li>
      ))}
    </ul>
  );
}

/** What goes with it, as learned from orders and looks. */
function Related({ article: { bought_with: bought, viewed_with: viewed } }: { article: ArticleShown }) {
  const { t } = useWords();
  const lists = [["article.bought_with", bought], ["article.viewed_with", viewed]] as const;
  return (
    <Section title={t("article.related")}>
      {bought.length + viewed.length === 0 ? <span className="muted">{t("article.related_none")}</span> : (
        <div className="consequences">{lists.filter(([, list]) => list.length > 0).map(([key, list]) => <div key={key}><h3 className="eyebrow">{t(key)}</h3><OtherList list={list} label={t(key)} /></div>)}</div>
      )}
    </Section>
  );
}

function Pieces({ article }: { article: ArticleShown }) {
  const { t } = useWords();
  const { allowed, why } = useMay("publish");
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => { setOpen(false); requestAnimationFrame(() => opener.current?.focus()); };
  const deed = useSetStock(article, close);
  return (
    <section className="panel" aria-label={t("article.outlets")}>
      <div className="panel-head">
        <h2 className="section-title">{t("article.outlets")}</h2>
        {open ? null : <Button ref={opener} size="compact-sm" variant="default" disabled={!allowed} title={why} onClick={() => { deed.reset(); setOpen(true); }}>{t("stock.set")}</Button>}
      </div>
      {open ? <SetStock article={article} deed={deed} close={close} /> : null}
      <AtOutlets article={article} />
    </section>
  );
}

function AtOutlets({ article: { stock } }: { article: ArticleShown }) {
  const { t, format } = useWords();
  const greatest = Math.max(1, ...stock.outlets.map(({ pieces }) => pieces));
  if (stock.outlets.length === 0) return <span className="muted">{t(stock.pieces === null ? "article.uncounted_help" : "article.no_outlets")}</span>;
  return (
    <ul className="bars">
      {[...stock.outlets].sort((one, other) => other.pieces - one.pieces).map(({ outlet, name, pieces }, index) => (
        <li key={outlet ?? index}>
          <div className="bar-line"><span>{name || outlet || t("article.outlet_unknown")} {name && outlet && name !== outlet ? <span className="muted small">{outlet}</span> : null}</span><strong>{format.number(pieces)}</strong></div>
          <div className="bar" aria-hidden="true"><span className={pieces <= 0 ? "bad" : ""} style={{ width: `${(100 * Math.max(0, pieces)) / greatest}%` }} /></div>
        </li>
      ))}
    </ul>
  );
}

/** Where it hangs in other trees, and what that means in the shop's own. */
function Places({ article: { path, places } }: { article: ArticleShown }) {
  const { t } = useWords();
  const nameOf = useNodeName();
  const meansOf = useMeans();
  const all = [path, ...places].filter((way) => way.length > 0);
  return (
    <Section title={t("article.places")}>
      {all.length === 0 ? <span className="muted">{t("article.places_none")}</span> : (
        <dl className="pairs">
          {all.map((way, index) => {
            const last = way[way.length - 1];
            return (
              <div key={index}>
                <dt>{last?.tree ?? t("catalogue.own_tree")}</dt>
                <dd>{way.map((node) => nameOf(node)).join(" › ")}{last?.means ? <div className="muted small">{meansOf(last.means)}</div> : null}</dd>
              </div>
            );
          })}
        </dl>
      )}
    </Section>
  );
}

function More({ article }: { article: ArticleShown }) {
  const { t, format } = useWords();
  const rows: [string, ReactNode][] = [
    [t("article.arrived"), article.arrived ? format.date(article.arrived) : t("article.arrived_first")],
    [t("article.group"), article.group ?? "–"],
    [t("article.substitute_group"), article.substitute_group ?? "–"],
    [t("article.tags"), article.tags.length > 0 ? <span className="chips">{article.tags.map((tag) => <span key={tag} className="chip">{tag}</span>)}</span> : "–"],
    [t("article.pictures"), article.pictures.length === 0 ? "–" : <span className="chips">{article.pictures.map((address, index) => <a key={address} href={address} target="_blank" rel="noopener noreferrer">{t("article.picture", { number: index + 1 })}</a>)}</span>],
  ];
  return <Section title={t("article.more")}><dl className="pairs">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl></Section>;
}
