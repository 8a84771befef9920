// An interval around its estimate, with zero in the middle of the scale.
import { useWords } from "../../i18n/context";

interface Difference { estimate: number; low: number; high: number }

export function Interval({ difference: { estimate, low, high }, scale }: { difference: Difference; scale: number }) {
  const { t, format } = useWords();
  const at = (value: number) => 50 + (50 * value) / scale;
  const words = { estimate: format.points(estimate), low: format.points(low), high: format.points(high) };
  return (
    <div className="interval" role="img" aria-label={t("evaluation.interval_label", words)}>
      <div className="interval-text"><strong>{words.estimate}</strong> <span className="muted small">{low <= 0 && high >= 0 ? `${t("evaluation.unsure")} · ` : ""}{t("evaluation.interval", words)}</span></div>
      <svg width="100%" height="22" aria-hidden="true">
        <line x1="0" x2="100%" y1="11" y2="11" stroke="var(--line)" />
        <line x1="50%" x2="50%" y1="0" y2="22" stroke="var(--line-strong)" />
        <line x1={`${at(low)}%`} x2={`${at(high)}%`} y1="11" y2="11" stroke="var(--accent)" strokeWidth="4" strokeLinecap="round" />
        <circle cx={`${at(estimate)}%`} cy="11" r="6" fill="var(--accent)" stroke="var(--panel)" strokeWidth="2" />
      </svg>
    </div>
  );
}
