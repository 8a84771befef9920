// What a content item says, when it holds and where it hangs.
import { Link } from "@tanstack/react-router";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Picture } from "./picture";
import type { ContentShown } from "./types";

export function ItemBody({ item }: { item: ContentShown }) {
  const { t, format } = useWords();
  const when = item.from && item.until ? t("items.from_until", { from: format.date(item.from), until: format.date(item.until) }) : item.from ? t("items.from", { from: format.date(item.from) }) : item.until ? t("items.until", { until: format.date(item.until) }) : t("items.always");
  return (
    <>
      {item.picture ? <Picture address={item.picture} name={item.title} size="large" /> : null}
      <div>
        <h2 className="section-title item-title">{item.title}</h2>
        <p className="small"><span className={`chip ${item.holds ? "good" : ""}`}>{t(item.holds ? "items.holds" : "items.holds_not")}</span> <span className="muted">{when}</span></p>
        <p className="item-text">{item.text}</p>
        <div className="chips">{item.tags.map((tag) => <span key={tag} className="chip">{tag}</span>)}</div>
        <p className="small">{item.nodes.length === 0 ? <span className="muted">{t("items.hangs_nowhere")}</span> : <><span className="muted">{t("items.hangs")}:</span> {item.nodes.map(({ name }) => name ?? t("items.node_unknown")).join(", ")}</>}</p>
        {item.link ? <p className="small"><a href={item.link} target="_blank" rel="noopener noreferrer">{t("items.link")}<span className="visually-hidden">: {item.title}</span></a></p> : null}
      </div>
    </>
  );
}

export function FollowsFeed({ feed }: { feed: string }) {
  const { t } = useWords();
  return <Link to={paths.data} hash="feeds">{t("item.to_feed", { feed })}</Link>;
}
