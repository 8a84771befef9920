// A mailing as a form: name, message, audience and time. The server judges it while it is filled in and says whom it
// would reach; taken over it is part of the programme's draft, and is published with that.
import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { messagesQuery, programmeQuery } from "../../api/queries";
import { Failure } from "../../api/client";
import type { MessageRow, Programme } from "../../api/schema";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Answer, Broken } from "../../ui/states";
import { DraftBar } from "../programmes/draft-bar";
import { draftText, keepDraft, useDraft } from "../programmes/draft-state";
import { readDraft } from "../programmes/draft";
import { AudienceFields } from "./form-audience";
import { Judgement, useJudgement } from "./form-judged";
import { MessageFields } from "./form-message";
import { TimeFields } from "./form-time";
import { idOf, missingOf, type Plan, planOf, renamed } from "./plan";
import { useMailings } from "./state";

const EMPTY: Plan = { id: "", name: { de: "", en: "" }, message: "", copy: null, who: "everybody", rule: "", list: null, at: "" };
const DAY_MS = 86_400_000;

export function NewMailingPage() {
  const { format } = useWords();
  const { now } = useSession().clock;
  const query = useQuery(messagesQuery);
  // Tomorrow in the morning: soon, and not before somebody has looked at it once more.
  const at = `${format.toLocal(new Date(Date.parse(now) + DAY_MS).toISOString()).slice(0, 10)}T10:00`;
  return <Answer query={query} lines={10} page>{(messages) => <Form messages={messages} home={null} given={{ ...EMPTY, at }} />}</Answer>;
}

export function EditMailingPage() {
  const { id = "", mailing = "" } = useParams({ strict: false });
  const messages = useQuery(messagesQuery);
  const mailings = useMailings();
  const programme = useQuery(programmeQuery(id));
  if (mailings.data === undefined) return <Answer query={mailings} lines={10} page>{() => null}</Answer>;
  if (messages.data === undefined) return <Answer query={messages} lines={10} page>{() => null}</Answer>;
  return (
    <Answer query={programme} lines={10} page>
      {(whole) => {
        // What is in the draft already counts more than what is live.
        const read = readDraft(draftText(id, whole));
        const found = ("definition" in read ? read.definition.mailings : undefined)?.find((one) => one.id === mailing) ?? whole.definition.mailings?.find((one) => one.id === mailing);
        if (!found) return <Broken page error={new Failure(404, "not_found", "", "")} />;
        const size = mailings.data.find((row) => row.programme === id && row.id === mailing)?.followed?.list?.size ?? 0;
        return <Form key={mailing} messages={messages.data} home={id} given={planOf(found, size)} />;
      }}
    </Answer>
  );
}

function Form({ messages, home, given }: { messages: MessageRow[]; home: string | null; given: Plan }) {
  const { t, language } = useWords();
  const [plan, setPlan] = useState<Plan>(given);
  /** The programme whose draft holds it already, and its text before. */
  const [taken, setTaken] = useState<{ programme: string; before: string; times: number } | null>(null);
  const rows = useMailings().data ?? [];
  const spoken = language === "de" ? "de" : "en";
  const change = (next: Partial<Plan>) => setPlan((before) => ({ ...before, ...next }));
  const ofMessage = messages.find(({ id }) => id === (plan.copy?.of.id ?? plan.message))?.programme ?? null;
  const id = home ?? taken?.programme ?? ofMessage;
  const programme = useQuery({ ...programmeQuery(id ?? ""), enabled: id !== null });
  const named = { ...plan, id: plan.id || idOf(plan.name[spoken], (known) => rows.some((row) => row.id === known)) };
  const before = taken?.before ?? (programme.data ? draftText(id ?? "", programme.data) : null);
  const judged = useJudgement(named, id, before);
  const take = (whole: Programme, text: string) => {
    change({ id: named.id });
    keepDraft(whole.definition.id, whole, text);
    setTaken({ programme: whole.definition.id, before: before ?? whole.yaml, times: (taken?.times ?? 0) + 1 });
    window.scrollTo({ top: 0 });
  };
  return (
    <>
      <PageHead title={t(home === null ? "plan.new" : "plan.edit")} lead={<><Link to={paths.programmes} search={{ tab: "mailings" }}>{t("programme.mailings")}</Link> · {t("plan.lead")}</>} />
      {taken && programme.data ? <Drafted key={`${taken.times} ${programme.data.yaml}`} programme={programme.data} mailing={named.id} /> : null}
      <div className="split">
        <form className="stack" onSubmit={(event) => event.preventDefault()}>
          <section className="panel stack">
            <h2 className="section-title">{t("plan.what")}</h2>
            <TextInput label={t("plan.name")} description={t("plan.name_help")} value={plan.name[spoken]} maxLength={80} required withAsterisk={false} onChange={(event) => change({ name: renamed(plan.name, spoken, event.currentTarget.value) })} />
            <MessageFields plan={plan} messages={messages} within={home === null ? (taken?.programme ?? null) : null} problems={judged.of.message} change={change} />
          </section>
          <AudienceFields plan={plan} judged={judged} change={change} />
          <TimeFields plan={plan} change={change} />
        </form>
        <div className="stack plan-side">
          <Judgement plan={plan} judged={judged}>
            {programme.data ? <Take plan={plan} programme={programme.data} text={judged.text} good={judged.good} take={take} /> : null}
          </Judgement>
        </div>
      </div>
    </>
  );
}

interface TakeProps { plan: Plan; programme: Programme; text: string | null; good: boolean; take(programme: Programme, text: string): void }

function Take({ plan, programme, text, good, take }: TakeProps) {
  const { t, say, format } = useWords();
  const { allowed, why } = useMay("check");
  const { definition } = programme;
  const missing = missingOf(plan);
  const held = definition.holdout_percent ?? 0;
  return (
    <div className="stack" style={{ gap: 10, marginTop: 16 }}>
      <p className="muted small" style={{ margin: 0 }}>{t(held > 0 ? "plan.home_held" : "plan.home", { programme: say(definition.name), share: format.percent(held / 100) })}</p>
      <Button disabled={!allowed || !good || text === null || missing !== null} title={why ?? (missing !== null ? t(`plan.missing.${missing}`) : good ? undefined : t("plan.mend_first"))} onClick={() => text !== null && take(programme, text)}>{t("plan.take")}</Button>
      <span className="muted small">{t("plan.take_help")}</span>
    </div>
  );
}

/** The draft with the mailing in it, and its way to be live. */
function Drafted({ programme, mailing }: { programme: Programme; mailing: string }) {
  const navigate = useNavigate();
  const { id } = programme.definition;
  const draft = useDraft(id, programme, (back) => {
    // Taken back, there may be no such mailing any more.
    void (back ? navigate({ to: paths.programmes, search: { tab: "mailings" } }) : navigate({ to: paths.mailing, params: { id, mailing } }));
  });
  return <DraftBar draft={draft} programme={programme} />;
}

