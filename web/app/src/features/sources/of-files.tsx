// A source that brings nothing by itself: what was read in of it, and who said no without its knowing.
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Import } from "../../api/schema";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { OptOuts } from "./opt-outs";

/** Of a source, newest first. */
export const importsOf = (source: string, imports: Import[]) => imports.filter((one) => one.source === source).sort((one, other) => Date.parse(other.at) - Date.parse(one.at));

export function OfFiles({ source, imports }: { source: string; imports: Import[] }) {
  const { t, format } = useWords();
  const { allowed } = useMay("files");
  const [last] = imports;
  return (
    <div className="stack">
      <section className="panel" aria-labelledby="source-files">
        <div className="panel-head">
          <h2 className="section-title" id="source-files">{t("sources.files_title")}</h2>
          {allowed ? <Button component={Link} to={paths.files} size="compact-sm" variant="default">{t("files.title")}</Button> : null}
        </div>
        {last === undefined ? null : <p className="after">{t("sources.files_last", { time: format.dateTime(last.at), files: format.list([...new Set(last.files.map(({ file }) => file))]) })}</p>}
        <p className="after"><Link to={paths.data} hash="imports">{t("imports.title")}</Link></p>
      </section>
      <OptOuts source={source} />
    </div>
  );
}
