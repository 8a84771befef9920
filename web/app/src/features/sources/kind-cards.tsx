// What is to be connected: a card for each kind.
import { useWords } from "../../i18n/context";
import type { SourceKind } from "../../api/schema";
import { KINDS } from "./kinds";

export function KindCards({ chosen, choose, labelledby }: { chosen: SourceKind | null; choose(kind: SourceKind): void; labelledby: string }) {
  const { t, code } = useWords();
  return (
    <div className="kind-cards" role="radiogroup" aria-labelledby={labelledby}>
      {KINDS.map((kind) => (
        <label key={kind} className={`kind-card ${kind === chosen ? "chosen" : ""}`}>
          <input type="radio" name="kind" value={kind} checked={kind === chosen} onChange={() => choose(kind)} />
          <span>
            <strong>{code("source_kind", kind)}</strong>
            <span className="muted small">{t(`sources_kind_help.${kind}`)}</span>
          </span>
        </label>
      ))}
    </div>
  );
}
