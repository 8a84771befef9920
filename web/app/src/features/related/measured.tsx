// How well the method foretells beside what merely sells best. Measured on public data about films, not on those here.
import type { RelatedArticles } from "../../api/schema";
import { useWords } from "../../i18n/context";

type Method = NonNullable<RelatedArticles["learned"]>["method"];

/** MovieLens 100K, recall at 20; see docs/recommendations.md. */
const FOUND: { key: "popular" | Method; share: number }[] = [
  { key: "popular", share: 0.0959 },
  { key: "likelihood_ratio", share: 0.1919 },
  { key: "ease", share: 0.1947 },
];

export function Measured({ method }: { method: Method | null }) {
  const { t, format } = useWords();
  const greatest = Math.max(...FOUND.map(({ share }) => share));
  return (
    <section className="panel prose" aria-labelledby="measured-title">
      <div className="panel-head"><h2 className="section-title" id="measured-title">{t("related.quality")}</h2></div>
      <p>{t("related.quality_lead")}</p>
      <ul className="bars">
        {FOUND.map(({ key, share }) => (
          <li key={key}>
            <div className="bar-line"><span>{t(`related.quality.${key}`)}{key === method ? <> <span className="chip accent">{t("related.in_use")}</span></> : null}</span><strong>{format.percent(share, 1)}</strong></div>
            <div className="bar" aria-hidden="true"><span className={key === "popular" ? "calm" : ""} style={{ width: `${(100 * share) / greatest}%` }} /></div>
          </li>
        ))}
      </ul>
      <p className="muted small after-told">{t("related.quality_help")}</p>
    </section>
  );
}
