// Why a feed cannot be read and what helps, in the words of the app; what the server said exactly is one press away.
import type { ReactNode } from "react";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { Note } from "../files/note";
import { causeOf, troubleOf } from "./trouble";

export function FeedTroubled({ cause, tone = "bad", children }: { cause: string; tone?: "bad" | "warn"; children?: ReactNode }) {
  const { t } = useWords();
  const trouble = troubleOf(cause);
  return (
    <Note tone={tone} title={t(trouble === null ? "feeds.trouble" : `feed_trouble.${trouble}`)}>
      {trouble === null ? <p lang="en">{cause}</p> : <p>{t(`feed_help.${trouble}`)}</p>}
      {children}
      {trouble === null ? null : <details className="small"><summary>{t("sources.exact")}</summary><p className="mono after" lang="en">{cause}</p></details>}
    </Note>
  );
}

export function FeedRefused({ error }: { error: unknown }) {
  const words = useWords();
  const cause = causeOf(error);
  if (cause !== null) return <FeedTroubled cause={cause} />;
  const { title, help } = failureWords(words, error);
  return <Note tone="bad" title={title}>{help}</Note>;
}
