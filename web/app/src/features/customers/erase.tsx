// Erasing somebody for good: why, what goes and what stays, and their name typed by hand, for nothing takes it back.
import { Button, Checkbox, Loader, Radio, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Failure, post } from "../../api/client";
import { erasuresQuery } from "../../api/queries";
import type { Customer, Erased, ErasureReason } from "../../api/schema";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Broken } from "../../ui/states";
import { isBegun } from "../files/bundle";
import { Note } from "../files/note";
import { uploadsQuery } from "../files/queries";
import { isMeant, REASONS, whoIsMeant } from "./erasing";

interface Asked { reason: ErasureReason; block: boolean }

/** Whoever stays on the page is led to the proof; whoever left it meanwhile is left alone. */
function useErasure(customer: Customer) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const erasure = useMutation<Erased, Error, Asked>({
    mutationFn: (asked) => post<Erased>(`/customers/${customer.id}/erasure`, asked),
    onSuccess: (proof) => client.setQueryData(erasuresQuery.queryKey, (known) => [proof, ...(known ?? []).filter(({ id }) => id !== proof.id)]),
  });
  const begin = (asked: Asked) => erasure.mutate(asked, { onSuccess: (proof) => void leave(proof) });
  // Their page is no more, nor a way back to it; figures and lists that they were part of are asked for again.
  const leave = async (proof: Erased) => {
    await navigate({ to: paths.erasure, params: { id: proof.id }, replace: true });
    client.removeQueries({ queryKey: ["customer", customer.id] });
    await client.invalidateQueries();
  };
  return { erasure, begin };
}

export function Erase({ customer }: { customer: Customer }) {
  const { t } = useWords();
  const { allowed, why } = useMay("erase");
  const [isAsked, ask] = useState(false);
  const { erasure, begin } = useErasure(customer);
  return (
    <section className="panel prose" aria-labelledby="erase-title" aria-busy={erasure.isPending}>
      <div className="panel-head"><h2 className="section-title" id="erase-title">{t("erase.title")}</h2></div>
      {erasure.isPending ? <Running /> : null}
      {/* What was filled in stays, should the server refuse. */}
      <div className="stack" hidden={erasure.isPending}>
        <p>{t("erase.lead")}</p>
        {erasure.isError ? <Refused error={erasure.error} /> : null}
        {isAsked ? <Form customer={customer} onErase={begin} onCancel={() => { erasure.reset(); ask(false); }} /> : (
          <div><Button variant="default" disabled={!allowed} title={why} onClick={() => ask(true)}>{t("erase.begin")}</Button></div>
        )}
      </div>
    </section>
  );
}

function Running() {
  const { t } = useWords();
  return (
    <div role="status">
      <p><Loader size="xs" mr={8} aria-hidden /><strong>{t("erase.running")}</strong></p>
      <p className="muted">{t("erase.running_help")}</p>
    </div>
  );
}

function Refused({ error }: { error: Error }) {
  const { t } = useWords();
  const status = error instanceof Failure ? error.status : 0;
  if (status === 409) return <Note tone="bad" title={t("error.conflict")}><p>{t("erase.under_way_help")}</p></Note>;
  if (status === 404) return <Note tone="bad" title={t("erase.gone")}><p>{t("erase.gone_help")} <Link to={paths.data} hash="erasures">{t("erasure.to_all")}</Link></p></Note>;
  return <Broken error={error} />;
}

interface Asking { customer: Customer; onErase(asked: Asked): void; onCancel(): void }

function Form({ customer, onErase, onCancel }: Asking) {
  const { t, code } = useWords();
  const [reason, setReason] = useState("");
  const [wanted, setWanted] = useState(false);
  const [typed, setTyped] = useState("");
  const objects = customer.objection !== null;
  const chosen = REASONS.find((one) => one === reason);
  const missing = chosen === undefined ? t("erase.need_reason") : isMeant(customer, typed) ? undefined : t("erase.need_confirm");
  const submit = () => {
    if (chosen !== undefined && missing === undefined) onErase({ reason: chosen, block: wanted || objects });
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <GoesAndStays />
      <Radio.Group label={t("erase.reason")} value={reason} onChange={setReason}>
        <div className="choices">{REASONS.map((one) => <Radio key={one} value={one} label={code("erasure_reason", one)} description={code("erasure_reason_help", one)} />)}</div>
      </Radio.Group>
      <div>
        <Checkbox label={t("erase.block")} checked={wanted || objects} disabled={objects} onChange={(event) => setWanted(event.currentTarget.checked)} description={t(objects ? "erase.block_objects" : "erase.block_help")} />
        {objects ? null : <p className="muted small beside-box">{t("erase.block_survives")}</p>}
      </div>
      <TextInput label={t("erase.confirm")} description={t("erase.confirm_help", { who: whoIsMeant(customer) })} autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} maw={420} />
      <div className="actions">
        <Button type="submit" color="red.9" disabled={missing !== undefined} title={missing}>{t("erase.do")}</Button>
        <Button variant="subtle" onClick={onCancel}>{t("action.cancel")}</Button>
      </div>
    </form>
  );
}

function GoesAndStays() {
  const { t } = useWords();
  return (
    <div className="goes-stays">
      <div>
        <h3 className="eyebrow">{t("erase.goes")}</h3>
        <ul><li>{t("erase.goes_profile")}</li><li>{t("erase.goes_letters")}</li><li>{t("erase.goes_rows")}</li></ul>
      </div>
      <div>
        <h3 className="eyebrow">{t("erase.stays")}</h3>
        <ul><li>{t("erase.stays_figures")}</li><li>{t("erase.stays_proof")}</li><li>{t("erase.stays_backups")}</li><li>{t("erase.stays_elsewhere")}</li><BegunFiles /></ul>
      </div>
    </div>
  );
}

/** Files that somebody handed in and did not read in are nobody's data yet, and are not looked through. */
function BegunFiles() {
  const { t } = useWords();
  const { allowed } = useMay("files");
  const begun = (useQuery({ ...uploadsQuery, enabled: allowed }).data ?? []).filter((one) => isBegun(one) && one.files.length > 0);
  return begun.length === 0 ? null : <li>{t("erase.stays_begun", { count: begun.length })} <Link to={paths.files}>{t("erase.to_begun")}</Link></li>;
}
