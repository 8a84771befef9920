// Two texts as one, line by line with its sign.
import { useWords } from "../../i18n/context";
import { lineDiff } from "./lines";

const SIGN = { same: " ", gone: "−", new: "+" } as const;

export function TextDiff({ before, after }: { before: string; after: string }) {
  const { t } = useWords();
  if (before === after) return <p className="muted">{t("versions.nothing_since")}</p>;
  return (
    <pre className="line-diff" tabIndex={0} aria-label={t("versions.as_text")}>
      {lineDiff(before, after).map((line, index) => line.kind === "left_out"
        ? <span key={index} className="left-out">{t("versions.lines_left_out", { count: line.count })}</span>
        : <span key={index} className={line.kind}>{SIGN[line.kind]} {line.text}</span>)}
    </pre>
  );
}
