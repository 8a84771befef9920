// Above a long page: its parts, how much each holds, and which need somebody. Whoever presses one is led there, and so is the
// focus, so that a reader by ear or key goes on from there.
import { useWords } from "../../i18n/context";

export interface Part { id: string; name: string; /** Null: it is not known yet. */ count: number | null; needsYou?: boolean }

function jump(id: string) {
  const part = document.getElementById(id);
  if (part === null) return;
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
  part.scrollIntoView({ block: "start" });
}

export function JumpBar({ label, parts }: { label: string; parts: Part[] }) {
  const { t, format } = useWords();
  return (
    <nav className="jump-bar" aria-label={label}>
      <ul>
        {parts.map(({ id, name, count, needsYou }) => (
          <li key={id}>
            <a href={`#${id}`} onClick={(event) => { event.preventDefault(); jump(id); }}>{name}</a>
            {count === null ? null : <span className={needsYou ? "chip bad" : "muted small"} title={needsYou ? t("data.needs_you") : undefined}>{format.number(count)}{needsYou ? <span className="visually-hidden"> {t("data.needs_you")}</span> : null}</span>}
          </li>
        ))}
      </ul>
    </nav>
  );
}
