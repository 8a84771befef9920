// A list of bars on one scale: the counts stay readable as text.
import type { ReactNode } from "react";
import { useWords } from "../i18n/context";

export interface Bar { key: string; label: ReactNode; count: number; tone?: "good" | "bad" | "calm" }

export function Bars({ bars }: { bars: Bar[] }) {
  const { format } = useWords();
  const greatest = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <ul className="bars">
      {bars.map((bar) => (
        <li key={bar.key}>
          <div className="bar-line">
            <span>{bar.label}</span>
            <strong>{format.number(bar.count)}</strong>
          </div>
          <div className="bar" aria-hidden="true">
            <span className={bar.tone ?? ""} style={{ width: `${(100 * bar.count) / greatest}%` }} />
          </div>
        </li>
      ))}
    </ul>
  );
}
