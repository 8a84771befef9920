// What is to be connected: a card for each kind of what sends by itself, and one each for databases and feeds, which are read.
import { useWords } from "../../i18n/context";
import { type Connectable, CONNECTABLE } from "./kinds";

export function KindCards({ chosen, choose, labelledby }: { chosen: Connectable | null; choose(kind: Connectable): void; labelledby: string }) {
  const { t } = useWords();
  return (
    <div className="kind-cards" role="radiogroup" aria-labelledby={labelledby}>
      {CONNECTABLE.map((kind) => (
        <label key={kind} className={`kind-card ${kind === chosen ? "chosen" : ""}`}>
          <input type="radio" name="kind" value={kind} checked={kind === chosen} onChange={() => choose(kind)} />
          <span>
            <strong>{t(kind === "database" ? "databases.card" : kind === "feed" ? "feeds.card" : `source_kind.${kind}`)}</strong>
            <span className="muted small">{t(kind === "database" ? "databases.card_help" : kind === "feed" ? "feeds.card_help" : `sources_kind_help.${kind}`)}</span>
          </span>
        </label>
      ))}
    </div>
  );
}
