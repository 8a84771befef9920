// Content items that letters may show: what they say, when they hold, where they hang, and how many people they suit.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "../../i18n/context";
import { Rule } from "../../ui/rule";
import { Answer, Empty } from "../../ui/states";
import { ConnectFeed } from "../feeds/list";
import { Picture } from "./picture";
import { audienceQuery, contentItemsQuery } from "./queries";
import type { ContentShown } from "./types";

export function ContentItems() {
  const { t } = useWords();
  const query = useQuery(contentItemsQuery);
  return (
    <Answer query={query} lines={6}>
      {(items) => (items.length === 0 ? <section className="panel"><Empty title={t("items.none")} help={t("items.none_help")}><p className="actions centred"><ConnectFeed /></p></Empty></section> : (
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
        <p className="small">{item.nodes.length === 0 ? <span className="muted">{t("items.hangs_nowhere")}</span> : <><span className="muted">{t("items.hangs")}:</span> {item.nodes.map(({ name }) => name ?? t("items.node_unknown")).join(", ")}</>}</p>
        {item.link ? <p className="small"><a href={item.link} target="_blank" rel="noopener noreferrer">{t("items.link")}<span className="visually-hidden">: {item.title}</span></a></p> : null}
        {item.nodes.length > 0 ? <Audience item={item} /> : null}
      </div>
    </li>
  );
}

function Audience({ item: { id, title } }: { item: ContentShown }) {
  const { t, format } = useWords();
  const [wanted, want] = useState(false);
  const query = useQuery({ ...audienceQuery(id), enabled: wanted });
  return (
    <div aria-live="polite">
      {wanted ? (
        <Answer query={query} lines={2}>
          {({ people, of, rule }) => (
            <>
              <p><strong>{t("items.suits", { people: format.number(people), of: format.number(of) })}</strong></p>
              {rule === null ? <p className="muted small">{t("items.no_rule")}</p> : <><p className="muted small">{t("items.suits_why")}</p><Rule text={rule} /></>}
            </>
          )}
        </Answer>
      ) : <Button size="compact-sm" variant="default" aria-label={t("items.audience_of", { title })} onClick={() => want(true)}>{t("items.audience")}</Button>}
    </div>
  );
}
