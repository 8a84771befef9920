// Who was erased when, for administrators: proofs that name nobody, the newest first.
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { erasuresQuery } from "../../api/queries";
import type { Erased } from "../../api/schema";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { RealClock } from "../../app/zone";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";

const intoView = (element: HTMLElement | null) => element?.closest("section")?.scrollIntoView();

export function Erasures() {
  const { allowed } = useMay("erase");
  return allowed ? <Listed /> : null;
}

function Listed() {
  const { t } = useWords();
  const query = useQuery(erasuresQuery);
  const isWanted = useLocation().hash === "erasures";
  return (
    <section className="panel flush" id="erasures" aria-labelledby="erasures-title">
      <div className="panel-head"><h2 className="section-title" id="erasures-title">{t("erasures.title")}</h2><span className="actions"><RealClock /><Link className="small" to={paths.retention}>{t("retention.title")}</Link></span></div>
      <Answer query={query} lines={3}>
        {(proofs) => (proofs.length === 0 ? <Empty title={t("erasures.none")} help={t("erasures.none_help")} /> : <div ref={isWanted ? intoView : null}><Rows proofs={proofs} /></div>)}
      </Answer>
    </section>
  );
}

function Rows({ proofs }: { proofs: Erased[] }) {
  const { t, code, format } = useWords();
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t("erasure.at")}</th>
          <th scope="col">{t("erasure.reason")}</th>
          <th scope="col">{t("erasure.by")}</th>
          <th scope="col" className="num">{t("erasures.entries")}</th>
          <th scope="col">{t("table.state")}</th>
          <th scope="col">{t("erasures.proof")}</th>
        </tr>
      </thead>
      <tbody>
        {proofs.map((proof) => (
          <tr key={proof.id}>
            <td className="nowrap"><time dateTime={proof.at}>{format.dateTime(proof.at)}</time></td>
            <td>{code("erasure_reason", proof.reason)}</td>
            <td className="second" data-label={t("erasure.by")} style={{ overflowWrap: "anywhere" }}><By proof={proof} /></td>
            <td className="num second" data-label={t("erasures.entries")}>{format.number(proof.entries)}</td>
            <td><Marks proof={proof} /></td>
            <td><Link to={paths.erasure} params={{ id: proof.id }} aria-label={t("erasures.proof_of", { time: format.dateTime(proof.at) })}>{t("erasures.proof")}</Link></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Null is the server, after a backup. */
export function By({ proof }: { proof: Erased }) {
  const { t } = useWords();
  if (proof.by !== null) return <>{proof.by}</>;
  return <span title={t("erasure.by_itself_help")}>{t("erasure.by_itself")}</span>;
}

function Marks({ proof }: { proof: Erased }) {
  const { t } = useWords();
  return (
    <div className="chips">
      {proof.blocked ? <span className="chip" title={t("erasure.blocked_yes_help")}>{t("erasures.blocked")}</span> : null}
      {proof.wiped ? <span className="chip good" title={t("erasure.wiped_yes_help")}>{t("erasures.done")}</span> : <span className="chip warn" title={t("erasure.wiped_no_help")}>{t("erasure.wiped_no")}</span>}
    </div>
  );
}
