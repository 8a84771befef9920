// What differs between two texts of a programme, one line each: what came, what went, and what stood there before.
import type { Definition } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { describe, type Difference } from "./described";

interface Props { changes: Difference[]; before: Definition; after: Definition }

export function Differences({ changes, before, after }: Props) {
  const words = useWords();
  const { t } = words;
  return (
    <ul className="diff">
      {changes.map((change) => {
        const said = describe(words, change, before, after);
        return (
          <li key={change.path}>
            <span className="muted small">{[said.place, said.what].filter(Boolean).join(": ")}</span>
            {said.kind === "added" ? <span><ins>{said.after}</ins> <span className="chip good">{t("versions.added")}</span></span> : null}
            {said.kind === "removed" ? <span><del>{said.before}</del> <span className="chip bad">{t("versions.removed")}</span></span> : null}
            {said.kind === "changed" ? <span><del aria-label={t("edit.before")}>{said.before}</del> <ins aria-label={t("edit.after")}>{said.after}</ins></span> : null}
          </li>
        );
      })}
    </ul>
  );
}
