// A consent that somebody signed or wrote: the file that proves it, for what and how, and the words that they agreed to.
import { Autocomplete, Button, FileButton, NativeSelect, TextInput } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { post, sendFile } from "../../api/client";
import type { ConsentEntry, Consenting, Customer, ProofFile } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { Note } from "../files/note";
import { textsOf } from "../settings/consent-texts-draft";
import { documentQuery } from "../settings/whole";
import { CHANNELS, fileTrouble, isName, usePurposes } from "./known";

const ACCEPT = "application/pdf,image/png,image/jpeg,message/rfc822,text/plain,.eml";
const HANDED_IN = "handed-in:";
/** What the server says of a text that it does not know. */
const UNKNOWN_TEXT = /know this text/;
/** No name has a question mark. */
const OTHER = "?";

interface Asked { channel: string; purpose: string; text: string; file: File | ProofFile }
interface OfRecord { customer: Customer; known: ConsentEntry[]; close(): void }

export function RecordConsent({ customer, known, close }: OfRecord) {
  const { t, code } = useWords();
  /** Handed in already, though the consent was refused; it is not sent again. */
  const [kept, keep] = useState<{ file: File; proof: ProofFile } | null>(null);
  const record = useDeed({
    quiet: true,
    act: async ({ file, ...asked }: Asked) => {
      const proof = !(file instanceof File) ? file : kept?.file === file ? kept.proof : await sendFile<ProofFile>(`/customers/${customer.id}/proofs?${new URLSearchParams({ name: file.name }).toString()}`, file);
      if (file instanceof File) keep({ file, proof });
      await post(`/customers/${customer.id}/consents`, { ...asked, document: proof.id } satisfies Consenting);
    },
    touches: ["customer", "customers", "audit"],
    said: (_, { channel, purpose }) => t("ledger.recorded", { channel: code("channel", channel), purpose: code("purpose", purpose) }),
    onDone: close,
  });
  return (
    <section className="panel prose" aria-labelledby="record-title">
      <div className="panel-head"><h2 className="section-title" id="record-title">{t("ledger.record")}</h2></div>
      <p>{t("ledger.record_lead")}</p>
      <Form known={known} busy={record.isPending} error={record.error} changed={() => record.reset()} close={close} send={(asked) => record.mutate(asked)} />
    </section>
  );
}

interface OfForm { known: ConsentEntry[]; busy: boolean; error: unknown; changed(): void; close(): void; send(asked: Asked): void }

