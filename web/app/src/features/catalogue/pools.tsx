// Pools of codes: how many are left, and which messages take from them.
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { useNames } from "../names";
import { Fill } from "./fill";
import { poolsQuery } from "./queries";
import type { PoolShown } from "./types";

/** Of a pool's codes; below it, somebody should bring new ones. */
const FEW = 0.1;

export function Pools() {
  const { t } = useWords();
  const query = useQuery(poolsQuery);
  return (
    <Answer query={query} lines={4}>
      {(pools) => (
        <div className="stack">
          <section className="panel" aria-label={t("catalogue.tab.codes")}>
            {pools.length === 0 ? <Empty title={t("pools.none")} help={t("pools.none_help")} /> : <ul className="bars">{pools.map((pool) => <One key={pool.id} pool={pool} />)}</ul>}
          </section>
          <Fill pools={pools.map(({ id }) => id)} />
        </div>
      )}
    </Answer>
  );
}

function One({ pool: { id, left, given, messages } }: { pool: PoolShown }) {
  const { t, format } = useWords();
  const names = useNames();
  const all = left + given;
  const few = all > 0 && left / all <= FEW;
  return (
    <li>
      <div className="bar-line">
        <span><strong className="mono">{id}</strong> {left === 0 ? <span className="chip bad">{t("pools.empty")}</span> : few ? <span className="chip warn">{t("pools.few")}</span> : null}</span>
        <strong>{t("pools.left", { count: left })}</strong>
      </div>
      <div className="bar" aria-hidden="true"><span className={left === 0 ? "bad" : ""} style={{ width: `${all === 0 ? 0 : (100 * left) / all}%` }} /></div>
      <div className="muted small">{t("pools.given", { count: given, all: format.number(all) })}{messages.length > 0 ? ` · ${t("pools.messages", { messages: format.list(messages.map(names.message)) })}` : null}</div>
    </li>
  );
}
