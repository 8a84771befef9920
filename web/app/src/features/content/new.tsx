// A new message: a copy of one that is there, with a name, subject and text of its own. Taken over it is in the draft of its
// programme; from then on a journey or a mailing of that may send it.
import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { messagesQuery, programmeQuery, programmesQuery } from "../../api/queries";
import type { MessageRow, Programme } from "../../api/schema";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { checkQuery, type Judged, useProblemText } from "../mailings/form-judged";
import { LetterPanel } from "../mailings/form-letter";
import { Copy } from "../mailings/form-message";
import { EMPTY, idOf, lettersOf, messageIn, missingOf, type Plan, withCopy } from "../mailings/plan";
import { useNames } from "../names";
import { DraftBar } from "../programmes/draft-bar";
import { readDraft } from "../programmes/draft";
import { useDraft, useDrafts } from "../programmes/draft-state";

const TYPING_MS = 500;

export function NewMessagePage() {
  const query = useQuery(messagesQuery);
  return <Answer query={query} lines={10} page>{(messages) => <Form messages={messages} />}</Answer>;
}

function Form({ messages }: { messages: MessageRow[] }) {
  const { t, say } = useWords();
  const client = useQueryClient();
  const names = useNames();
  const programmes = useQuery(programmesQuery).data ?? [];
  const [model, setModel] = useState("");
  const [home, setHome] = useState("");
  const [copy, setCopy] = useState<Plan["copy"]>(null);
  const [taken, setTaken] = useState<{ over: Programme; before: string; id: string; times: number } | null>(null);
  const row = messages.find(({ id }) => id === model) ?? null;
  const drafts = useDrafts();
  const programme = useQuery({ ...programmeQuery(home), enabled: home !== "" });
  const choose = async (id: string) => {
    const of = messages.find((one) => one.id === id);
    if (!of) return;
    setModel(id);
    setHome(of.programme);
    const read = readDraft((await client.fetchQuery(programmeQuery(of.programme))).yaml);
    const found = "definition" in read ? messageIn(read.definition, id) : null;
    const name = t("plan.copy_name_of", { name: say(of.name) });
    setCopy(found && { of: found, name: { de: name, en: name }, letters: lettersOf(found), without: [], speaks: {}, dropped: [] });
  };
  const groups = [...new Set(messages.map((one) => one.programme))].map((id) => ({ group: names.programme(id), items: messages.filter((one) => one.programme === id).map((one) => ({ value: one.id, label: say(one.name) })) }));
  const isTaken = (id: string) => messages.some((one) => one.id === id);
  const id = taken?.id ?? idOf(copy?.name.de ?? "", isTaken);
  const plan: Plan = { ...EMPTY, message: id, copy };
  const before = taken?.before ?? (programme.data ? drafts.text(home, programme.data.yaml) : null);
  const judged = useJudged(plan, home, before);
  const take = () => {
    if (!programme.data || judged.text === null || before === null) return;
    drafts.keep(home, programme.data.yaml, judged.text);
    setTaken({ over: programme.data, before, id, times: (taken?.times ?? 0) + 1 });
    window.scrollTo({ top: 0 });
  };
  return (
    <>
      <PageHead title={t("new_message.title")} lead={<><Link to={paths.content}>{t("content.tab.messages")}</Link> · {t("new_message.lead")}</>} />
      {taken && programme.data ? <Drafted key={taken.times} programme={programme.data} message={taken.id} /> : null}
      <div className="split">
        <form className="stack" onSubmit={(event) => event.preventDefault()}>
          <section className="panel stack">
            <h2 className="section-title">{t("plan.what")}</h2>
            <Select label={t("plan.copy_of")} description={t("new_message.model_help")} placeholder={t("plan.choose_message")} data={groups} value={model || null} allowDeselect={false} searchable disabled={taken !== null} onChange={(next) => void choose(next ?? "")} />
            {copy ? <Select label={t("new_message.home")} description={t("new_message.home_help")} data={programmes.map((one) => ({ value: one.id, label: say(one.name) }))} value={home || null} allowDeselect={false} searchable disabled={taken !== null} onChange={(next) => setHome(next ?? home)} /> : null}
            {copy ? <Names copy={copy} change={setCopy} /> : null}
            {copy ? <Copy copy={copy} isNamed={false} error={undefined} change={setCopy} /> : null}
          </section>
        </form>
        <div className="stack plan-side">
          <Take plan={plan} judged={judged} take={take} />
          {copy && home ? <LetterPanel plan={plan} judged={judged} programme={home} isNew={false} model={row} /> : null}
        </div>
      </div>
    </>
  );
}

function Names({ copy, change }: { copy: NonNullable<Plan["copy"]>; change(copy: Plan["copy"]): void }) {
  const { t, format } = useWords();
  return (
    <>
      {(["de", "en"] as const).map((spoken) => (
        <TextInput key={spoken} label={t("new_message.name", { language: format.language(spoken) })} value={copy.name[spoken]} maxLength={80} required withAsterisk={false} onChange={(event) => change({ ...copy, name: { ...copy.name, [spoken]: event.currentTarget.value } })} />
      ))}
    </>
  );
}

/** What the server says of the programme with the message in it. */
function useJudged(plan: Plan, home: string, before: string | null): Judged {
  const { allowed } = useMay("check");
  const missing = missingOfCopy(plan);
  const now = before !== null && plan.copy !== null && missing === null ? withCopy(before, plan.message, plan.copy) : null;
  const [text] = useDebouncedValue(now, TYPING_MS);
  const asked = allowed && text === now ? text : null;
  const check = useQuery(checkQuery(home, asked, false));
  const problems = check.data?.problems ?? [];
  return { text: asked, good: asked !== null && check.data !== undefined && problems.length === 0, of: { message: [], audience: [], rest: problems }, waterfall: null, pending: now !== null && (text !== now || check.isFetching), failure: check.error };
}

/** A message needs neither a moment nor an audience. */
const missingOfCopy = (plan: Plan) => {
  const missing = missingOf({ ...plan, at: "now", name: { de: "-", en: "-" } });
  return plan.copy === null ? "message" : missing;
};

function Take({ plan, judged, take }: { plan: Plan; judged: Judged; take(): void }) {
  const { t } = useWords();
  const { allowed, why } = useMay("check");
  const problems = useProblemText(judged.of.rest);
  const missing = missingOfCopy(plan);
  return (
    <section className="panel stack" style={{ gap: 10 }} aria-busy={judged.pending}>
      <p className="muted small" style={{ margin: 0 }}>{t("new_message.unsent")}</p>
      <Button disabled={!allowed || !judged.good} title={why ?? (missing !== null ? t(`plan.missing.${missing}`) : judged.good ? undefined : t("plan.mend_first"))} onClick={take}>{t("plan.take")}</Button>
      <span className="muted small">{t("new_message.take_help")}</span>
      {problems ? <div className="step-problem small" role="alert">{problems}</div> : null}
    </section>
  );
}

/** The draft with the message in it, and its way to be live. */
function Drafted({ programme, message }: { programme: Programme; message: string }) {
  const navigate = useNavigate();
  const { id } = programme.definition;
  const draft = useDraft(id, programme, { published: (back) => void (back ? navigate({ to: paths.content }) : navigate({ to: paths.message, params: { programme: id, message } })) });
  return <DraftBar draft={draft} programme={programme} />;
}
