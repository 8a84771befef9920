// Shops and other systems that send by themselves: where each sends to and what came of it.
import { Button } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { sourcesQuery } from "../../api/queries";
import type { ConnectedSource } from "../../api/schema";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { Copied } from "./copied";
import { Disconnect } from "./disconnect";
import { HeardOf } from "./heard";

export function Connected() {
  const { t } = useWords();
  const query = useQuery(sourcesQuery);
  return (
    <section className="panel flush" id="connected" aria-labelledby="connected-title">
      <div className="panel-head">
        <h2 className="section-title" id="connected-title">{t("sources.title")}</h2>
        <ConnectOne />
      </div>
      <Answer query={query} lines={3}>
        {(all) => (all.length === 0 ? <Empty title={t("sources.none")} help={t("sources.none_help")} /> : <><p className="muted small sources-since">{t("sources.since_start")}</p>{all.map((source) => <One key={source.id} source={source} />)}</>)}
      </Answer>
    </section>
  );
}

function ConnectOne() {
  const { t } = useWords();
  const { allowed, why } = useMay("sources");
  if (!allowed) return <Button size="xs" variant="default" disabled title={why}>{t("sources.connect")}</Button>;
  return <Button size="xs" variant="default" component={Link} to={paths.connect} leftSection={<IconPlugConnected size={15} aria-hidden />}>{t("sources.connect")}</Button>;
}

function One({ source }: { source: ConnectedSource }) {
  const { t, code } = useWords();
  const name = code("source", source.id);
  return (
    <article className="quarantined" aria-label={name}>
      <div className="panel-head">
        <h3 className="source-name">{name} <span className="chip">{code("source_kind", source.kind)}</span></h3>
        <span className="actions">
          <Link className="small" to={paths.connect} search={{ source: source.id }}>{t("sources.open")}<span className="visually-hidden">: {name}</span></Link>
          <Disconnect source={source} />
        </span>
      </div>
      <p className="source-address"><span className="muted small">{t("sources.address")}</span> <Copied text={source.url} label={t("sources.address")} /></p>
      <HeardOf source={source} />
    </article>
  );
}
