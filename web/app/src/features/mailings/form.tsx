// A mailing as a form: name, message, audience and time. The server judges it while it is filled in and says whom it
// would reach; taken over it is the draft of a programme of its own, or part of that of the programme it is in already.
import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { messagesQuery, programmeQuery, programmesQuery } from "../../api/queries";
import { Failure } from "../../api/client";
import type { MessageRow, Programme } from "../../api/schema";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Answer, Broken } from "../../ui/states";
import { DraftBar } from "../programmes/draft-bar";
import { useDraft, useDrafts } from "../programmes/draft-state";
import { readDraft } from "../programmes/draft";
import { goalWords } from "../programmes/goal";
import { AudienceFields } from "./form-audience";
import { Judgement, useJudgement } from "./form-judged";
import { LetterPanel } from "./form-letter";
import { MessageFields } from "./form-message";
import { TimeFields } from "./form-time";
import { HoldoutFields } from "./form-holdout";
import { Restored, useKept } from "./kept";
import { EMPTY, idOf, isOwn, messageIn, missingOf, ownProgramme, type Plan, planOf, renamed, standingAlone } from "./plan";
import { useMailings } from "./state";

const DAY_MS = 86_400_000;

export function NewMailingPage() {
  const { format } = useWords();
  const { now } = useSession().clock;
  const query = useQuery(messagesQuery);
  // Tomorrow in the morning: soon, and not before somebody has looked at it once more.
  const at = `${format.toLocal(new Date(Date.parse(now) + DAY_MS).toISOString()).slice(0, 10)}T10:00`;
  const kept = useKept();
  const [begun, begin] = useState(0);
  const [restored] = useState(kept.plan);
  const given = begun === 0 && restored ? restored : { ...EMPTY, at };
  return <Answer query={query} lines={10} page>{(messages) => <Form key={begun} messages={messages} home={null} given={given} restored={begun === 0 && restored !== null} startAnew={() => { kept.drop(); begin(begun + 1); }} />}</Answer>;
}

export function EditMailingPage() {
  const { id = "", mailing = "" } = useParams({ strict: false });
  const messages = useQuery(messagesQuery);
  const mailings = useMailings();
  const programme = useQuery(programmeQuery(id));
  const drafts = useDrafts();
  if (mailings.data === undefined) return <Answer query={mailings} lines={10} page>{() => null}</Answer>;
  if (messages.data === undefined) return <Answer query={messages} lines={10} page>{() => null}</Answer>;
  return (
    <Answer query={programme} lines={10} page>
      {(whole) => {
        // What is in the draft already counts more than what is live.
        const read = readDraft(drafts.text(id, whole.yaml));
        const drafted = "definition" in read ? read.definition : whole.definition;
        const found = [drafted, whole.definition].flatMap((one) => one.mailings ?? []).find((one) => one.id === mailing);
        if (!found) return <Broken page error={new Failure(404, "not_found", "", "")} />;
        const size = mailings.data.find((row) => row.programme === id && row.id === mailing)?.followed?.list?.size ?? 0;
        const own = isOwn(drafted, found) ? messageIn(drafted, found.message) : null;
        return <Form key={mailing} messages={messages.data} home={id} given={planOf(found, size, own, drafted.holdout_percent ?? 0)} />;
      }}
    </Answer>
  );
}

interface FormProps {
  messages: MessageRow[];
  /** The programme that it is in already; a new one gets a programme of its own. */
  home: string | null;
  given: Plan;
  /** What was begun before stands in the form again; it can be thrown away. */
  restored?: boolean;
  startAnew?(): void;
}

