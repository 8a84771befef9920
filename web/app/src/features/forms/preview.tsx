// The page as people would see it, made by the server of what stands in the form now.
import { SegmentedControl } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "../../api/client";
import { useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { Empty, failureWords, Loading } from "../../ui/states";
import { Note } from "../files/note";
import { problemWords } from "../programmes/problem-words";
import { pageQuery } from "./queries";
import { type Draft, type Missing, missingOf, writtenOf } from "./written";

const TYPING_MS = 400;
/** Before it has a name, it is looked at by this one. */
const NAMELESS = "vorschau";
const WIDTHS = { phone: 360, desktop: 640 } as const;
type Width = keyof typeof WIDTHS;

export function PagePreview({ draft, missing }: { draft: Draft; missing: Missing | null }) {
  const { t, format, language: ofScreen } = useWords();
  const { allowed } = useMay("check");
  const [language, setLanguage] = useState<"de" | "en">(ofScreen === "de" ? "de" : "en");
  const [width, setWidth] = useState<Width>("phone");
  const [settled] = useDebouncedValue(draft, TYPING_MS);
  // Its name is not on the page.
  const lacks = missingOf(settled, null);
  const isComplete = lacks === null;
  const query = useQuery(pageQuery(missing === null ? settled.id : NAMELESS, writtenOf(settled), allowed && isComplete));
  return (
    <section className="panel flush" aria-labelledby="form-preview">
      <div className="mail-head stack" style={{ gap: 12 }}>
        <h2 className="section-title" id="form-preview" tabIndex={-1}>{t("forms.preview")}</h2>
        <div className="actions">
          <SegmentedControl size="xs" aria-label={t("content.languages")} value={language} onChange={(next) => setLanguage(next === "de" ? "de" : "en")} data={(["de", "en"] as const).map((value) => ({ value, label: format.language(value) }))} />
          <SegmentedControl className="wide-only" size="xs" aria-label={t("content.width")} value={width} onChange={(next) => setWidth(next === "phone" ? "phone" : "desktop")} data={(["phone", "desktop"] as const).map((value) => ({ value, label: t(`content.width.${value}`) }))} />
        </div>
      </div>
      {query.isError && isComplete ? <div className="panel-foot"><Trouble error={query.error} /></div> : null}
      {query.data === undefined ? (query.isError ? null : allowed && isComplete ? <Loading lines={6} /> : <Empty title={t(!allowed ? "error.forbidden" : lacks === "text" || lacks === "purpose" ? "forms.preview_later" : "forms.preview_mended")} />) : (
        <div className="mail-body form-page" aria-busy={query.isFetching}><iframe title={t("forms.preview_frame")} sandbox="" srcDoc={query.data.page[language]} style={{ width: WIDTHS[width] }} /></div>
      )}
    </section>
  );
}

export function Trouble({ error }: { error: unknown }) {
  const words = useWords();
  if (error instanceof Failure && error.problems.length > 0) {
    return <Note tone="bad" title={words.t("forms.trouble")}><ul className="plain-list">{error.problems.map((problem, index) => { const { cause, cure } = problemWords(words, problem); return <li key={index}>{cause}{cure ? ` ${words.t("files.cure", { cure })}` : ""}</li>; })}</ul></Note>;
  }
  const { title, help } = failureWords(words, error);
  return <Note tone="bad" title={title}>{help}</Note>;
}
