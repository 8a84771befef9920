// The catalogue as it is known: articles, trees, outlets, codes and content items.
import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import { PageHead } from "../../app/page";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Articles } from "./articles";
import { ContentItems } from "./content-items";
import { Outlets } from "./outlets";
import { Pools } from "./pools";
import { Taxonomies } from "./taxonomies";

const TABS = ["articles", "trees", "outlets", "codes", "items"] as const;
type Tab = (typeof TABS)[number];
const SCREENS: Record<Tab, () => ReactNode> = { articles: Articles, trees: Taxonomies, outlets: Outlets, codes: Pools, items: ContentItems };

export function CataloguePage() {
  const { t } = useWords();
  const [search, setUrl] = useUrlState();
  const tab = TABS.find((one) => one === search.tab) ?? "articles";
  const Screen = SCREENS[tab];
  return (
    <>
      <PageHead title={t("catalogue.title")} lead={t("catalogue.lead")} />
      <Tabs value={tab} onChange={(next) => setUrl({ tab: next === "articles" ? "" : (next ?? ""), query: "", category: "", only: "" }, { replace: false })} keepMounted={false}>
        <Tabs.List mb="lg">{TABS.map((one) => <Tabs.Tab key={one} value={one}>{t(`catalogue.tab.${one}`)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value={tab}><Screen /></Tabs.Panel>
      </Tabs>
    </>
  );
}
