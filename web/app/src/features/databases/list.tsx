// Databases that are read by themselves: how each is and what can be done about it.
import { Button } from "@mantine/core";
import { IconDatabaseImport } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { databasesQuery } from "../../api/queries";
import type { ConnectedDatabase } from "../../api/schema";
import { useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { DisconnectDatabase, ReadNow } from "./deeds";
import { placeWords } from "./place";
import { DatabaseStand, DoingChip } from "./state";

const intoView = (element: HTMLElement | null) => element?.closest("section")?.scrollIntoView();

export function Databases() {
  const { t } = useWords();
  const query = useQuery(databasesQuery);
  // Whoever comes for them is led to them, once they are there.
  const isWanted = useLocation().hash === "databases";
  const failing = (query.data ?? []).some(({ state }) => state.failure !== null && !state.failure.passing);
  return (
    <section className="panel flush" id="databases" aria-labelledby="databases-title">
      <div className="panel-head">
        <h2 className="section-title" id="databases-title">{t("databases.title")}{failing ? <> <span className="chip bad">{t("data.needs_you")}</span></> : null}</h2>
        <ConnectDatabase />
      </div>
      <Answer query={query} lines={3}>
        {(all) => (all.length === 0 ? <Empty title={t("databases.none")} help={t("databases.none_help")} /> : <div ref={isWanted ? intoView : null}>{all.map((one) => <One key={one.id} database={one} />)}</div>)}
      </Answer>
    </section>
  );
}

function ConnectDatabase() {
  const { t } = useWords();
  const { allowed, why } = useMay("sources");
  if (!allowed) return <Button size="xs" variant="default" disabled title={why}>{t("databases.connect_one")}</Button>;
  return <Button size="xs" variant="default" renderRoot={(root) => <Link {...root} to={paths.connect} search={{ kind: "database" }} />} leftSection={<IconDatabaseImport size={15} aria-hidden />}>{t("databases.connect_one")}</Button>;
}

function One({ database }: { database: ConnectedDatabase }) {
  const words = useWords();
  const { t, code } = words;
  const name = code("source", database.id);
  return (
    <article className="quarantined" aria-label={name}>
      <div className="panel-head">
        <h3 className="source-name">{name} <DoingChip state={database.state} /></h3>
        <span className="actions">
          <ReadNow database={database} />
          <Link className="small" to={paths.database} params={{ id: database.id }}>{t("databases.open")}<span className="visually-hidden">: {name}</span></Link>
          <DisconnectDatabase database={database} />
        </span>
      </div>
      <p className="muted small source-address">{placeWords(words, database)}</p>
      <DatabaseStand database={database} />
    </article>
  );
}
