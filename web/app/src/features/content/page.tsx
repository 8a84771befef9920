// Content: messages with what makes them personal, the mailbox with every mail as it was rendered, and replies.
import { Button, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { mailboxQuery } from "../../api/queries";
import type { MailRow } from "../../api/schema";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Simulated } from "../../ui/marks";
import { Answer, Empty } from "../../ui/states";
import { useNames } from "../names";
import { MailView } from "./mail";
import { MessageList } from "./messages";

/** Letters shown at once. */
const PAGE = 25;
const TABS = ["messages", "mailbox", "replies"] as const;

export function ContentPage() {
  const { t } = useWords();
  const [{ customer, mail, tab }, setUrl] = useUrlState();
  // Whoever comes for a customer's mails or for one mail wants the mailbox.
  const shown = TABS.find((name) => name === tab) ?? (customer || mail ? "mailbox" : "messages");
  return (
    <>
      <PageHead title={t("content.title")} lead={t("content.lead")}>
        {customer ? (
          <div className="actions">
            <span className="chip accent">{t("content.filtered")}</span>
            <Button size="xs" variant="default" onClick={() => setUrl({ customer: "", mail: "" })}>{t("content.show_all")}</Button>
          </div>
        ) : <div className="actions"><Link to={paths.forms}>{t("forms.title")}</Link><NewMessage /></div>}
      </PageHead>
      <Tabs value={shown} onChange={(next) => setUrl({ tab: next ?? "", mail: "" }, { replace: false })} keepMounted={false}>
        <Tabs.List aria-label={t("content.tabs")} mb="lg">
          {TABS.map((name) => <Tabs.Tab key={name} value={name}>{t(`content.tab.${name}`)}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value="messages"><MessageList /></Tabs.Panel>
        <Tabs.Panel value="mailbox"><Mailbox incoming={false} /></Tabs.Panel>
        <Tabs.Panel value="replies"><Mailbox incoming /></Tabs.Panel>
      </Tabs>
    </>
  );
}

function NewMessage() {
  const { t } = useWords();
  const { allowed, why } = useMay("check");
  if (!allowed) return <Button disabled title={why}>{t("new_message.title")}</Button>;
  return <Button component={Link} to={paths.newMessage} leftSection={<IconPlus size={16} aria-hidden />}>{t("new_message.title")}</Button>;
}

/** What went out, or what came back for a person to read. */
function Mailbox({ incoming }: { incoming: boolean }) {
  const { t } = useWords();
  const [{ customer, mail }, setUrl] = useUrlState();
  const query = useQuery(mailboxQuery(customer, incoming ? "in" : "out"));
  const nothing = incoming ? "content.no_replies" : "content.none";
  const help = incoming ? "content.no_replies_help" : customer ? "content.none_customer" : "content.none_help";
  return (
    <Answer query={query}>
      {({ count, rows }) => {
        return rows.length === 0 ? (
          <section className="panel"><Empty title={t(nothing)} help={t(help)} /></section>
        ) : (
          <div className={`mailbox${mail ? " reading" : ""}`}>
            <MailList count={count} rows={rows} chosen={mail} choose={(id) => setUrl({ mail: id }, { replace: false })} />
            <Reading rows={rows} chosen={mail} />
          </div>
        );
      }}
    </Answer>
  );
}

function Reading({ rows, chosen }: { rows: MailRow[]; chosen: string | undefined }) {
  const { t } = useWords();
  // On a wide screen the newest mail is open from the start; on a phone the list comes first.
  const row = chosen ? rows.find(({ id, delivery }) => id === chosen || delivery === chosen) : rows[0];
  if (chosen && !row) return <section className="panel"><Empty title={t("content.gone")} help={t("content.gone_help")} /></section>;
  return row ? <MailView key={row.id} row={row} /> : <section className="panel"><Empty title={t("content.choose")} /></section>;
}

function MailList({ count, rows, chosen, choose }: { count: number; rows: MailRow[]; chosen: string | undefined; choose(id: string): void }) {
  const { t, format } = useWords();
  const { now } = useSession().clock;
  const names = useNames();
  const [shown, show] = useState(PAGE);
  // Whoever comes for one letter finds it in the list.
  const at = rows.findIndex(({ id, delivery }) => id === chosen || delivery === chosen);
  const some = rows.slice(0, Math.max(shown, at + 1));
  return (
    <section className="panel flush mail-list">
      <div className="panel-head"><h2 className="section-title">{t("content.list")}</h2><span className="muted small">{count > rows.length ? t("content.newest_of", { count: rows.length, all: format.number(count) }) : format.number(count)}</span></div>
      <ul tabIndex={0} aria-label={t("content.list")}>
        {some.map((row) => (
          <li key={row.id}>
            <button type="button" aria-current={chosen ? row.id === chosen || row.delivery === chosen : row === rows[0]} onClick={() => choose(row.id)}>
              <span className="mail-line"><span className="muted small">{row.to}</span><time className="muted small" dateTime={row.at}>{format.ago(row.at, now)}</time></span>
              <strong>{row.subject || names.message(row.message)}</strong>
              <Simulated when={row.simulated ?? false} />
            </button>
          </li>
        ))}
      </ul>
      {some.length < rows.length ? <div className="more-of-it"><Button fullWidth size="xs" variant="default" onClick={() => show(some.length + PAGE)}>{t("content.more", { count: Math.min(PAGE, rows.length - some.length) })}</Button></div> : null}
    </section>
  );
}
