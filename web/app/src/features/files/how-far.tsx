// How far a trial or an import is, for eyes and, less often, for ears.
import { Progress } from "@mantine/core";
import type { ImportState } from "../../api/schema";
import { useWords } from "../../i18n/context";

export function HowFar({ state, label }: { state: ImportState; label: string }) {
  const { t, code, format } = useWords();
  const phase = state.trial && state.phase === "applying" ? t("files.comparing") : code("import_phase", state.phase);
  const reads = state.phase === "reading" && state.file !== "";
  const tenth = Math.floor(state.progress * 10) / 10;
  return (
    <div className="how-far">
      <div className="fall-line">
        <span>{phase}{reads ? <span className="muted"> · {state.file} · {t("files.rows_read", { count: state.rows })}</span> : null}</span>
        <strong>{format.percent(state.progress)}</strong>
      </div>
      <Progress value={100 * state.progress} aria-label={label} size="lg" mt={6} />
      <span className="visually-hidden" role="status">{phase}, {format.percent(tenth)}</span>
    </div>
  );
}
