// What proves the consents of a file: nothing, the confirming click, a scanned document, or the former system's record.
import { Autocomplete, NativeSelect, Radio, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { LookedAtFile } from "../../api/schema";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { isName } from "../consents/known";
import { textsOf } from "../settings/consent-texts-draft";
import { documentQuery } from "../settings/whole";
import { askedColumns, documentColumns, missingOf, NOTHING_SAID, type Proof, type ProofKind, proofIn, PROOFS } from "./proof";
import type { Working } from "./work";

const NAME_MAX = 64;
/** Where the organisation has named no text yet. */
const USUAL_TEXT = "newsletter";

export function ProofFields({ file, mapping, working: { work, change } }: { file: LookedAtFile; mapping: string; working: Working }) {
  const { t, format } = useWords();
  const texts = useTexts();
  const byHand = work.text !== null;
  const said = byHand ? proofIn(mapping, file.file) : (work.more.proofs[file.file] ?? proofIn(mapping, file.file));
  const proof: Proof = said ?? { by: "none", ...NOTHING_SAID };
  const say = (next: Partial<Proof>) => change({ more: { ...work.more, proofs: { ...work.more.proofs, [file.file]: { ...proof, ...next } } } });
  const choose = (by: ProofKind) => say({ by, text: proof.text || (by === "none" ? "" : texts?.known[0] ?? USUAL_TEXT) });
  const missing = missingOf(proof);
  const of = { proof, say, disabled: byHand };
  return (
    <section className="consent-part" aria-label={t("files.proof")}>
      <Radio.Group label={t("files.proof")} description={t("files.proof_help")} classNames={{ label: "consent-title" }} value={said?.by ?? null} onChange={(by) => choose(by as ProofKind)}>
        <div className="radios">
          {PROOFS.map((by) => <Radio key={by} value={by} disabled={byHand} label={t(`files.proof_${by}`)} description={t(`files.proof_${by}_help`)} />)}
        </div>
      </Radio.Group>
      {proof.by === "none" ? null : (
        <div className="consent-fields">
          <Words of={of} texts={texts} />
          {proof.by === "double_opt_in" ? <NativeSelect label={t("files.proof_asked")} description={t("files.proof_asked_help")} disabled={byHand} value={proof.asked} data={[{ value: "", label: t("files.cancelled_none") }, ...named(askedColumns(file.columns), proof.asked)]} onChange={(event) => say({ asked: event.currentTarget.value })} /> : null}
          {proof.by === "document" ? <NativeSelect label={t("files.proof_column")} description={t("files.proof_column_help")} disabled={byHand} value={proof.column} data={[{ value: "", label: t("files.source_choose") }, ...named(documentColumns(file.columns), proof.column)]} onChange={(event) => say({ column: event.currentTarget.value })} /> : null}
          {proof.by === "imported" ? <TextInput label={t("files.proof_from")} description={t("files.proof_from_help")} disabled={byHand} error={bad(proof.from) ? t("files.proof_bad") : null} value={proof.from} maxLength={NAME_MAX} autoComplete="off" autoCapitalize="none" spellCheck={false} onChange={(event) => say({ from: event.currentTarget.value.trim() })} /> : null}
        </div>
      )}
      <p className={missing.length > 0 ? "small warned" : "muted small"} role="status">{said === undefined ? null : proof.by === "none" ? t("files.proof_none_said") : missing.length > 0 ? t("files.proof_missing", { what: format.list(missing.map((part) => t(`files.proof_${part}`))) }) : null}</p>
    </section>
  );
}

const bad = (name: string) => name !== "" && !isName(name);

/** Also one that is chosen and no longer offered. */
function named(columns: LookedAtFile["columns"], chosen: string): { value: string; label: string }[] {
  const names = columns.map(({ name }) => name);
  return [...names, ...(chosen === "" || names.includes(chosen) ? [] : [chosen])].map((name) => ({ value: name, label: name }));
}

interface Texts { known: string[]; words: ReturnType<typeof textsOf> }

/** The settings as a whole are the administrators'; who else says it names the text by heart. */
function useTexts(): Texts | null {
  const { allowed } = useMay("people");
  const whole = useQuery({ ...documentQuery, enabled: allowed }).data;
  if (whole === undefined) return null;
  const words = textsOf(whole.text);
  return { known: Object.keys(words).sort(), words };
}

/** Which words were agreed to; those that nobody knows yet can be written elsewhere, without what is done here going away. */
function Words({ of: { proof, say: put, disabled }, texts }: { of: { proof: Proof; say(next: Partial<Proof>): void; disabled: boolean }; texts: Texts | null }) {
  const { t, say } = useWords();
  const wording = texts?.words[proof.text];
  return (
    <div className="stack tight">
      <Autocomplete label={t("files.proof_text")} description={t("files.proof_text_help")} disabled={disabled} error={bad(proof.text) ? t("files.proof_bad") : null} value={proof.text} data={texts?.known ?? []} maxLength={NAME_MAX} autoComplete="off" autoCapitalize="none" spellCheck={false} onChange={(text) => put({ text: text.trim() })} />
      {wording ? <blockquote className="wording small">{say(wording)}</blockquote> : texts !== null && isName(proof.text) ? (
        <p className="muted small">{t("files.proof_text_new")} <a href={`${paths.consentTexts}?${new URLSearchParams({ query: proof.text }).toString()}`} target="_blank" rel="noopener">{t("ledger.text_add")}<span className="visually-hidden"> {t("files.proof_text_tab")}</span></a></p>
      ) : null}
    </div>
  );
}
