// Renames a node of a tree, or says that it means another one; with the way back.
import { Autocomplete, Button, Radio, Tooltip } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { useMeans, useNodeName } from "./node-name";
import { pathsOf, wayTo } from "./tree";
import type { CategoryNode, MoveHow } from "./types";

type Act = { from: string; to: string; how: MoveHow } | { back: string; again: { to: string; how: MoveHow } | null };

const HOW: MoveHow[] = ["renamed", "mapped"];

export function Move({ nodes }: { nodes: CategoryNode[] }) {
  const { t, code } = useWords();
  const nameOf = useNodeName();
  const meansOf = useMeans();
  const { allowed, why } = useMay("publish");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [how, setHow] = useState<MoveHow>("renamed");
  const deed = useDeed<Act, null>({
    act: (act) => ("back" in act ? post("/catalogue/nodes/unmove", { node: act.back }) : post("/catalogue/nodes/move", act)),
    touches: ["catalogue", "customer"],
    said: (_, act) => ("back" in act ? t("move.taken_back") : t("move.done")),
    undo: (act) => ("back" in act ? (act.again === null ? null : { from: act.back, ...act.again }) : { back: act.from, again: { to: act.to, how: act.how } }),
    onDone: () => { setFrom(""); setTo(""); },
  });
  // Of other trees the id says which node is meant: their names may be the same.
  const paths = pathsOf(nodes);
  const said = (text: string) => paths.get(text.trim()) ?? text.trim();
  const moved = nodes.flatMap(({ node }) => (node.means === null ? [] : [{ node, means: node.means }]));
  return (
    <section className="panel" aria-label={t("move.title")}>
      <div className="panel-head"><h2 className="section-title">{t("move.title")}</h2></div>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); deed.mutate({ from: said(from), to: said(to), how }); }}>
        <Radio.Group label={t("move.how")} value={how} onChange={(next) => setHow(next === "mapped" ? "mapped" : "renamed")}>
          <div className="radios">{HOW.map((one) => <Radio key={one} value={one} label={code("move_how", one)} description={t(`move.how_${one}`)} />)}</div>
        </Radio.Group>
        <div className="inline-form even">
          <Autocomplete label={t("move.from")} placeholder={t("move.example")} data={[...paths.keys()]} limit={20} maxLength={500} value={from} onChange={setFrom} />
          <Autocomplete label={t("move.to")} data={[...paths.keys()]} limit={20} maxLength={500} value={to} onChange={setTo} />
          <Tooltip label={why} disabled={allowed}>
            <Button type="submit" loading={deed.isPending} disabled={!allowed || from.trim() === "" || to.trim() === ""}>{t("move.do")}</Button>
          </Tooltip>
        </div>
      </form>
      {moved.length === 0 ? null : (
        <>
          <h3 className="eyebrow gap" id="moves-holding">{t("move.holding")}</h3>
          <ul className="needs" aria-labelledby="moves-holding">
            {moved.map(({ node, means }) => (
              <li key={node.id}>
                <span className="node-name">{wayTo(nodes, node.id).map((one) => nameOf(one.node)).join(" › ") || nameOf(node)} <span className="muted small">{meansOf(means)}</span></span>
                <Button variant="subtle" size="compact-sm" disabled={!allowed} onClick={() => deed.mutate({ back: node.id, again: null })} aria-label={t("move.take_back_of", { name: nameOf(node) })}>{t("move.take_back")}</Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
