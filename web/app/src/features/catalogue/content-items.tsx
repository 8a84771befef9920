// Content items that letters may show: what they say, and when they hold.
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { Picture } from "./picture";
import { contentItemsQuery } from "./queries";
import type { ContentShown } from "./types";

export function ContentItems() {
  const { t } = useWords();
  const query = useQuery(contentItemsQuery);
  return (
    <Answer query={query} lines={6}>
      {(items) => (items.length === 0 ? <section className="panel"><Empty title={t("items.none")} help={t("items.none_help")} /></section> : (
        <ul className="item-cards" aria-label={t("catalogue.tab.items")}>{items.map((item) => <One key={item.id} item={item} />)}</ul>
      ))}
    </Answer>
  );
}

function One({ item }: { item: ContentShown }) {
  const { t, format } = useWords();
  const when = item.from && item.until ? t("items.from_until", { from: format.date(item.from), until: format.date(item.until) }) : item.from ? t("items.from", { from: format.date(item.from) }) : item.until ? t("items.until", { until: format.date(item.until) }) : t("items.always");
  return (
    <li className="panel item-card">
      {item.picture ? <Picture address={item.picture} name={item.title} size="large" /> : null}
      <div>
        <h2 className="section-title">{item.title}</h2>
        <p className="small"><span className={`chip ${item.holds ? "good" : ""}`}>{t(item.holds ? "items.holds" : "items.holds_not")}</span> <span className="muted">{when}</span></p>
        <p className="item-text">{item.text}</p>
        <div className="chips">{item.tags.map((tag) => <span key={tag} className="chip">{tag}</span>)}</div>
        {item.link ? <p className="small"><a href={item.link} target="_blank" rel="noopener noreferrer">{t("items.link")}<span className="visually-hidden">: {item.title}</span></a></p> : null}
      </div>
    </li>
  );
}
