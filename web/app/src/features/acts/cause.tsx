// What led to something that somebody did, why it is taken for that, and the way to say otherwise.
import { Button, Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { whyQuery } from "../../api/queries";
import type { ActionCause, CauseCorrected } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { useSaid } from "../customers/said";
import { sentBefore, SHOWN_MAX } from "./sent";

interface OfCause { customer: string; event: string; at: string; cause: ActionCause; /** It was noted of whom this customer was before a merge. */ isOther?: boolean }

export function Cause(of: OfCause) {
  const { customer, cause } = of;
  const { t } = useWords();
  const said = useSaid();
  return (
    <div className="act-cause">
      <span className="small">
        <CauseWords cause={cause} />
        {cause.delivery ? <> <Link to={paths.content} search={{ tab: "mailbox", customer, mail: cause.delivery }} className="nowrap">{t("act.letter")}</Link></> : null}
        {cause.corrected ? <span className="muted"> · {said(cause.corrected)}</span> : null}
      </span>
      <Correct {...of} />
    </div>
  );
}

function CauseWords({ cause: { certainty, message, sent, words } }: { cause: ActionCause }) {
  const { t, say, code, format } = useWords();
  if (message === null) return <>{certainty === "said" ? t("act.cause_none_said") : t("act.cause_none", { why: say(words) })}</>;
  const name = say(message.name);
  const of = sent === null ? t("act.cause", { message: name }) : t("act.cause_of", { message: name, date: format.date(sent) });
  if (certainty === "said") return <>{of} – <strong>{code("cause_certainty", certainty)}</strong></>;
  return <>{of} – <strong>{code("cause_certainty", certainty)}</strong>, {t(certainty === "certain" ? "act.for" : "act.for_it", { why: say(words) })}</>;
}

interface Asked { to: string | null; from: string | null; isBack?: boolean }

function Correct({ customer, event, at, cause, isOther = false }: OfCause) {
  const { t } = useWords();
  const { allowed, why } = useMay("objection");
  const [open, setOpen] = useState(false);
  const correct = useDeed({
    act: ({ to }: Asked) => post(`/customers/${customer}/actions/${encodeURIComponent(event)}/cause`, { delivery: to, note: null } satisfies CauseCorrected),
    touches: ["customer", "audit"],
    said: (_, { isBack }) => t(isBack ? "act.correction_undone" : "act.corrected"),
    undo: ({ to, from, isBack }): Asked | null => (isBack ? null : { to: from, from: to, isBack: true }),
  });
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-start" shadow="md" width={320} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" loading={correct.isPending} disabled={!allowed || isOther} title={why ?? (isOther ? t("act.of_other") : t("act.correct_help"))}>{t("act.correct")}</Button>
      </Menu.Target>
      <Menu.Dropdown className="act-menu" aria-label={t("act.correct_help")}>
        {open ? <Choices customer={customer} at={at} cause={cause} choose={(to) => correct.mutate({ to, from: cause.delivery })} /> : null}
      </Menu.Dropdown>
    </Menu>
  );
}

interface OfChoices { customer: string; at: string; cause: ActionCause; choose(delivery: string | null): void }

/** What is the cause already can be chosen as well where that was only found: it is then noted by hand. */
function Choices({ customer, at, cause, choose }: OfChoices) {
  const words = useWords();
  const { t, say, format } = words;
  const query = useQuery(whyQuery(customer));
  const isSaid = cause.certainty === "said";
  const sent = query.data === undefined ? [] : sentBefore(query.data.messages, at);
  return (
    <>
      <Menu.Item disabled={isSaid && cause.delivery === null} onClick={() => choose(null)}>{t("act.no_message")}</Menu.Item>
      {sent.slice(0, SHOWN_MAX).map(({ delivery, name, at: left }) => (
        <Menu.Item key={delivery} disabled={isSaid && cause.delivery === delivery} onClick={() => choose(delivery)}>
          {say(name)} <span className="muted small nowrap">{format.dateTime(left)}</span>
        </Menu.Item>
      ))}
      {query.isError && query.data === undefined ? <Menu.Item closeMenuOnClick={false} onClick={() => void query.refetch()}>{failureWords(words, query.error).title} – {t("error.retry")}</Menu.Item> : null}
      {query.isPending ? <Menu.Label>{t("state.loading")}</Menu.Label> : null}
      {query.data !== undefined && sent.length === 0 ? <Menu.Label>{t("act.nothing_sent")}</Menu.Label> : null}
      {sent.length > SHOWN_MAX ? <Menu.Label>{t("act.older_not_shown", { count: SHOWN_MAX })}</Menu.Label> : null}
    </>
  );
}
