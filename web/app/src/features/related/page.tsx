// Which articles go together: learned when and from how much, what sells best with what goes with it, one article by its
// number, and how good the method is beside popularity.
import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { relatedQuery } from "../../api/queries";
import type { RelatedArticle, RelatedArticles } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { Note } from "../files/note";
import { Measured } from "./measured";

/** Of each list, where many stand below each other. */
const SHOWN = 5;

export function RelatedPage() {
  const { t } = useWords();
  const [{ query: article = "" }] = useUrlState();
  const query = useQuery(relatedQuery(article));
  return (
    <>
      <PageHead title={t("related.title")} lead={<><Link to={paths.data}>{t("data.title")}</Link> · {t("related.lead")}</>}><Learn /></PageHead>
      <Answer query={query} lines={8}>
        {(related) => (
          <>
            <Figures related={related} />
            <div className="stack">
              {related.used ? null : <Note tone="calm" title={t("related.unused")}>{t("related.unused_help")}</Note>}
              {related.learned === null ? <section className="panel"><Empty title={t("related.nothing")} help={t("related.nothing_help")} /></section> : <Lists article={article} examples={related.learned.examples} />}
              <Measured method={related.learned?.method ?? null} />
            </div>
          </>
        )}
      </Answer>
    </>
  );
}

function Learn() {
  const { t } = useWords();
  const { allowed, why } = useMay("sources");
  const learn = useDeed({
    act: () => post<RelatedArticles>("/recommendations/learn", {}),
    touches: ["related"],
    said: ({ learned }) => (learned === null ? t("related.learned_nothing") : t("related.learned", { articles: learned.articles, people: learned.people })),
  });
  return <Button variant="default" disabled={!allowed} title={why ?? t("related.learn_help")} loading={learn.isPending} onClick={() => learn.mutate()}>{t("related.learn")}</Button>;
}

function Figures({ related: { learned } }: { related: RelatedArticles }) {
  const { t, code, format } = useWords();
  const { now } = useSession().clock;
  if (learned === null) return null;
  return (
    <dl className="figures">
      <div><dt>{t("related.at")}</dt><dd className="date" title={format.dateTime(learned.at)}>{format.ago(learned.at, now)}<small>{format.dateTime(learned.at)}</small></dd></div>
      <div><dt>{t("related.people")}</dt><dd>{format.number(learned.people)}<small>{t("related.people_help")}</small></dd></div>
      <div><dt>{t("related.articles")}</dt><dd>{format.number(learned.articles)}<small>{t("related.articles_help")}</small></dd></div>
      <div><dt>{t("related.method")}</dt><dd className="date">{t(`related.method.${learned.method}`)}<small>{code("relation_method", learned.method)}</small></dd></div>
    </dl>
  );
}

function Lists({ article, examples }: { article: string; examples: RelatedArticle[] }) {
  const { t } = useWords();
  return (
    <section className="panel flush" aria-labelledby="related-title">
      <div className="panel-head">
        <h2 className="section-title" id="related-title">{article ? t("related.of", { number: article }) : t("related.best")}</h2>
        <OfArticle key={article} article={article} />
      </div>
      {examples.length === 0 ? <Empty title={t(article ? "related.unknown" : "related.nothing")} help={t(article ? "related.unknown_help" : "related.nothing_help")} /> : examples.map((one) => <One key={one.article.number} one={one} most={article ? Infinity : SHOWN} />)}
    </section>
  );
}

function OfArticle({ article }: { article: string }) {
  const { t } = useWords();
  const [, setUrl] = useUrlState();
  const [typed, type] = useState(article);
  return (
    <form role="search" className="article-search" onSubmit={(event) => { event.preventDefault(); setUrl({ query: typed.trim() }, { replace: false }); }}>
      <TextInput aria-label={t("related.number")} placeholder={t("related.number")} value={typed} maxLength={200} autoComplete="off" spellCheck={false} onChange={(event) => type(event.currentTarget.value)} />
      <Button type="submit" variant="default" leftSection={<IconSearch size={15} aria-hidden />}>{t("action.search")}</Button>
      {article ? <Button variant="subtle" onClick={() => setUrl({ query: "" }, { replace: false })}>{t("related.all")}</Button> : null}
    </form>
  );
}

function One({ one: { article, bought, viewed }, most }: { one: RelatedArticle; most: number }) {
  const { t } = useWords();
  const more = bought.length > most || viewed.length > most;
  return (
    <article className="quarantined related" aria-label={article.name}>
      <div>
        <h3 className="related-of"><Name article={article} /></h3>
        {more ? <Link className="small" to={paths.related} search={{ query: article.number }}>{t("related.whole")}<span className="visually-hidden">: {article.name}</span></Link> : null}
      </div>
      <Going title={t("related.bought")} none={t("related.bought_none")} articles={bought.slice(0, most)} />
      <Going title={t("related.viewed")} none={t("related.viewed_none")} articles={viewed.slice(0, most)} />
    </article>
  );
}

/** The surest first; each leads to its own list. */
function Going({ title, none, articles }: { title: string; none: string; articles: RelatedArticle["bought"] }) {
  const { t } = useWords();
  return (
    <div>
      <h4 className="eyebrow">{title}</h4>
      {articles.length === 0 ? <p className="muted small after">{none}</p> : (
        <ol className="going">
          {articles.map((one) => (
            <li key={one.number} className={one.available ? "" : "gone"}>
              <Link to={paths.related} search={{ query: one.number }} className="quiet" title={one.number}>{one.name || one.number}</Link>
              {one.available ? null : <span className="muted small"> {t("related.unavailable")}</span>}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function Name({ article }: { article: RelatedArticle["article"] }) {
  const { t } = useWords();
  return (
    <>
      {article.name || article.number}
      <Link to={paths.article} params={{ number: article.number }} className="quiet small related-number" translate="no">{article.number}</Link>
      {article.available ? null : <span className="chip warn">{t("related.unavailable")}</span>}
    </>
  );
}
