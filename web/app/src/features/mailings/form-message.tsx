// What a mailing says: one of the messages there are, or a copy of one with its own subject, preheader and text.
import { Radio, Select, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { programmeQuery } from "../../api/queries";
import type { MessageRow, Problem } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Loading } from "../../ui/states";
import { readDraft } from "../programmes/draft";
import { useNames } from "../names";
import { useProblemText } from "./form-judged";
import { idOf, type Letter, lettersOf, messageIn, type Plan, type Spoken } from "./plan";

interface Fields {
  plan: Plan;
  messages: MessageRow[];
  /** Where the draft holds the mailing already, its message is of that programme. */
  within: string | null;
  problems: Problem[];
  change(next: Partial<Plan>): void;
}

export function MessageFields({ plan, messages, within, problems, change }: Fields) {
  const { t, say, code, language } = useWords();
  const names = useNames();
  const error = useProblemText(problems);
  const chosen = plan.copy?.of.id ?? plan.message;
  const row = messages.find(({ id }) => id === chosen) ?? null;
  const programme = useQuery({ ...programmeQuery(row?.programme ?? ""), enabled: row !== null });
  const groups = [...new Set(messages.map((one) => one.programme))].filter((id) => within === null || id === within).map((id) => ({
    group: names.programme(id),
    items: messages.filter((one) => one.programme === id && one.channels.includes("email")).map((one) => ({ value: one.id, label: one.class === "advertising" ? say(one.name) : `${say(one.name)} (${code("class", one.class)})` })),
  })).filter(({ items }) => items.length > 0);
  const makeCopy = () => {
    // As its author wrote it: what is left out there stays left out in the copy.
    const read = programme.data ? readDraft(programme.data.yaml) : null;
    const of = read !== null && "definition" in read ? messageIn(read.definition, chosen) : null;
    if (of === null) return;
    const name = t("plan.copy_name_of", { name: plan.name[language === "de" ? "de" : "en"] || say(of.name) });
    change({ message: idOf(name, (id) => messages.some((one) => one.id === id)), copy: { of, name, letters: lettersOf(of) } });
  };
  return (
    <>
      <Select label={t(plan.copy ? "plan.copy_of" : "plan.message")} description={t("plan.message_help")} placeholder={t("plan.choose_message")} data={groups} value={chosen || null} allowDeselect={false} searchable disabled={plan.copy !== null} onChange={(id) => change({ message: id ?? "", copy: null })} error={plan.copy ? undefined : error} />
      {row === null ? null : (
        <>
          <p className="muted small" style={{ margin: 0 }}><strong>{code("class", row.class)}:</strong> {t(row.class === "advertising" ? "plan.class_advertising" : "plan.class_contract")}</p>
          <Radio.Group label={t("plan.copy_or_not")} value={plan.copy ? "copy" : "same"} onChange={(next) => (next === "copy" ? makeCopy() : change({ message: chosen, copy: null }))}>
            <div className="choices">
              <Radio value="same" label={t("plan.as_it_is")} />
              <Radio value="copy" label={t("plan.make_copy")} disabled={!programme.data} />
            </div>
          </Radio.Group>
          {programme.isFetching && !programme.data ? <Loading lines={2} /> : null}
        </>
      )}
      {plan.copy ? <Copy copy={plan.copy} error={error} change={(copy) => change({ copy })} /> : null}
    </>
  );
}

type CopyOf = NonNullable<Plan["copy"]>;

function Copy({ copy, error, change }: { copy: CopyOf; error: ReturnType<typeof useProblemText>; change(copy: CopyOf): void }) {
  const { t, code } = useWords();
  const set = (language: Spoken, letter: Letter) => change({ ...copy, letters: { ...copy.letters, [language]: letter } });
  return (
    <div className="stack" style={{ gap: 14 }}>
      <TextInput label={t("plan.copy_name")} value={copy.name} maxLength={80} required withAsterisk={false} onChange={(event) => change({ ...copy, name: event.currentTarget.value })} />
      <p className="muted small" style={{ margin: 0 }}>{t("plan.copy_help")}</p>
      {Object.entries(copy.letters).map(([language, letter]) => (
        <fieldset key={language} className="letter">
          <legend>{code("language", language)}</legend>
          <TextInput label={t("plan.subject")} value={letter.subject} required withAsterisk={false} onChange={(event) => set(language as Spoken, { ...letter, subject: event.currentTarget.value })} />
          <TextInput label={t("plan.preheader")} description={t("plan.preheader_help")} value={letter.preheader} onChange={(event) => set(language as Spoken, { ...letter, preheader: event.currentTarget.value })} />
          <Textarea label={t("plan.text")} value={letter.text} autosize minRows={5} maxRows={16} onChange={(event) => set(language as Spoken, { ...letter, text: event.currentTarget.value })} />
        </fieldset>
      ))}
      {error ? <div className="step-problem small" role="alert">{error}</div> : null}
    </div>
  );
}
