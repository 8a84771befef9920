// All trees: what hangs where, and what the nodes of one mean in another.
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { Move } from "./move";
import { Nodes } from "./nodes";
import { treesQuery } from "./queries";
import { treesOf } from "./tree";

/** So few nodes at the top are shown open. */
const FEW = 8;

export function Taxonomies() {
  const { t, format } = useWords();
  const query = useQuery(treesQuery);
  return (
    <Answer query={query} lines={10}>
      {({ nodes, more }) => {
        const trees = treesOf(nodes);
        if (trees.length === 0) return <section className="panel"><Empty title={t("catalogue.no_nodes")} help={t("catalogue.no_nodes_help")} /></section>;
        return (
          <div className="stack">
            {trees.map((tree) => {
              const name = tree.name === null ? t("catalogue.own_tree") : t("catalogue.tree", { name: tree.name });
              return (
                <section key={tree.name ?? ""} className="panel" aria-label={name}>
                  <div className="panel-head"><h2 className="section-title">{name}</h2><span className="muted small">{t("catalogue.in_tree", { count: tree.articles, nodes: format.number(nodes.filter(({ node }) => node.tree === tree.name).length) })}</span></div>
                  <Nodes branches={tree.branches} chosen={[]} search={{}} isTop={tree.branches.length <= FEW} all={Math.max(...tree.branches.map(({ node }) => node.articles))} />
                </section>
              );
            })}
            <Move nodes={nodes} />
            {more > 0 ? <p className="muted small">{t("catalogue.more_nodes", { count: more })}</p> : null}
          </div>
        );
      }}
    </Answer>
  );
}
