// One content item of the house's own, new or changed, beside how it looks; one of a feed follows its feed and is only shown.
import { Button, MultiSelect, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useBlocker, useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { put, remove } from "../../api/client";
import { feedsQuery } from "../../api/queries";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { Zone } from "../../app/zone";
import { useWords } from "../../i18n/context";
import { Answer, Empty, failureWords } from "../../ui/states";
import { Note } from "../files/note";
import { FollowsFeed, ItemBody } from "./item-body";
import { EMPTY_ITEM, feedOf, isSameItem, isUnsafe, type ItemDraft, itemDraftOf, itemId, itemShownOf, itemToldAsIs, itemToldOf, itemTroubles, LIST_MAX, nodesOffered, TEXT_MAX, TITLE_MAX } from "./item-draft";
import { contentItemsQuery, treesQuery } from "./queries";
import type { CategoryNode, ContentShown, ContentTold } from "./types";

const ADDRESS_MAX = 500;
const NODES_SHOWN = 60;

export function NewItemPage() {
  const items = useQuery(contentItemsQuery);
  const trees = useQuery(treesQuery);
  return <Answer query={items} lines={10} page>{(known) => <Answer query={trees} lines={10} page>{({ nodes }) => <Edit item={null} known={known} nodes={nodes} />}</Answer>}</Answer>;
}

export function ItemPage() {
  const { t } = useWords();
  const { item: id = "" } = useParams({ strict: false });
  const items = useQuery(contentItemsQuery);
  const trees = useQuery(treesQuery);
  const feeds = useQuery(feedsQuery).data?.map((feed) => feed.id) ?? null;
  return (
    <Answer query={items} lines={10} page>
      {(known) => {
        const item = known.find((one) => one.id === id);
        if (!item) return <><PageHead title={t("item.gone")} lead={<ToItems />} /><section className="panel"><Empty title={t("item.gone")} help={t("item.gone_help")} /></section></>;
        const feed = feedOf(item.id, feeds);
        if (feed !== null) return <Followed item={item} feed={feed} />;
        return <Answer query={trees} lines={10} page>{({ nodes }) => <Edit key={JSON.stringify(item)} item={item} known={known} nodes={nodes} />}</Answer>;
      }}
    </Answer>
  );
}

function ToItems() {
  const { t } = useWords();
  return <Link to={paths.catalogue} search={{ tab: "items" }}>{t("catalogue.tab.items")}</Link>;
}

function Followed({ item, feed }: { item: ContentShown; feed: string }) {
  const { t } = useWords();
  return (
    <>
      <PageHead title={item.title} lead={<ToItems />} />
      <div className="stack item-alone">
        <Note tone="calm" title={t("item.follows", { feed })}><p>{t("item.follows_help")} <FollowsFeed feed={feed} /></p></Note>
        <section className="panel item-card" aria-label={item.title}><ItemBody item={item} /></section>
      </div>
    </>
  );
}

/** What it says from now on; null: it is gone. */
interface Act { id: string; title: string; to: ContentTold | null; before: ContentTold | null; isBack: boolean }

interface OfEdit { item: ContentShown | null; known: ContentShown[]; nodes: CategoryNode[] }

function Edit({ item, known, nodes }: OfEdit) {
  const words = useWords();
  const { t } = words;
  const navigate = useNavigate();
  const { organisation: { time_zone: zone }, clock } = useSession();
  const { allowed, why } = useMay("publish");
  const live = item === null ? EMPTY_ITEM : itemDraftOf(item, nodes, zone);
  const [draft, setDraft] = useState(live);
  const [tried, tryIt] = useState(false);
  const change = (next: Partial<ItemDraft>) => setDraft((before) => ({ ...before, ...next }));
  const troubles = itemTroubles(draft, zone);
  const isChanged = !isSameItem(draft, live, zone);
  const deed = useDeed<Act>({
    act: ({ id, to }) => (to === null ? remove(`/catalogue/content/${encodeURIComponent(id)}`) : put(`/catalogue/content/${encodeURIComponent(id)}`, to)),
    touches: ["catalogue"],
    said: (_, { title, to, before, isBack }) => t(isBack ? "item.back" : to === null ? "item.removed" : before === null ? "item.added" : "item.changed", { title }),
    undo: ({ to, before, isBack, ...of }) => (isBack ? null : { ...of, to: before, before: to, isBack: true }),
    onDone: (_, { isBack }) => { if (!isBack) void navigate({ to: paths.catalogue, search: { tab: "items" }, ignoreBlocker: true }); },
    quiet: ({ isBack }) => !isBack,
  });
  useBlocker({ shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !window.confirm(t("catalogue.leave")), enableBeforeUnload: isChanged && allowed, disabled: !isChanged || !allowed || deed.isPending });
  const act = (to: ContentTold | null) => deed.mutate({ id: item?.id ?? itemId(draft.title, known.map(({ id }) => id)), title: (to ?? draft).title, to, before: item === null ? null : itemToldAsIs(item, nodes), isBack: false });
  const save = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    if (allowed && isChanged && troubles.length === 0) act(itemToldOf(draft, zone));
  };
  const wrong = (at: keyof ItemDraft) => troubles.filter((one) => one.at === at && (tried || one.why !== "title")).map((one) => t(`item.why.${one.why}`))[0];
  const stopped = why ?? (isChanged ? undefined : t("forms.unchanged"));
  const failure = deed.error === null ? null : failureWords(words, deed.error);
  return (
    <>
      <PageHead title={item === null ? t("item.new") : item.title} lead={<><ToItems /> · {t("item.lead")}</>}>
        {item === null ? null : <Button variant="default" disabled={!allowed} title={why} loading={deed.isPending && deed.variables.to === null} onClick={() => act(null)}>{t("item.remove")}</Button>}
      </PageHead>
      <div className="split">
        <form className="stack" onSubmit={save} noValidate>
          <Fields draft={draft} nodes={nodes} wrong={wrong} change={change} />
          {failure ? <Note tone="bad" title={failure.title}>{failure.help}</Note> : null}
          <div className="panel actions form-publish">
            <Button type="submit" disabled={stopped !== undefined} title={stopped} loading={deed.isPending && deed.variables.to !== null}>{t(item === null ? "item.add" : "catalogue.save")}</Button>
            <span className="muted small" role="status">{stopped ?? (tried && troubles.length > 0 ? t("schema.edit.incomplete", { count: troubles.length }) : t("item.save_help"))}</span>
          </div>
        </form>
        <div className="plan-side">
          <section className="panel item-card" aria-label={t("item.looks")}>
            <h2 className="eyebrow">{t("item.looks")}</h2>
            {draft.title.trim() === "" && draft.text.trim() === "" ? <p className="muted after">{t("item.looks_later")}</p> : <ItemBody item={itemShownOf(draft, zone, clock.now)} />}
          </section>
        </div>
      </div>
    </>
  );
}

