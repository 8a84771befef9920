// The proof of one erasure, to look at and to print: what went and what stays, and nothing of whom.
import { Button } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { erasuresQuery } from "../../api/queries";
import type { Erased } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { RealClock, Zone } from "../../app/zone";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { By } from "./erasures";

export function ErasurePage() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(erasuresQuery);
  return (
    <Answer query={query} lines={10} page>
      {(proofs) => {
        const proof = proofs.find((one) => one.id === id);
        return (
          <>
            <PageHead title={t("erasure.title")} lead={proof ? t("erasure.lead") : undefined}>
              <div className="actions unprinted">
                <Link to={paths.data} hash="erasures">{t("erasure.to_all")}</Link>
                <Link to={paths.customers}>{t("erasure.to_customers")}</Link>
                {proof ? <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>{t("erasure.print")}</Button> : null}
              </div>
            </PageHead>
            {proof ? <Proof proof={proof} /> : <section className="panel"><Empty title={t("erasure.unknown")} help={t("erasure.unknown_help")} /></section>}
          </>
        );
      }}
    </Answer>
  );
}

function Proof({ proof }: { proof: Erased }) {
  const { t, code, format } = useWords();
  const { organisation } = useSession();
  return (
    <div className="stack proof">
      <section className="panel">
        <dl className="pairs wide">
          <Row name={t("erasure.controller")}>{organisation.name}</Row>
          <Row name={t("erasure.at")}>{format.dateClock(proof.at)} <RealClock /></Row>
          <Row name={t("erasure.by")} help={proof.by === null ? t("erasure.by_itself_help") : undefined}><By proof={proof} /></Row>
          <Row name={t("erasure.reason")}>{code("erasure_reason", proof.reason)}</Row>
          <Row name={t("erasure.id")}><span className="mono">{proof.id}</span></Row>
        </dl>
      </section>
      <Gone proof={proof} />
      <Stays proof={proof} />
      <Zone />
    </div>
  );
}

function Gone({ proof }: { proof: Erased }) {
  const { t, format } = useWords();
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("erasure.what")}</h2></div>
      <dl className="pairs wide">
        <Row name={t("erasure.people")} help={proof.people > 1 ? t("erasure.people_merged") : undefined}>{format.number(proof.people)}</Row>
        <Row name={t("erasure.identifiers")}>{format.number(proof.identifiers)}</Row>
        <Row name={t("erasure.entries")}>{format.number(proof.entries)}</Row>
        <Row name={t("erasure.letters")}>{format.number(proof.letters)}</Row>
        <Row name={t("erasure.rows")}>{format.number(proof.rows)}</Row>
        <Row name={t("erasure.calls")}>{format.number(proof.calls)}</Row>
        {proof.history ? <Row name={t("erasure.history")}>{format.number(proof.history)}</Row> : null}
        <Row name={t("erasure.wiped")} help={t(proof.wiped ? "erasure.wiped_yes_help" : "erasure.wiped_no_help")}><span className={`chip ${proof.wiped ? "good" : "warn"}`}>{t(proof.wiped ? "erasure.wiped_yes" : "erasure.wiped_no")}</span></Row>
      </dl>
    </section>
  );
}

function Stays({ proof }: { proof: Erased }) {
  const { t, format } = useWords();
  return (
    <section className="panel">
      <div className="panel-head"><h2 className="section-title">{t("erasure.stays")}</h2></div>
      <dl className="pairs wide">
        <Row name={t("erasure.deliveries")} help={t("erasure.deliveries_help")}>{format.number(proof.deliveries)}</Row>
        <Row name={t("erasure.blocked")} help={t(proof.blocked ? "erasure.blocked_yes_help" : "erasure.blocked_no_help")}>{t(proof.blocked ? "erasure.blocked_yes" : "erasure.blocked_no")}</Row>
      </dl>
    </section>
  );
}

function Row({ name, help, children }: { name: string; help?: string | undefined; children: ReactNode }) {
  return <div><dt>{name}</dt><dd>{children}{help ? <div className="muted small">{help}</div> : null}</dd></div>;
}
