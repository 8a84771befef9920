// How good the data of each source are: its score over the deliveries, what is late or became worse with what helps, and
// every column with its parts.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { qualityQuery } from "../../api/queries";
import type { SourceQuality } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Sparkline } from "../../ui/sparkline";
import { Answer, Empty } from "../../ui/states";
import { Note } from "../files/note";
import { Fields } from "./fields";
import { fallenOf, inOrder, overdueOf, toneOf } from "./graded";

export function QualityPage() {
  const { t } = useWords();
  const query = useQuery(qualityQuery);
  return (
    <>
      <PageHead title={t("quality.title")} lead={<><Link to={paths.data}>{t("data.title")}</Link> · {t("quality.lead")}</>} />
      <Answer query={query} lines={10}>
        {(sources) => (sources.length === 0
          ? <section className="panel"><Empty title={t("quality.none")} help={t("quality.none_help")}><p className="actions centred"><Link to={paths.files}>{t("files.title")}</Link><Link to={paths.connect}>{t("sources.connect")}</Link></p></Empty></section>
          : <div className="stack">{inOrder(sources).map((source) => <One key={idOf(source)} source={source} />)}<HowCounted /></div>)}
      </Answer>
    </>
  );
}

const idOf = ({ id, vault, feed }: SourceQuality) => [vault ?? "", feed ? "feed" : "source", id].join("-");

function One({ source }: { source: SourceQuality }) {
  const { t, code, format } = useWords();
  const { now } = useSession().clock;
  const tone = toneOf(source.score);
  const rhythm = source.rhythm_seconds ?? null;
  const isLate = overdueOf(source) !== null;
  const title = `quality-${idOf(source)}`;
  return (
    <section className="panel flush" aria-labelledby={title}>
      <div className="quality-head">
        <div className={`quality-score ${tone}`}><strong>{format.number(source.score)}</strong><span className="small">{t("quality.of_100")}</span></div>
        <div>
          <h2 className="section-title" id={title}>{source.feed ? t("quality.feed", { name: source.id }) : code("source", source.id)}{source.vault ? ` · ${source.vault}` : null} <span className={`chip ${isLate ? "bad" : tone}`}>{t(isLate ? "quality.late" : `quality.tone.${tone}`)}</span></h2>
          <dl className="values">
            <div><dt>{t("quality.last")}</dt><dd><span title={format.dateTime(source.at)}>{format.ago(source.at, now)}</span></dd></div>
            <div><dt>{t("quality.rhythm")}</dt><dd>{rhythm === null ? t("quality.no_rhythm") : t("quality.every", { span: format.span(rhythm) })}</dd></div>
            <div><dt>{t("quality.rows")}</dt><dd>{format.number(source.rows)}</dd></div>
            <div><dt>{t("quality.duplicates")}</dt><dd className={source.duplicates_percent > 0 ? "warned" : ""}>{format.percent(source.duplicates_percent / 100)}</dd></div>
            {source.newest ? <div><dt>{t("quality.newest")}</dt><dd>{format.dateTime(source.newest)}</dd></div> : null}
          </dl>
        </div>
        <figure className="quality-series">
          <Sparkline values={source.series.map(({ score }) => score)} tone={tone} width={180} />
          <figcaption className="muted small">{t("quality.deliveries", { count: source.series.length })}</figcaption>
        </figure>
      </div>
      <Alarms source={source} />
      <Fields source={source} />
    </section>
  );
}

/** What is late or fell, each with what helps. */
function Alarms({ source }: { source: SourceQuality }) {
  const { t, format } = useWords();
  const fallen = source.fields.flatMap((field) => fallenOf(field).map((one) => ({ field, ...one })));
  const overdue = overdueOf(source);
  if (overdue === null && fallen.length === 0) return null;
  return (
    <div className="stack tight quality-alarms">
      {overdue === null ? null : <Note tone="bad" title={t("quality.overdue", { span: format.span(overdue) })}>{t("quality.overdue_help")}</Note>}
      {fallen.map(({ field, what, now, before }) => (
        <Note key={`${field.role} ${field.column} ${what}`} tone="warn" title={t(`quality.fell.${what}`, { column: field.column, now, before: before ?? 0 })}>{t(`quality.fell_help.${what}`)}</Note>
      ))}
    </div>
  );
}

function HowCounted() {
  const { t } = useWords();
  return (
    <details className="panel mapping-text">
      <summary>{t("quality.how")}</summary>
      <ul className="sentences after-told">
        <li>{t("quality.how_completeness")}</li>
        <li>{t("quality.how_validity")}</li>
        <li>{t("quality.how_drift")}</li>
        <li>{t("quality.how_score")}</li>
        <li>{t("quality.how_source")}</li>
        <li>{t("quality.how_events")}</li>
      </ul>
    </details>
  );
}
