// Why, why not: for every message what became of it, each time by itself. An address may name one message and one
// time: that stands first then, for it is what somebody came for.
import { NativeSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { whyQuery } from "../../api/queries";
import type { WhyMessage } from "../../api/schema";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { Zone } from "../../app/zone";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { useBlockNames, useNames } from "../names";
import { IntentEntry, OutsideEntry, RunEntry } from "./why-entries";
import { newestFirst, type Outcome, outcomeOf, OUTCOMES, outcomesOf, timesOf, withPointed, type Time } from "./why-order";

/** Times shown at once; the others follow on demand. */
const SHOWN = 4;

export function WhyTab({ id }: { id: string }) {
  const { t, say } = useWords();
  const [{ view = "", state = "" }, setUrl] = useUrlState();
  const outcome = OUTCOMES.find((one) => one === state) ?? null;
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
              <span className="why-choice">
              <NativeSelect label={t("why.outcome")} value={outcome ?? ""} data={[{ value: "", label: t("why.outcome_all") }, ...OUTCOMES.map((one) => ({ value: one, label: `${t(`why.outcome.${one}`)} (${messages.filter((message) => outcomesOf(message).includes(one)).length})` }))]} onChange={(event) => setUrl({ state: event.currentTarget.value })} />
              <Select
                label={t("why.choose")}
                placeholder={t("why.all")}
                clearable
                searchable
                clearButtonProps={{ "aria-label": t("why.all") }}
                value={view || null}
                onChange={(value) => setUrl({ view: value ?? "", which: "" })}
                data={messages.map((message) => ({ value: message.id, label: say(message.name) }))}
              />
              </span>
            </div>
            <Shown id={id} messages={messages.filter((message) => (view === "" || message.id === view) && (outcome === null || outcomesOf(message).includes(outcome)))} outcome={outcome} />
            <Zone />
          </div>
        )
      }
    </Answer>
  );
}

function Shown({ id, messages, outcome }: { id: string; messages: WhyMessage[]; outcome: Outcome | null }) {
  const { t } = useWords();
  if (messages.length === 0) return <section className="panel"><Empty title={t("why.none_of_these")} /></section>;
  return <>{newestFirst(messages).map((message) => <MessageWhy key={message.id} customer={id} message={message} outcome={outcome} />)}</>;
}

function MessageWhy({ customer, message, outcome }: { customer: string; message: WhyMessage; outcome: Outcome | null }) {
  const { t, say } = useWords();
  const names = useNames();
  const [{ which = "", view = "" }] = useUrlState();
  const { first, rest } = withPointed(timesOf(message).filter((time) => outcome === null || outcomeOf(time) === outcome), which);
  const times = first === null ? rest : [first, ...rest];
  const shown = times.slice(0, SHOWN);
  const more = times.slice(SHOWN);
  return (
    <section className="panel">
      <div className="panel-head">
        <h2 className="section-title">{say(message.name)}</h2>
        {message.programme ? <Link to={paths.programme} params={{ id: message.programme }} className="small">{names.programme(message.programme)}</Link> : null}
      </div>
      {outcome === null || outcome === "never" ? message.outside.map((outside, index) => <OutsideEntry key={`${outside.journey ?? ""} ${index}`} outside={outside} />) : null}
      <Times customer={customer} message={message} times={shown} pointed={first} open={view !== ""} />
      {more.length > 0 ? (
        <details className="intent more-times">
          <summary>{t("why.more", { count: more.length })}</summary>
          <Times customer={customer} message={message} times={more} pointed={first} open={false} />
        </details>
      ) : null}
      {times.length === 0 && message.outside.length === 0 ? <p className="muted">{t("why.no_way")}</p> : null}
    </section>
  );
}

interface Listed { customer: string; message: WhyMessage; times: Time[]; pointed: Time | null; open: boolean }

/** Where one message is looked at, the checks of the first time lie open. */
function Times({ customer, message, times, pointed, open }: Listed) {
  const block = useBlockNames(message.programme ?? "", message.id);
  return times.map((time, index) =>
    time.kind === "intent" ? (
      <IntentEntry customer={customer} key={time.intent.id} intent={time.intent} open={open && index === 0} pointed={time === pointed} block={block} />
    ) : (
      <RunEntry customer={customer} key={time.run.id} run={time.run} open={open && index === 0} pointed={time === pointed} block={block} />
    ),
  );
}