function Fields({ draft, nodes, wrong, change }: { draft: ItemDraft; nodes: CategoryNode[]; wrong(at: keyof ItemDraft): string | undefined; change(next: Partial<ItemDraft>): void }) {
  const { t } = useWords();
  const offered = [...new Set([...nodesOffered(nodes), ...draft.nodes])];
  const labels = new Map(nodes.map(({ node }) => [node.id, node.name]));
  const address = (at: "picture" | "link") => <TextInput label={t(`item.${at}`)} description={isUnsafe(draft[at]) ? <span className="warned">{t("item.unsafe")}</span> : t(`item.${at}_help`)} placeholder="https://" translate="no" type="url" inputMode="url" maxLength={ADDRESS_MAX} autoComplete="off" spellCheck={false} value={draft[at]} error={wrong(at)} onChange={(event) => change({ [at]: event.currentTarget.value })} />;
  const moment = (at: "from" | "until") => <TextInput type="datetime-local" label={t(`item.${at}`)} value={draft[at]} error={wrong(at)} onChange={(event) => change({ [at]: event.currentTarget.value.slice(0, 16) })} />;
  return (
    <>
      <section className="panel stack rules-form" aria-label={t("item.says")}>
        <h2 className="section-title">{t("item.says")}</h2>
        <TextInput label={t("item.title")} required withAsterisk={false} maxLength={TITLE_MAX} autoComplete="off" value={draft.title} error={wrong("title")} onChange={(event) => change({ title: event.currentTarget.value })} />
        <Textarea label={t("item.text")} description={t("item.text_help")} autosize minRows={4} maxRows={14} maxLength={TEXT_MAX} value={draft.text} onChange={(event) => change({ text: event.currentTarget.value })} />
        <p className="muted small after">{t("item.one_language")}</p>
        {address("picture")}
        {address("link")}
      </section>
      <section className="panel stack rules-form" aria-label={t("item.whom")}>
        <h2 className="section-title">{t("item.whom")}</h2>
        <MultiSelect label={t("item.nodes")} description={t(offered.length === 0 ? "feeds.no_tree" : "item.nodes_help")} data={offered.map((value) => ({ value, label: labels.get(value) ?? value.split("/").join(" › ") }))} value={draft.nodes} disabled={offered.length === 0} maxValues={LIST_MAX} limit={NODES_SHOWN} searchable hidePickedOptions clearable clearButtonProps={{ "aria-label": t("item.nodes_clear") }} nothingFoundMessage={t("feeds.no_node_found")} onChange={(next) => change({ nodes: next })} />
        <TagsInput label={t("item.tags")} description={t("item.tags_help")} maxTags={LIST_MAX} maxLength={100} acceptValueOnBlur value={draft.tags} onChange={(tags) => change({ tags })} />
        <div className="in-both">{moment("from")}{moment("until")}</div>
        <div className="item-zone"><p className="muted small after">{t("item.when_help")}</p><Zone /></div>
      </section>
    </>
  );
}
