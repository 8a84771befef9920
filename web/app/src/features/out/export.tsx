// One export: new, or how it is and what became of its runs; what it holds, where and when is changed by the same form.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Failure } from "../../api/client";
import { exportsQuery } from "../../api/queries";
import type { FileExport } from "../../api/schema";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { Zone } from "../../app/zone";
import { useWords } from "../../i18n/context";
import { Answer, Broken, Empty } from "../../ui/states";
import { RemoveExport, RunExport } from "./export-deeds";
import { ExportForm } from "./export-form";
import { ExportChip, ExportStand } from "./exports";
import { Runs } from "./runs";

const RUNS_SHOWN = 20;

export function ExportPage() {
  const { t } = useWords();
  const { allowed } = useMay("out");
  const [{ which }, setUrl] = useUrlState();
  const query = useQuery({ ...exportsQuery, enabled: allowed });
  if (!allowed) return <Broken page error={new Failure(403, "forbidden", "", "")} />;
  const shown = (id: string) => {
    setUrl({ which: id }, { replace: which !== undefined });
    window.scrollTo({ top: 0 });
  };
  return (
    <>
      <PageHead title={which ?? t("exports.make")} lead={<><Link to={paths.out}>{t("out.title")}</Link> · {t(which ? "exports.lead_one" : "exports.lead")}</>} />
      <Answer query={query} lines={8}>
        {(all) => {
          const one = all.find(({ id }) => id === which);
          if (one !== undefined) return <One one={one} shown={shown} />;
          if (which) return <section className="panel"><Empty title={t("exports.gone")} help={t("exports.gone_help")}><p className="actions centred"><Link to={paths.out}>{t("out.title")}</Link></p></Empty></section>;
          return <section className="panel"><ExportForm known={null} taken={all.map(({ id }) => id)} done={shown} /></section>;
        }}
      </Answer>
    </>
  );
}

function One({ one, shown }: { one: FileExport; shown(id: string): void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { runs: _runs, running: _running, next: _next, ...made } = one;
  return (
    <div className="stack">
      <section className="panel" aria-labelledby="export-stand">
        <div className="panel-head">
          <h2 className="section-title" id="export-stand">{t("databases.stand")} <ExportChip one={one} /></h2>
          <span className="actions"><RunExport one={one} /><RemoveExport one={one} done={() => void navigate({ to: paths.out })} /></span>
        </div>
        <ExportStand one={one} />
        <h3 className="eyebrow gap">{t("exports.runs")}</h3>
        <Runs runs={one.runs} most={RUNS_SHOWN} />
        <Zone />
      </section>
      <section className="panel" aria-labelledby="export-change">
        <div className="panel-head"><h2 className="section-title" id="export-change">{t("exports.change")}</h2></div>
        {/* What was changed elsewhere, or taken back, is shown again. */}
        <ExportForm key={JSON.stringify(made)} known={one} taken={[]} done={shown} />
      </section>
    </div>
  );
}
