// Of a file that gives consents: what people agreed to, and what proves it.
import { NativeSelect, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import type { LookedAtFile } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { isName, usePurposes } from "../consents/known";
import { purposeOf } from "./proof";
import { ProofFields } from "./proof-fields";
import type { Working } from "./work";

const NAME_MAX = 64;
/** No name has a question mark or a star. */
const OTHER = "?";
const ALL = "*";

interface Of { file: LookedAtFile; mapping: string; working: Working }

export function ConsentFields(of: Of) {
  return <><Purpose {...of} /><ProofFields {...of} /></>;
}

function Purpose({ file, mapping, working: { work, change } }: Of) {
  const { t, code } = useWords();
  const heading = useId();
  const byHand = work.text !== null;
  const purpose = purposeOf(mapping, file.file, byHand ? { purposes: {} } : work.more);
  const known = usePurposes(purpose && isName(purpose) ? [purpose] : []);
  const [writing, setWriting] = useState(false);
  const other = writing || purpose === OTHER;
  const say = (next: string) => change({ more: { ...work.more, purposes: { ...work.more.purposes, [file.file]: next } } });
  // What the text leaves out is for all.
  const value = other ? OTHER : purpose === undefined ? (byHand ? ALL : "") : purpose === "" ? ALL : purpose;
  const label = (one: string) => (known.some((two) => two !== one && code("purpose", two) === code("purpose", one)) ? `${code("purpose", one)} (${one})` : code("purpose", one));
  const choose = (next: string) => {
    setWriting(next === OTHER);
    // What is still to be written down is no purpose yet.
    say(next === ALL ? "" : next);
  };
  return (
    <section className="consent-part" aria-labelledby={heading}>
      <h4 className="consent-title" id={heading}>{t("files.purpose")}</h4>
      <p className="muted small after">{t("files.purpose_help")}</p>
      <div className="consent-fields">
        <NativeSelect label={t("consent.purpose")} disabled={byHand} value={value} data={[...(value === "" ? [{ value: "", label: t("ledger.choose_purpose") }] : []), ...known.map((one) => ({ value: one, label: label(one) })), { value: OTHER, label: t("ledger.other_purpose") }, { value: ALL, label: t("files.purpose_all") }]} onChange={(event) => choose(event.currentTarget.value)} />
        {other ? <TextInput label={t("ledger.purpose_name")} description={t("ledger.purpose_help")} disabled={byHand} value={purpose === OTHER ? "" : (purpose ?? "")} error={purpose && purpose !== OTHER && !isName(purpose) ? t("files.proof_bad") : null} maxLength={NAME_MAX} autoComplete="off" autoCapitalize="none" spellCheck={false} onChange={(event) => say(event.currentTarget.value.trim() || OTHER)} /> : null}
      </div>
      <p className="small warned" role="status">{value === ALL ? t("files.purpose_all_said") : purpose === undefined || !isName(purpose) ? t("files.purpose_open") : null}</p>
    </section>
  );
}
