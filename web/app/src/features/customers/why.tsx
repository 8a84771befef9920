// Why, why not: for every message the chain of checks with the values of that moment; the check that decided
// stands out, and beside it what would have had to differ.
import { Select } from "@mantine/core";
import { IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { whyQuery } from "../../api/queries";
import type { Link as Check, Localised, WhyIntent, WhyMessage } from "../../api/schema";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { StateChip, useReason } from "../../ui/marks";
import { Rule } from "../../ui/rule";
import { Answer, Empty } from "../../ui/states";
import { useBlockNames, useNames } from "../names";
import { decisive, subjectOf, subjectWords, withFacts, withNames, withTimes } from "./chain";

export function WhyTab({ id }: { id: string }) {
  const { t, say } = useWords();
  const [{ view = "" }, setUrl] = useUrlState();
  const query = useQuery(whyQuery(id));
  return (
    <Answer query={query}>
      {({ messages }) =>
        messages.length === 0 ? (
          <section className="panel"><Empty title={t("why.none")} help={t("why.none_help")} /></section>
        ) : (
          <div className="stack">
            <div className="page-head" style={{ margin: 0 }}>
              <p className="muted" style={{ margin: 0, maxWidth: "60ch" }}>{t("why.lead")}</p>
              <Select
                label={t("why.choose")}
                placeholder={t("why.all")}
                clearable
                searchable
                clearButtonProps={{ "aria-label": t("why.all") }}
                value={view || null}
                onChange={(value) => setUrl({ view: value ?? "" })}
                data={messages.map((message) => ({ value: message.id, label: say(message.name) }))}
              />
            </div>
            {messages.filter((message) => view === "" || message.id === view).map((message) => <MessageWhy key={message.id} message={message} />)}
          </div>
        )
      }
    </Answer>
  );
}

function MessageWhy({ message }: { message: WhyMessage }) {
  const words = useWords();
  const { t, say } = words;
  const names = useNames();
  const block = useBlockNames(message.programme ?? "", message.id);
  return (
    <section className="panel">
      <div className="panel-head">
        <h2 className="section-title">{say(message.name)}</h2>
        {message.programme ? <Link to={paths.programme} params={{ id: message.programme }} className="small">{names.programme(message.programme)}</Link> : null}
      </div>
      {message.never ? <p className="never"><span className="chip">{t("why.never")}</span> {withFacts(told(words, message.never), words, names.journey)}</p> : null}
      {message.intents.map((intent, index) => <Intent key={intent.id} intent={intent} open={index === 0} block={block} />)}
    </section>
  );
}

function Intent({ intent, open, block }: { intent: WhyIntent; open: boolean; block(id: string): string }) {
  const words = useWords();
  const { t, format } = words;
  const reason = useReason();
  const because = intent.reason ? reason(intent.reason, intent.reason_words) : null;
  const deciding = decisive(intent.state, intent.chain);
  return (
    <article className="intent">
      <div className="intent-head">
        <StateChip state={intent.state} />
        {because ? <strong>{because}</strong> : null}
        <time className="muted small" dateTime={intent.at}>{format.dateTime(intent.at)}</time>
      </div>
      {deciding?.would_have ? <p className="intent-answer"><strong>{t("why.would_have")}</strong>{told(words, deciding.would_have)}</p> : null}
      <details open={open}>
        <summary>{t("why.checks", { count: intent.chain.length })}</summary>
        <ol className="chain">
          {intent.chain.map((check, index) => <Step key={`${check.at} ${index}`} check={check} decisive={check === deciding} block={block} />)}
        </ol>
      </details>
    </article>
  );
}

function Step({ check, decisive: isDecisive, block }: { check: Check; decisive: boolean; block(id: string): string }) {
  const words = useWords();
  const { t, rule, format } = words;
  const subject = check.rule ? subjectOf(check) : null;
  const { values } = check;
  const Icon = check.holds ? IconCheck : isDecisive ? IconX : IconMinus;
  return (
    <li className={`${check.holds ? "holds" : "fails"}${isDecisive ? " decisive" : ""}`}>
      <span className="sign"><Icon size={14} stroke={2.6} aria-label={check.holds ? t("why.holds") : t("why.fails")} /></span>
      <div style={{ minWidth: 0, flex: 1 }}>
        <div className="chain-line">
          <span>{subject ? subjectWords(words, subject, check.holds, block) : told(words, check.what)}{isDecisive ? <> <span className="chip bad">{t("why.decisive")}</span></> : null}</span>
          <time className="muted small" dateTime={check.at}>{format.dateTime(check.at)}</time>
        </div>
        {check.rule ? <Rule text={check.rule} /> : null}
        {values.length > 0 ? (
          <dl className="values" aria-label={t("why.values")}>
            {values.map(({ name, value }) => <div key={name}><dt>{rule(name)}</dt><dd>{valueText(words, value)}</dd></div>)}
          </dl>
        ) : null}
      </div>
    </li>
  );
}

/** What the server says, with times and names as people know them. */
function told(words: ReturnType<typeof useWords>, text: Localised | null): string {
  return withNames(withTimes(words.say(text), words.format.dateTime), words);
}

function valueText({ t, rule, format }: ReturnType<typeof useWords>, value: string | null): string {
  if (value === "true") return t("value.yes");
  if (value === "false") return t("value.no");
  if (value === null || value === "") return t("value.none");
  // A text stands in quotes, as in the rule that it is compared in.
  return value.startsWith('"') ? rule(value) : withTimes(value, format.dateTime);
}
