// One time that a message was wanted, or was on the way: what became of it, what would have had to differ, and the
// chain of checks with the values of that moment; or a way to it that was never taken.
import { IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Link as Check, Localised, WhyIntent, WhyOutside, WhyRun } from "../../api/schema";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { StateChip, useReason } from "../../ui/marks";
import { Rule } from "../../ui/rule";
import { useNames } from "../names";
import { WishText } from "./wish";
import { decisive, subjectWords, valueWords, withFacts, withNames, withTimes } from "./chain";

type Block = (id: string) => string;

/** What the server says, with facts, times and names as people know them. */
export function useTold(): (text: Localised | string | null | undefined) => string {
  const words = useWords();
  return (text) => withNames(withTimes(withFacts(words.say(text), words), words.format.dateTime), words);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

interface OfIntent { customer: string; intent: WhyIntent; open: boolean; pointed: boolean; block: Block }

/** Letters of these left the house, or may have. */
const LEFT = ["delivered", "handed", "unknown"];

export function IntentEntry({ customer, intent, open, pointed, block }: OfIntent) {
  const words = useWords();
  const { t } = words;
  const told = useTold();
  const reason = useReason();
  const because = intent.reason ? reason(intent.reason, intent.reason_words) : null;
  const deciding = decisive(intent.state, intent.chain);
  return (
    <article className={`intent${pointed ? " pointed" : ""}`}>
      <div className="intent-head">
        <StateChip state={intent.state} />
        {because ? <strong>{because}</strong> : null}
        <When begun={intent.at} at={intent.since} />
        {LEFT.includes(intent.state) ? <Link to={paths.content} search={{ tab: "mailbox", customer, mail: intent.id }} className="small">{t("why.letter")}</Link> : null}
      </div>
      {intent.by ? <p className="intent-answer calm"><strong>{t("why.by")}</strong>{capital(told(intent.by))}</p> : null}
      {intent.because ? <p className="intent-answer calm"><strong>{t(intent.state === "unknown" ? "why.because_handed" : "why.because")}</strong>{told(intent.because)}</p> : null}
      {intent.waits.map((wait) => <p key={wait.from} className="intent-answer calm"><strong>{t("why.waited")}</strong>{capital(told(wait.words))}</p>)}
      {deciding?.would_have ? <p className="intent-answer"><strong>{t("why.would_have")}</strong><WishText text={words.say(deciding.would_have)} said={told} /></p> : null}
      <Chain customer={customer} chain={intent.chain} deciding={deciding} open={open} block={block} />
    </article>
  );
}

/** The moment at which it became what it is; where it began at another one, that as well. */
function When({ begun, at, ended = false }: { begun: string; at: string; ended?: boolean }) {
  const { t, format } = useWords();
  const [from, until] = [format.dateTime(begun), format.dateTime(at)];
  return <time className="muted small" dateTime={at}>{from === until ? until : t(ended ? "why.begun_ended" : "why.wanted_since", { from, until })}</time>;
}

interface OfRun { customer: string; run: WhyRun; open: boolean; pointed: boolean; block: Block }

const FATES = { lapsed: "warn", under_way: "accent", passed_by: "" } as const;

/** A time in a journey that did not come to the message. */
export function RunEntry({ customer, run, open, pointed, block }: OfRun) {
  const words = useWords();
  const { t, code, format } = words;
  const told = useTold();
  const names = useNames();
  const { now } = useSession().clock;
  return (
    <article className={`intent${pointed ? " pointed" : ""}`}>
      <div className="intent-head">
        <span className={`chip ${FATES[run.fate]}`}>{code("run_fate", run.fate)}</span>
        {run.exit ? <strong>{t("why.exit_holds", { exit: code("exit", run.exit) })}</strong> : null}
        <When begun={run.at} at={run.until ?? run.at} ended={run.until !== null} />
      </div>
      <p className="muted small run-span">
        {t("why.run", { journey: names.journey(run.journey) })}{" "}
        {run.due ? t("why.run_due", { when: format.ago(run.due, now) }) : null}
      </p>
      {run.by ? <p className="intent-answer calm"><strong>{t("why.by")}</strong>{capital(told(run.by))}</p> : null}
      <p className={`intent-answer${run.fate === "lapsed" ? "" : " calm"}`}><strong>{t("why.would_have")}</strong><WishText text={words.say(run.would_have)} said={told} /></p>
      {run.chain.length > 0 ? <Chain customer={customer} chain={run.chain} deciding={null} open={open} block={block} /> : null}
    </article>
  );
}

/** A way to the message that was never taken. */
export function OutsideEntry({ outside }: { outside: WhyOutside }) {
  const words = useWords();
  const { t } = words;
  const told = useTold();
  const names = useNames();
  return (
    <article className="intent">
      <div className="intent-head">
        <span className="chip">{t("why.never")}</span>
        <strong>{told(outside.happened)}</strong>
      </div>
      {outside.journey ? <p className="muted small run-span">{t("why.run", { journey: names.journey(outside.journey) })}</p> : null}
      <p className="intent-answer calm"><strong>{t("why.would_have")}</strong><WishText text={words.say(outside.would_have)} said={told} /></p>
      {outside.rule ? (
        <details>
          <summary>{t("why.rule_and_values")}</summary>
          <Rule text={outside.rule} />
          <Values values={outside.values} />
        </details>
      ) : null}
    </article>
  );
}

interface OfChain { customer: string; chain: Check[]; deciding: Check | null; open: boolean; block: Block }

function Chain({ customer, chain, deciding, open, block }: OfChain) {
  const { t } = useWords();
  return (
    <details open={open}>
      <summary>{t("why.checks", { count: chain.length })}</summary>
      <ol className="chain">
        {chain.map((check, index) => <Step key={`${check.at} ${index}`} customer={customer} check={check} decisive={check === deciding} block={block} />)}
      </ol>
    </details>
  );
}

function Step({ customer, check, decisive: isDecisive, block }: { customer: string; check: Check; decisive: boolean; block: Block }) {
  const words = useWords();
  const { t, format } = words;
  const told = useTold();
  const Icon = check.holds ? IconCheck : isDecisive ? IconX : IconMinus;
  return (
    <li className={`${check.holds ? "holds" : "fails"}${isDecisive ? " decisive" : ""}`}>
      <span className="sign"><Icon size={14} stroke={2.6} aria-label={check.holds ? t("why.holds") : t("why.fails")} /></span>
      <div style={{ minWidth: 0, flex: 1 }}>
        <div className="chain-line">
          <span>{check.subject ? subjectWords(words, check.subject, check.holds, block) : told(check.what)}{isDecisive ? <> <span className="chip bad">{t("why.decisive")}</span></> : null}</span>
          <time className="muted small" dateTime={check.at}>{format.dateTime(check.at)}</time>
        </div>
        {check.rule ? <Rule text={check.rule} /> : null}
        {check.counted.length > 0 ? <Counted customer={customer} counted={check.counted} /> : null}
        <Values values={check.values} />
      </div>
    </li>
  );
}

/** The mails that counted against a cap, each a way to itself. */
function Counted({ customer, counted }: { customer: string; counted: Check["counted"] }) {
  const { t, say, format } = useWords();
  return (
    <div className="small">
      <span className="muted">{t("why.counted")}: </span>
      {counted.map((mail, index) => (
        <span key={mail.delivery}>
          {index > 0 ? ", " : null}
          <Link to={paths.content} search={{ tab: "mailbox", customer, mail: mail.delivery }}>{say(mail.message.name)}</Link> <span className="muted">{format.dateTime(mail.at)}</span>
        </span>
      ))}
    </div>
  );
}

function Values({ values }: { values: Check["values"] }) {
  const words = useWords();
  if (values.length === 0) return null;
  return (
    <dl className="values" aria-label={words.t("why.values")}>
      {values.map(({ name, value }) => <div key={name}><dt>{words.rule(name)}</dt><dd>{valueWords(words, value)}</dd></div>)}
    </dl>
  );
}
