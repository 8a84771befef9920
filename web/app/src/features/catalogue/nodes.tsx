// A tree of nodes: each opens to what hangs on it, and leads to its articles.
import { ActionIcon } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { useMeans, useNodeName } from "./node-name";
import type { Branch } from "./tree";

interface OfNodes { branches: Branch[]; /** The chosen one, and those above it. */ chosen: string[]; /** Of how many articles a whole bar is; absent: without bars. */ all?: number; search: Record<string, string>; /** Whether the first level is open. */ isTop?: boolean; label?: string }

export function Nodes({ branches, label, ...of }: OfNodes) {
  return <ul className="nodes" aria-label={label}>{branches.map((branch) => <One key={branch.node.node.id} branch={branch} {...of} />)}</ul>;
}

function One({ branch, chosen, all, search, isTop = false }: { branch: Branch } & Omit<OfNodes, "branches">) {
  const { t, format } = useWords();
  const nameOf = useNodeName();
  const means = useMeans();
  const { node: { node, articles, also }, branches } = branch;
  const [own, setOwn] = useState<boolean | null>(null);
  const isChosen = chosen[chosen.length - 1] === node.id;
  const open = own ?? (chosen.includes(node.id) || isTop);
  const name = nameOf(node);
  return (
    <li>
      <div className={`node-line ${isChosen ? "chosen" : ""}`}>
        {branches.length > 0
          ? <ActionIcon variant="subtle" color="gray" size="sm" aria-expanded={open} aria-label={t(open ? "catalogue.close_node" : "catalogue.open_node", { name })} onClick={() => setOwn(!open)}>{open ? <IconChevronDown size={15} aria-hidden /> : <IconChevronRight size={15} aria-hidden />}</ActionIcon>
          : <span className="node-gap" aria-hidden="true" />}
        <span className="node-name">
          <Link to={paths.catalogue} search={{ ...search, ...(isChosen ? {} : { category: node.id }) }} aria-current={isChosen ? "true" : undefined} className="quiet">{name}</Link>
          {node.means ? <span className="small muted"> {means(node.means)}</span> : null}
          {all !== undefined && also.length > 0 ? <span className="small muted"> {t("catalogue.also", { count: also.length })}</span> : null}
        </span>
        <span className="muted small node-count">{format.number(articles)}<span className="visually-hidden"> {t("catalogue.articles_unit", { count: articles })}</span></span>
        {all === undefined ? null : <span className="bar node-bar" aria-hidden="true"><span style={{ width: `${(100 * articles) / Math.max(1, all)}%` }} /></span>}
      </div>
      {open && branches.length > 0 ? <Nodes branches={branches} chosen={chosen} search={search} {...(all === undefined ? {} : { all })} /> : null}
    </li>
  );
}