function Form({ messages, home, given, restored = false, startAnew }: FormProps) {
  const { t, language } = useWords();
  const [plan, setPlan] = useState<Plan>(given);
  /** What the draft that holds it already was laid over, and that programme's text before. */
  const [taken, setTaken] = useState<{ over: Programme; text: string; before: string; times: number } | null>(null);
  const rows = useMailings().data ?? [];
  const programmes = useQuery(programmesQuery).data ?? [];
  const spoken = language === "de" ? "de" : "en";
  const isNew = home === null;
  /** Nothing else sends its message. */
  const isAlone = isNew || given.copy !== null;
  const kept = useKept();
  const drafts = useDrafts();
  const change = (next: Partial<Plan>) => setPlan((before) => {
    const after = { ...before, ...next };
    if (isNew) kept.keep(after);
    return after;
  });
  const isTaken = (known: string) => [...rows, ...programmes, ...messages].some((row) => row.id === known);
  const id = plan.id || idOf(plan.name[spoken], isTaken);
  const named = isAlone ? standingAlone(plan, id) : { ...plan, id };
  const live = useQuery({ ...programmeQuery(home ?? ""), enabled: !isNew });
  const programme = isNew ? unpublished(named) : live.data;
  const before = isNew ? ownProgramme(named) : (taken?.before ?? (programme ? drafts.text(home, programme.yaml) : null));
  const judged = useJudgement(named, { id: home ?? id, before, isNew });
  const take = (over: Programme, text: string) => {
    change({ id });
    if (!isNew) drafts.keep(over.definition.id, over.yaml, text);
    setTaken({ over, text, before: before ?? over.yaml, times: (taken?.times ?? 0) + 1 });
    window.scrollTo({ top: 0 });
  };
  const drafted = taken && (isNew ? taken.over : programme);
  return (
    <>
      <PageHead title={t(home === null ? "plan.new" : "plan.edit")} lead={<><Link to={paths.programmes} search={{ tab: "mailings" }}>{t("programme.mailings")}</Link> · {t("plan.lead")}</>} />
      {restored && startAnew ? <Restored name={given.name[spoken]} discard={startAnew} /> : null}
      {taken && drafted ? <Drafted key={`${taken.times} ${drafted.yaml}`} programme={drafted} text={taken.text} mailing={id} isNew={isNew} /> : null}
      <div className="split">
        <form className="stack" onSubmit={(event) => event.preventDefault()}>
          <section className="panel stack">
            <h2 className="section-title">{t("plan.what")}</h2>
            <TextInput label={t("plan.name")} description={t("plan.name_help")} value={plan.name[spoken]} maxLength={80} required withAsterisk={false} onChange={(event) => change({ name: renamed(plan.name, spoken, event.currentTarget.value) })} />
            <MessageFields plan={plan} messages={messages} home={home} isAlone={isAlone} problems={judged.of.message} change={change} />
          </section>
          {plan.copy ? <LetterPanel plan={named} judged={judged} programme={home ?? id} isNew={isNew} model={messages.find((one) => one.id === plan.copy?.of.id) ?? null} /> : null}
          <AudienceFields plan={plan} judged={judged} change={change} />
          <TimeFields plan={plan} change={change} />
          {isAlone ? <HoldoutFields plan={plan} change={change} /> : null}
        </form>
        <div className="stack plan-side">
          <Judgement plan={named} judged={judged}>
            {programme ? <Take plan={named} programme={programme} isNew={isNew} text={judged.text} good={judged.good} take={take} /> : null}
          </Judgement>
        </div>
      </div>
    </>
  );
}

/** The programme that a new mailing gets, as if it were live and empty. */
function unpublished(plan: Plan): Programme {
  const yaml = ownProgramme(plan);
  const read = readDraft(yaml);
  const definition = "definition" in read ? read.definition : { id: plan.id, name: plan.name, aim: "" };
  const counts = { delivered: 0, unknown: 0, suppressed: 0, failed: 0, expired: 0, held_out: 0, lapsed: 0, open: 0 };
  return { definition, yaml, journeys: [], counts, reasons: [], versions: [], data: [] };
}

interface TakeProps { plan: Plan; programme: Programme; isNew: boolean; text: string | null; good: boolean; take(programme: Programme, text: string): void }

function Take({ plan, programme, isNew, text, good, take }: TakeProps) {
  const words = useWords();
  const { t, say, format } = words;
  const { allowed, why } = useMay("check");
  const { definition } = programme;
  const missing = missingOf(plan);
  const held = definition.holdout_percent ?? 0;
  return (
    <div className="stack" style={{ gap: 10, marginTop: 16 }}>
      <p className="muted small" style={{ margin: 0 }}>{t(isNew ? "plan.home_own" : held > 0 ? "plan.home_held" : "plan.home", { programme: say(definition.name), goal: goalWords(words, definition), share: format.percent(held / 100) })}
        {isNew ? ` ${t(plan.holdout > 0 ? "plan.home_own_held" : "plan.home_own_none", { share: format.percent(plan.holdout / 100) })}` : null}</p>
      <Button disabled={!allowed || !good || text === null || missing !== null} title={why ?? (missing !== null ? t(`plan.missing.${missing}`) : good ? undefined : t("plan.mend_first"))} onClick={() => text !== null && take(programme, text)}>{t("plan.take")}</Button>
      <span className="muted small">{t("plan.take_help")}</span>
    </div>
  );
}

/** The draft with the mailing in it, and its way to be live. */
function Drafted({ programme, text, mailing, isNew }: { programme: Programme; text: string; mailing: string; isNew: boolean }) {
  const navigate = useNavigate();
  const kept = useKept();
  const { id } = programme.definition;
  const draft = useDraft(id, programme, {
    isNew,
    ...(isNew ? { text } : {}),
    published(back) {
      if (!back) kept.drop();
      // Taken back, there may be no such mailing any more.
      void (back ? navigate({ to: paths.programmes, search: { tab: "mailings" } }) : navigate({ to: paths.mailing, params: { id, mailing } }));
    },
  });
  return <DraftBar draft={draft} programme={programme} />;
}

