// One act about being written to: what, when and how it was heard, in which words, and what proves it.
import type { ConsentEntry, Customer } from "../../api/schema";
import { useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { useSaid } from "../customers/said";
import { formOf } from "./known";

const TONES: Record<ConsentEntry["act"], string> = { granted: "good", requested: "warn", claimed: "", withdrawn: "bad", objected: "bad", objection_lifted: "" };
/** What arrives within a minute arrived at once. */
const AT_ONCE_MS = 60_000;

export function ActRow({ customer, entry, ended }: { customer: Customer; entry: ConsentEntry; /** What took it back; null: its own state says how it is. */ ended: string | null }) {
  const { t, code, format } = useWords();
  const late = Date.parse(entry.received) - Date.parse(entry.occurred) > AT_ONCE_MS;
  return (
    <li>
      <time dateTime={entry.occurred} className="nowrap">{format.dateTime(entry.occurred)}</time>
      <div>
        <div className="act-head"><span className={`chip ${TONES[entry.act]}`}>{code("consent_act", entry.act)}</span> <span className="muted">{ended ?? code("consent_state", entry.state)}</span> <Simulated when={entry.simulated} /></div>
        <ProofLine entry={entry} />
        <p className="muted small after">
          {t("ledger.source", { source: entry.source ? code("source", entry.source) : t("ledger.house") })}
          {late ? ` · ${t("ledger.received", { time: format.dateTime(entry.received) })}` : ""}
        </p>
        <Wording entry={entry} />
        <Papers customer={customer} entry={entry} />
      </div>
    </li>
  );
}

/** What proves it, in one line. */
export function useProof(): (entry: ConsentEntry) => string {
  const { t, code, format } = useWords();
  const said = useSaid();
  return ({ act, said: how, proof, file }) => {
    if (act === "objected" || act === "objection_lifted") return said(how);
    const isTold = act !== "withdrawn" || proof.kind !== "none";
    const parts = [
      isTold ? code("proof", proof.kind) : null,
      proof.asked ? t("ledger.asked", { time: format.dateTime(proof.asked) }) : null,
      proof.from ? t("consent.from", { from: code("source", proof.from) }) : null,
      proof.letter ? t("ledger.letter", { letter: proof.letter.slice(0, 12) }) : null,
      proof.network ? t("ledger.network", { hash: proof.network.slice(0, 12) }) : null,
      // A file that is here is named by its link.
      proof.document && !file ? t("consent.document", { document: proof.document }) : null,
    ];
    return parts.filter((part) => part !== null).join(" · ");
  };
}

function ProofLine({ entry }: { entry: ConsentEntry }) {
  const line = useProof()(entry);
  return line === "" ? null : <p className="after">{line}</p>;
}

function Wording({ entry: { proof, words } }: { entry: ConsentEntry }) {
  const { t, code, say } = useWords();
  if (!proof.text) return null;
  const text = code("consent_text", formOf(proof.text));
  if (words === null) return <p className="muted small after">{t("ledger.text_unknown", { text })}</p>;
  return (
    <details className="small">
      <summary>{t("ledger.text", { text })}</summary>
      <blockquote className="wording">{say(words)}</blockquote>
    </details>
  );
}

/** Opened beside the app: a file as it was handed in, and a page to print. */
function Papers({ customer, entry: { id, file } }: { customer: Customer; entry: ConsentEntry }) {
  const { t, format } = useWords();
  const { allowed, why } = useMay("objection");
  if (!allowed) return <p className="muted small after" title={why}>{t("ledger.may_not_see")}</p>;
  return (
    <p className="actions small after">
      {file ? <a href={`/proofs/${customer.id}/${file.id}`} target="_blank" rel="noopener noreferrer">{t("ledger.see", { name: file.name, size: format.bytes(file.bytes) })}</a> : null}
      {file ? <span className="muted">{t("ledger.handed_in", { who: file.by, date: format.date(file.at) })}</span> : null}
      <a href={`/proofs/${customer.id}/consents/${id}`} target="_blank" rel="noopener noreferrer">{t("ledger.print")}</a>
    </p>
  );
}
