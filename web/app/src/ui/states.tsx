// What a screen shows while there is nothing to show: loading, empty, refused, broken.
import { Button, Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure } from "../api/client";
import { useWords } from "../i18n/context";

export function Loading({ lines = 6 }: { lines?: number }) {
  const { t } = useWords();
  return (
    <div className="panel" role="status" aria-label={t("state.loading")}>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={14} mt={index === 0 ? 0 : 14} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </div>
  );
}

export function Empty({ title, help, children }: { title: string; help?: string; children?: ReactNode }) {
  return (
    <div className="state-box">
      <strong>{title}</strong>
      {help ? <p>{help}</p> : null}
      {children}
    </div>
  );
}

/** The server's cure where the cause says all. */
const SAYS_NOTHING = "change what the cause speaks of";

export function failureWords(words: ReturnType<typeof useWords>, error: unknown): { title: string; help: string } {
  const failure = error instanceof Failure ? error : new Failure(0, "internal", "", "");
  const title = words.code("error", failure.code);
  // An unknown code says less than what the server wrote beside it.
  const known = title !== failure.code;
  // What a conflict or a refused entry is about, only the server can say.
  const tells = !known || failure.code === "conflict" || failure.code === "invalid";
  const help = failure.code === "forbidden" ? words.t("error.forbidden_help") : tells ? [failure.cause_text, failure.help === SAYS_NOTHING ? "" : failure.help].filter(Boolean).join(" – ") : "";
  return { title: known ? title : words.t("error.title"), help };
}

/** As a whole `page` its title is the page's heading. */
export function Broken({ error, retry, page = false }: { error: unknown; retry?: () => void; page?: boolean }) {
  const words = useWords();
  const { title, help } = failureWords(words, error);
  const forbidden = error instanceof Failure && (error.status === 403 || error.status === 404);
  return (
    <div className="panel state-box" role="alert">
      {page ? <h1 className="section-title">{title}</h1> : <strong>{title}</strong>}
      {help ? <p>{help}</p> : null}
      {retry && !forbidden ? (
        <Button variant="default" size="sm" onClick={retry}>
          {words.t("error.retry")}
        </Button>
      ) : null}
    </div>
  );
}

interface AnswerProps<T> { query: UseQueryResult<T>; children: (data: T) => ReactNode; lines?: number; page?: boolean }

/** Shows the answer once it is there; what was there before stays while it is asked for again. */
export function Answer<T>({ query, children, lines, page = false }: AnswerProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <Broken page={page} error={query.error} retry={() => void query.refetch()} />;
  return <Loading {...(lines === undefined ? {} : { lines })} />;
}
