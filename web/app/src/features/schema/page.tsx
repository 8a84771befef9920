// The organisation's own schema: what is known of people, what can happen, what they have; where it comes from, who asks for
// it, and what changed in it.
import { Button, Tabs, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { Versions } from "./versions";
import { Parts, Shipped } from "./list";
import { GROUPS, wholes } from "./parts";
import { schemaQuery } from "./queries";
import type { SchemaTold } from "../../api/schema";

const TABS = [...GROUPS, "history"] as const;

export function SchemaPage() {
  const { t } = useWords();
  const query = useQuery(schemaQuery);
  const { allowed, why } = useMay("publish");
  return (
    <>
      <PageHead title={t("schema.title")} lead={<><Link to={paths.data}>{t("data.title")}</Link> · {t("schema.lead")}</>}>
        {query.data === undefined ? null : allowed ? <Button component={Link} to={paths.editSchema} variant="default">{t("schema.edit")}</Button> : <Button disabled title={why}>{t("schema.edit")}</Button>}
      </PageHead>
      <Answer query={query} lines={10}>{(schema) => <Schema schema={schema} />}</Answer>
    </>
  );
}

function Schema({ schema }: { schema: SchemaTold }) {
  const { t, format } = useWords();
  const [search, setUrl] = useUrlState();
  const tab = TABS.find((one) => one === search.tab) ?? "fields";
  const query = search.query ?? "";
  return (
    <Tabs value={tab} onChange={(next) => setUrl({ tab: next === "fields" ? "" : (next ?? "") }, { replace: false })} keepMounted={false}>
      <Tabs.List mb="lg">
        {TABS.map((one) => <Tabs.Tab key={one} value={one}>{t(`schema.tab.${one}`)} <span className="muted small">{format.number(one === "history" ? schema.versions.length : wholes(schema.parts, one).length)}</span></Tabs.Tab>)}
      </Tabs.List>
      <Tabs.Panel value={tab}>
        {tab === "history" ? <Versions versions={schema.versions} parts={schema.parts} /> : (
          <div className="stack">
            <TextInput className="schema-search" aria-label={t("schema.search")} placeholder={t("schema.search")} leftSection={<IconSearch size={16} aria-hidden />} value={query} onChange={(event) => setUrl({ query: event.currentTarget.value })} />
            <Parts parts={schema.parts} group={tab} query={query} />
            {tab === "events" ? <Shipped events={schema.shipped} query={query} /> : null}
          </div>
        )}
      </Tabs.Panel>
    </Tabs>
  );
}
