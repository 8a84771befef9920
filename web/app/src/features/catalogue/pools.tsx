// Pools of codes: how many are left, and which messages take from them.
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { useNames } from "../names";
import { standOf } from "./codes";
import { Fill } from "./fill";
import { poolsQuery } from "./queries";
import type { PoolShown } from "./types";

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
          <Fill pools={[...pools].sort((one, other) => one.left - other.left).map(({ id }) => id)} />
        </div>
      )}
    </Answer>
  );
}

function One({ pool: { id, left, given, messages } }: { pool: PoolShown }) {
  const { t, format } = useWords();
  const names = useNames();
  const all = left + given;
  const stand = standOf({ left, given });
  return (
    <li>
      <div className="bar-line">
        <span><strong className="mono">{id}</strong> {stand === "enough" ? null : <span className={`chip ${stand === "few" ? "warn" : "bad"}`}>{t(`pools.${stand}`)}</span>}</span>
        <strong>{t("pools.left", { count: left })}</strong>
      </div>
      <div className="bar" aria-hidden="true"><span className={left === 0 ? "bad" : ""} style={{ width: `${all === 0 ? 0 : (100 * left) / all}%` }} /></div>
      <div className="muted small">{all === 0 ? t("pools.unfilled_help") : t("pools.given", { count: given, all: format.number(all) })}{messages.length > 0 ? ` · ${t("pools.messages", { messages: format.list(messages.map(names.message)) })}` : null}</div>
    </li>
  );
}
