// The second step: what the feed holds, and what its tags mean in the shop's tree. An item finds people by its nodes.
import { Button, MultiSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { FeedLooked } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { Picture } from "../catalogue/picture";
import { treesQuery } from "../catalogue/queries";
import { wayTo } from "../catalogue/tree";
import type { CategoryNode } from "../catalogue/types";
import { Note } from "../files/note";
import { type Meant, tagsOf } from "./entry";

const ITEMS_SHOWN = 3;
const TAGS_SHOWN = 20;
const NODES_SHOWN = 60;

interface OfStep { looked: FeedLooked; nodes: Meant; change(nodes: Meant): void; go(): void }

export function TagsStep({ looked, nodes, change, go }: OfStep) {
  const { t } = useWords();
  const trees = useQuery(treesQuery);
  return (
    <div className="stack">
      {looked.items === 0 ? <Note tone="warn" title={t("feeds.holds_none")}><p>{t("feeds.holds_none_help")}</p></Note> : null}
      {looked.empty > 0 ? <Note tone="warn" title={t("feeds.holds_empty", { count: looked.empty })}><p>{t("feeds.holds_empty_help")}</p></Note> : null}
      {looked.cut > 0 ? <Note tone="calm" title={t("feeds.holds_cut", { count: looked.cut })} /> : null}
      <First looked={looked} nodes={nodes} />
      <Answer query={trees} lines={4}>{(answer) => <Tags tags={tagsOf(looked.unplaced, nodes)} paths={pathsOf(answer.nodes)} nodes={nodes} change={change} />}</Answer>
      <div className="actions"><Button onClick={go}>{t("feeds.tags_done")}</Button><span className="muted small">{t("feeds.tags_done_help")}</span></div>
    </div>
  );
}

/** Paths in the shop's own tree, as the server knows them. */
function pathsOf(all: CategoryNode[]): string[] {
  const own = all.filter(({ node }) => node.tree === null);
  return own.map(({ node }) => wayTo(own, node.id).map((one) => one.node.name).join("/")).sort((one, other) => one.localeCompare(other));
}

const said = (path: string) => path.split("/").join(" › ");

function First({ looked, nodes }: Pick<OfStep, "looked" | "nodes">) {
  const { t, format } = useWords();
  if (looked.first.length === 0) return null;
  return (
    <div>
      <h3 className="feed-sub">{t("feeds.first", { count: Math.min(ITEMS_SHOWN, looked.first.length) })}</h3>
      <ul className="feed-first" aria-label={t("feeds.first", { count: Math.min(ITEMS_SHOWN, looked.first.length) })}>
        {looked.first.slice(0, ITEMS_SHOWN).map((item, index) => {
          const hangs = [...new Set([...item.nodes, ...item.tags.flatMap((tag) => nodes[tag.trim().toLowerCase()] ?? [])])];
          return (
            <li key={item.link ?? index} className="feed-item">
              <Picture address={item.picture} name={item.title} size="small" />
              <div>
                <strong>{item.title || t("feeds.untitled")}</strong>
                <div className="muted small">{[item.published ? format.date(item.published) : null, item.tags.length > 0 ? item.tags.join(", ") : t("feeds.no_tags")].filter(Boolean).join(" · ")}</div>
                <div className="small">{hangs.length > 0 ? t("feeds.hangs", { nodes: hangs.map(said).join(", ") }) : <span className="muted">{t("feeds.hangs_nowhere")}</span>}</div>
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Tags({ tags, paths, nodes, change }: { tags: string[]; paths: string[]; nodes: Meant; change(nodes: Meant): void }) {
  const { t } = useWords();
  const [sought, seek] = useState("");
  if (paths.length === 0) return <Note tone="calm" title={t("feeds.no_tree")}><p>{t("feeds.no_tree_help")}</p></Note>;
  if (tags.length === 0) return <p className="muted after">{t("feeds.all_placed")}</p>;
  const word = sought.trim().toLowerCase();
  const found = tags.filter((tag) => tag.includes(word));
  const data = paths.map((path) => ({ value: path, label: said(path) }));
  return (
    <div className="stack tight">
      <div><h3 className="feed-sub">{t("feeds.tags", { count: tags.length })}</h3><p className="muted small after">{t("feeds.tags_help")}</p></div>
      {tags.length > TAGS_SHOWN ? <TextInput className="short-field" label={t("feeds.seek_tag")} value={sought} autoComplete="off" onChange={(event) => seek(event.currentTarget.value)} /> : null}
      <div className="feed-tags">
        {found.slice(0, TAGS_SHOWN).map((tag) => (
          <MultiSelect key={tag} label={tag} placeholder={(nodes[tag] ?? []).length === 0 ? t("feeds.no_node") : ""} data={data} value={nodes[tag] ?? []} limit={NODES_SHOWN} searchable hidePickedOptions clearable clearButtonProps={{ "aria-label": t("feeds.clear_tag", { tag }) }} nothingFoundMessage={t("feeds.no_node_found")} onChange={(chosen) => change({ ...nodes, [tag]: chosen })} />
        ))}
      </div>
      {found.length > TAGS_SHOWN ? <p className="muted small after">{t("feeds.more_tags", { count: found.length - TAGS_SHOWN })}</p> : null}
      {found.length === 0 ? <p className="muted after" role="status">{t("feeds.no_tag_found")}</p> : null}
    </div>
  );
}
