// How personal a message is, as a picture of the mail: each block as high as its share of it, filled as far as
// it differs from person to person.
import type { Localised, Score } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Empty } from "../../ui/states";

const HEIGHT = 320;

export function ScorePicture({ score, names }: { score: Score; names(block: string, fragment?: Localised | null): string }) {
  const { t, format } = useWords();
  if (score.blocks.length === 0) return <Empty title={t("content.score_none")} />;
  const area = score.blocks.reduce((sum, block) => sum + block.area, 0) || 1;
  return (
    <>
    <ol className="score-picture" aria-label={t("content.score")}>
      {score.blocks.map((block) => (
        <li key={block.id} tabIndex={0} style={{ minHeight: Math.max(34, (HEIGHT * block.area) / area) }}>
          <span className="fill" aria-hidden="true" style={{ width: `${100 * block.individuality}%` }} />
          <span className="words">
            <span>{names(block.id, block.name)}</span>
            <span><strong>{format.percent(block.individuality)}</strong> <span className="muted small">{t("content.variants", { share: format.percent(block.area / area), count: block.variants })}</span></span>
          </span>
        </li>
      ))}
    </ol>
    <p className="muted small" style={{ margin: "10px 0 0" }}>{t("content.sample", { count: score.sample })}</p>
    </>
  );
}