function Form({ known, busy, error, changed, close, send }: OfForm) {
  const words = useWords();
  const { t, code, say } = words;
  // The settings as a whole are the administrators'; who else records a consent names its text by heart.
  const { allowed: maySee } = useMay("people");
  const whole = useQuery({ ...documentQuery, enabled: maySee }).data;
  const written = whole === undefined ? {} : textsOf(whole.text);
  const texts = [...new Set([...known.flatMap(({ proof }) => proof.text ?? []), ...Object.keys(written)])];
  const purposes = usePurposes(known.flatMap(({ purpose }) => purpose ?? []), texts);
  const before = [...new Map(known.flatMap(({ file }) => (file ? [[file.id, file] as const] : []))).values()];
  const [file, setFile] = useState<File | ProofFile | null>(null);
  const [channel, setChannel] = useState<string>("email");
  const [purpose, setPurpose] = useState("");
  const [other, setOther] = useState(false);
  const [chosen, setText] = useState<string | null>(null);
  const text = chosen ?? texts[0] ?? "";
  const wording = written[text];
  const trouble = file instanceof File ? fileTrouble(file) : null;
  const missing = file === null ? t("ledger.need_file") : trouble !== null ? t(trouble) : !isName(purpose) ? t("ledger.need_purpose") : !isName(text) ? t("ledger.need_text") : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing === undefined && file !== null) send({ channel, purpose, text, file });
  };
  const change = <T,>(set: (value: T) => void) => (value: T) => { changed(); set(value); };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <ChooseFile file={file} before={before} trouble={trouble === null ? null : t(trouble)} choose={change(setFile)} />
      <div className="host-port even top">
        <NativeSelect label={t("table.channel")} value={channel} data={CHANNELS.map((one) => ({ value: one, label: code("channel", one) }))} onChange={(event) => change(setChannel)(event.currentTarget.value)} />
        <div className="stack tight">
          <NativeSelect label={t("consent.purpose")} value={other ? OTHER : purpose} data={[{ value: "", label: t("ledger.choose_purpose") }, ...purposes.map((one) => ({ value: one, label: purposes.some((other) => other !== one && code("purpose", other) === code("purpose", one)) ? `${code("purpose", one)} (${one})` : code("purpose", one) })), { value: OTHER, label: t("ledger.other_purpose") }]} onChange={(event) => { const next = event.currentTarget.value; setOther(next === OTHER); change(setPurpose)(next === OTHER ? "" : next); }} />
          {other ? <TextInput label={t("ledger.purpose_name")} description={t("ledger.purpose_help")} value={purpose} maxLength={64} autoComplete="off" spellCheck={false} onChange={(event) => change(setPurpose)(event.currentTarget.value)} /> : null}
        </div>
      </div>
      <Autocomplete label={t("ledger.words")} description={t("ledger.words_help")} value={text} data={texts} maxLength={64} autoComplete="off" spellCheck={false} onChange={change(setText)} />
      {wording ? <blockquote className="wording">{say(wording)}</blockquote> : maySee && isName(text) && whole !== undefined && !texts.includes(text) ? <p className="small after">{t("ledger.text_new")} <Link to={paths.consentTexts} search={{ query: text }}>{t("ledger.text_add")}</Link></p> : null}
      {missing === undefined ? <Note tone="calm">{t("ledger.from_now", { channel: code("channel", channel), purpose: code("purpose", purpose) })}</Note> : null}
      {error ? <Note tone="bad" title={failureWords(words, error).title}>{UNKNOWN_TEXT.test(failureWords(words, error).help) ? <>{t("ledger.unknown_text")} {maySee ? <Link to={paths.consentTexts} search={{ query: text }}>{t("ledger.text_add")}</Link> : t("ledger.text_ask")}</> : failureWords(words, error).help}</Note> : null}
      <div className="actions">
        <Button type="submit" disabled={missing !== undefined} title={missing} loading={busy}>{t("ledger.record_do")}</Button>
        <Button variant="subtle" onClick={close}>{t("action.cancel")}</Button>
        {missing ? <span className="muted small">{missing}</span> : null}
      </div>
    </form>
  );
}

interface OfChoice { file: File | ProofFile | null; before: ProofFile[]; trouble: string | null; choose(file: File | ProofFile | null): void }

function ChooseFile({ file, before, trouble, choose }: OfChoice) {
  const { t, format } = useWords();
  const [over, setOver] = useState(false);
  const held = (isOver: boolean) => (event: React.DragEvent) => { event.preventDefault(); setOver(isOver); };
  return (
    <div className="stack tight">
      <div className={`drop-zone compact${over ? " over" : ""}`} onDragEnter={held(true)} onDragOver={held(true)} onDragLeave={held(false)} onDrop={(event) => { held(false)(event); choose(event.dataTransfer.files[0] ?? null); }}>
        <IconFileUpload size={24} stroke={1.4} aria-hidden />
        <div aria-live="polite">
          <strong>{file === null ? t("ledger.drop") : file.name}</strong>
          <p className="muted small">{file === null ? t("ledger.drop_help") : file instanceof File ? format.bytes(file.size) : t("ledger.handed_in", { who: file.by, date: format.date(file.at) })}</p>
        </div>
        <FileButton accept={ACCEPT} onChange={choose}>{(props) => <Button {...props} variant="default">{t(file === null ? "ledger.choose" : "ledger.choose_other")}</Button>}</FileButton>
      </div>
      {trouble === null ? null : <p className="field-error small" role="alert">{trouble}</p>}
      {before.length === 0 ? null : (
        <NativeSelect label={t("ledger.or_before")} value={file instanceof File || file === null ? "" : `${HANDED_IN}${file.id}`} data={[{ value: "", label: "–" }, ...before.map((one) => ({ value: `${HANDED_IN}${one.id}`, label: `${one.name}, ${format.date(one.at)}` }))]} onChange={(event) => { const chosen = event.currentTarget.value; choose(before.find(({ id }) => `${HANDED_IN}${id}` === chosen) ?? null); }} />
      )}
    </div>
  );
}
