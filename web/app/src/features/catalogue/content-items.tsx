// Content items that letters may show: those of the house, and those that follow a feed; and how many people each suits.
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { feedsQuery } from "../../api/queries";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Rule } from "../../ui/rule";
import { Answer, Empty } from "../../ui/states";
import { ConnectFeed } from "../feeds/list";
import { ItemBody } from "./item-body";
import { feedOf } from "./item-draft";
import { audienceQuery, contentItemsQuery } from "./queries";
import type { ContentShown } from "./types";

const SHOWN = 60;

export function ContentItems() {
  const { t } = useWords();
  const query = useQuery(contentItemsQuery);
  const feeds = useQuery(feedsQuery).data?.map(({ id }) => id) ?? null;
  const [all, showAll] = useState(false);
  return (
    <Answer query={query} lines={6}>
      {(items) => (items.length === 0 ? <section className="panel"><Empty title={t("items.none")} help={t("items.none_help")}><p className="actions centred"><New /> <ConnectFeed /></p></Empty></section> : (
        <div className="stack">
          <div className="panel-head items-head"><h2 className="section-title">{t("items.count", { count: items.length })}</h2><span className="actions"><New /> <ConnectFeed /></span></div>
          <ul className="item-cards" aria-label={t("catalogue.tab.items")}>{(all ? items : items.slice(0, SHOWN)).map((item) => <One key={item.id} item={item} feed={feedOf(item.id, feeds)} />)}</ul>
          {all || items.length <= SHOWN ? null : <p className="after"><button type="button" className="as-link" onClick={() => showAll(true)}>{t("outlets.all", { count: items.length })}</button></p>}
        </div>
      ))}
    </Answer>
  );
}

function New() {
  const { t } = useWords();
  const { allowed, why } = useMay("publish");
  if (!allowed) return <Button size="xs" variant="default" disabled title={why}>{t("item.new")}</Button>;
  return <Button size="xs" variant="default" renderRoot={(root) => <Link {...root} to={paths.newItem} />} leftSection={<IconPlus size={15} aria-hidden />}>{t("item.new")}</Button>;
}

function One({ item, feed }: { item: ContentShown; feed: string | null }) {
  const { t } = useWords();
  return (
    <li className="panel item-card">
      <ItemBody item={item} />
      {item.nodes.length > 0 ? <Audience item={item} /> : null}
      <p className="small item-whose">
        {feed === null ? <Link to={paths.item} params={{ item: item.id }}>{t("item.edit")}<span className="visually-hidden">: {item.title}</span></Link> : <span className="muted">{t("item.follows", { feed })}</span>}
      </p>
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
      ) : <Button size="compact-sm" variant="default" onClick={() => want(true)}>{t("items.audience")}<span className="visually-hidden"> {title}</span></Button>}
    </div>
  );
}
