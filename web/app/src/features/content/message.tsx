// One message as any customer would get it: on devices, in each language, as text and in dark, and how personal it is.
import { SegmentedControl, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { Failure } from "../../api/client";
import { messagesQuery, previewQuery, scoreQuery } from "../../api/queries";
import type { MessageRow, Preview } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { useReason } from "../../ui/marks";
import { PersonPicker } from "../../ui/person-picker";
import { Answer, Broken, Empty } from "../../ui/states";
import { useBlockNames, useNames } from "../names";
import { WIDTHS, widthOf, type Width } from "./headers";
import { ScoreMark } from "./messages";
import { hasOwnDark, inScheme, unwatched } from "./scheme";
import { ScorePicture } from "./score";

export function MessagePage() {
  const { programme = "", message = "" } = useParams({ strict: false });
  const query = useQuery(messagesQuery);
  return (
    <Answer query={query} lines={10} page>
      {(rows) => {
        const row = rows.find((one) => one.programme === programme && one.id === message);
        return row ? <Whole row={row} /> : <Broken page error={new Failure(404, "not_found", "", "")} />;
      }}
    </Answer>
  );
}

function Whole({ row }: { row: MessageRow }) {
  const { t, say, code, format } = useWords();
  const score = useQuery(scoreQuery(row.programme, row.id));
  const names = useBlockNames(row.programme, row.id);
  const programmes = useNames();
  return (
    <>
      <PageHead
        title={say(row.name)}
        lead={<><Link to={paths.content}>{t("content.tab.messages")}</Link> · <Link to={paths.programme} params={{ id: row.programme }}>{programmes.programme(row.programme)}</Link> · {code("class", row.class)}</>}
      >
        <ScoreMark score={row.score} flagged={row.flagged} />
      </PageHead>
      <div className="split">
        <PreviewPanel row={row} names={names} />
        <section className="panel">
          <div className="panel-head"><h2 className="section-title">{t("content.score")}</h2></div>
          {row.score === null || row.score === undefined ? null : <p style={{ marginTop: 0 }}>{t("content.score_says", { share: format.percent(row.score) })}</p>}
          <p className="muted small" style={{ marginTop: 0 }}>{t("content.score_help")}</p>
          <Answer query={score} lines={3}>{(found) => <ScorePicture score={found} names={names} />}</Answer>
        </section>
      </div>
    </>
  );
}

function PreviewPanel({ row, names }: { row: MessageRow; names: ReturnType<typeof useBlockNames> }) {
  const { t, code, format, language: ofScreen } = useWords();
  const [{ customer = "", language = "", channel = "", width, part = "html" }, setUrl] = useUrlState();
  const [dark, setDark] = useState(false);
  // Somebody whom it fits stands in until a person is chosen, so that there is a mail to look at from the start.
  const person = customer || (row.example?.id ?? "");
  const spoken = row.languages.includes(language) ? language : row.languages.includes(ofScreen) ? ofScreen : (row.languages[0] ?? "de");
  const way = row.channels.find((one) => one === channel) ?? row.channels[0] ?? "email";
  const query = useQuery(previewQuery({ programme: row.programme, message: row.id, customer: person, language: spoken, channel: way }));
  const device = widthOf(width);
  return (
    <section className="panel flush">
      <div className="mail-head stack" style={{ gap: 14 }}>
        <PersonPicker label={t("content.as")} value={person || null} known={query.data?.customer_name || row.example?.name} choose={(next) => setUrl({ customer: next ?? "" })} />
        <div className="actions">
          <SegmentedControl size="xs" aria-label={t("content.width")} value={device} onChange={(next) => setUrl({ width: next === "desktop" ? "" : next })} data={(Object.keys(WIDTHS) as Width[]).map((name) => ({ value: name, label: t(`content.width.${name}`) }))} />
          {row.languages.length > 1 ? <SegmentedControl size="xs" aria-label={t("content.languages")} value={spoken} onChange={(next) => setUrl({ language: next })} data={row.languages.map((name) => ({ value: name, label: format.language(name) }))} /> : null}
          {row.channels.length > 1 ? <SegmentedControl size="xs" aria-label={t("table.channel")} value={way} onChange={(next) => setUrl({ channel: next })} data={row.channels.map((name) => ({ value: name, label: code("channel", name) }))} /> : null}
          <SegmentedControl size="xs" aria-label={t("content.part")} value={part === "text" ? "text" : "html"} onChange={(next) => setUrl({ part: next === "html" ? "" : next })} data={(["html", "text"] as const).map((name) => ({ value: name, label: t(`content.part.${name}`) }))} />
          <Switch size="sm" label={t("content.dark")} checked={dark} onChange={(event) => setDark(event.currentTarget.checked)} />
        </div>
        {row.languages.length === 1 && row.languages[0] ? <p className="muted small" style={{ margin: 0 }}>{t("content.one_language", { language: format.language(row.languages[0]) })}</p> : null}
      </div>
      {person === "" ? <Empty title={t("customers.none")} /> : (
        <Answer query={query}>{(preview) => <Shown preview={preview} device={device} text={part === "text"} dark={dark} names={names} />}</Answer>
      )}
    </section>
  );
}

interface ShownProps { preview: Preview; device: Width; text: boolean; dark: boolean; names: ReturnType<typeof useBlockNames> }

/** The letter itself, with what was left out of it for this person. */
export function Shown({ preview, device, text, dark, names }: ShownProps) {
  const { t } = useWords();
  const reason = useReason();
  const left = preview.blocks.filter(({ kept }) => !kept);
  const plain = text || !preview.html;
  if (preview.problem !== null) return <Empty title={t("content.unshown")} help={preview.problem} />;
  return (
    <>
      <div className="subject-line">
        <strong>{preview.subject || t("content.no_subject")}</strong>
        {preview.preheader ? <span className="muted">{preview.preheader}</span> : null}
      </div>
      <div className="mail-body">
        {plain ? (
          preview.text ? <pre className={`mail-text device ${device}`} tabIndex={0}>{preview.text}</pre> : <p className="muted">{t("content.no_text")}</p>
        ) : (
          <div className={`device ${device}${dark ? (hasOwnDark(preview.html ?? "") ? " own-dark" : " dark") : ""}`}>
            <iframe title={t("content.frame", { subject: preview.subject })} sandbox="" srcDoc={inScheme(unwatched(preview.html ?? ""), dark)} style={{ width: WIDTHS[device] }} />
          </div>
        )}
      </div>
      {preview.articles_stand_in ? <p className="mail-foot small muted" style={{ margin: 0 }}>{t("content.stand_in")}</p> : null}
      {left.length > 0 ? (
        <div className="mail-foot small">
          <strong>{t("content.left_out")}</strong>
          <ul>{left.map((block) => <li key={block.id}>{names(block.id, block.name)}{block.reason ? <span className="muted">: {reason(block.reason)}</span> : null}</li>)}</ul>
        </div>
      ) : null}
    </>
  );
}
