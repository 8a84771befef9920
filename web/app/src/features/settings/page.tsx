// Settings: what the house decides once and everything goes by, a card each with how it stands now; and what changed of it.
import { Tabs } from "@mantine/core";
import { IconAddressBook, IconAward, IconBuildingStore, IconFileSettings, IconHourglassLow, IconKey, IconLink, IconListDetails, IconMapPin, IconSignature } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { SchemaTold, SettingsRules } from "../../api/schema";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { may, type Deed } from "../../app/roles";
import { useUrlState } from "../../app/router";
import { useSession } from "../../app/session";
import type { Key } from "../../i18n/catalogue";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { schemaQuery } from "../schema/queries";
import { Versions } from "../schema/versions";
import { RULE_PARTS } from "./parts";
import { textsOf } from "./consent-texts-draft";
import { addressesQuery, rulesQuery } from "./rules";
import { documentQuery } from "./whole";

const TABS = ["rules", "history"] as const;

export function SettingsPage() {
  const { t } = useWords();
  const query = useQuery(rulesQuery);
  const [search, setUrl] = useUrlState();
  const tab = TABS.find((one) => one === search.tab) ?? "rules";
  return (
    <>
      <PageHead title={t("settings.title")} lead={t("settings.lead")} />
      <Tabs value={tab} onChange={(next) => setUrl({ tab: next === "rules" ? "" : (next ?? "") }, { replace: false })} keepMounted={false}>
        <Tabs.List mb="lg">{TABS.map((one) => <Tabs.Tab key={one} value={one}>{t(`settings.tab.${one}`)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value="rules"><Answer query={query} lines={8}>{(rules) => <Cards rules={rules} />}</Answer></Tabs.Panel>
        <Tabs.Panel value="history"><History /></Tabs.Panel>
      </Tabs>
    </>
  );
}

interface Card { to: (typeof paths)[keyof typeof paths]; search?: { tab: string }; icon: typeof IconLink; title: Key; help: Key; /** How it stands; null: there is nothing to say. */ state: string | null; isSet?: boolean; only?: Deed }

function Cards({ rules }: { rules: SettingsRules }) {
  const { t } = useWords();
  const { user } = useSession();
  const schema = useQuery(schemaQuery).data;
  const patterns = useQuery(addressesQuery).data?.patterns.length;
  const whole = useQuery({ ...documentQuery, enabled: may(user.role, "people") }).data;
  const texts = whole === undefined ? null : Object.keys(textsOf(whole.text)).length;
  const off = t("settings.off");
  const { matching, loyalty, location, retention } = rules;
  const people: Card[] = [
    { to: paths.matching, icon: IconAddressBook, title: "rules.matching", help: "rules.matching.help", isSet: matching !== null, state: matching === null ? off : t("settings.matching", { count: Object.values(matching).filter(Boolean).length }) },
    { to: paths.loyalty, icon: IconAward, title: "rules.loyalty", help: "rules.loyalty.help", isSet: loyalty !== null, state: loyalty === null ? off : t("settings.loyalty", { count: loyalty.tiers.length }) },
    { to: paths.editRetention, icon: IconHourglassLow, title: "rules.retention", help: "rules.retention.help", only: "retention", isSet: retention !== null, state: retention === null ? off : t(retention.daily ? "settings.retention_daily" : "settings.retention", { count: retention.rules.length }) },
    { to: paths.consentTexts, icon: IconSignature, title: "consent_texts.title", help: "consent_texts.help", only: "people", isSet: texts !== null && texts > 0, state: texts === null ? null : texts === 0 ? t("settings.consent_texts_none") : t("settings.consent_texts", { count: texts }) },
    { to: paths.schema, icon: IconListDetails, title: "schema.title", help: "schema.way", state: schema === undefined ? null : t("settings.schema", { count: Object.keys(schema.own.fields).length }), isSet: true },
  ];
  const places: Card[] = [
    { to: paths.places, icon: IconMapPin, title: "rules.places", help: "rules.places.help", isSet: location !== null, state: location === null ? off : t(location.outlets_m === null ? "settings.fences" : "settings.fences_outlets", { count: location.fences.length }) },
    { to: paths.editSchema, search: { tab: "nearest" }, icon: IconBuildingStore, title: "schema.edit.nearest", help: "settings.nearest_help", isSet: Boolean(schema?.own.nearest), state: schema === undefined ? null : schema.own.nearest === null ? off : t("settings.on") },
    { to: paths.addresses, icon: IconLink, title: "rules.addresses", help: "rules.addresses.help", isSet: patterns !== undefined && patterns > 0, state: patterns === undefined ? null : patterns === 0 ? t("settings.addresses_usual") : t("settings.addresses", { count: patterns }) },
    { to: paths.settingsDocument, icon: IconFileSettings, title: "rules.document", help: "rules.document.help", only: "people", state: null },
    { to: paths.people, icon: IconKey, title: "people.title", help: "settings.people_help", only: "people", state: null },
  ];
  const shown = (cards: Card[]) => cards.filter(({ only }) => only === undefined || may(user.role, only));
  return (
    <div className="stack">
      <Group title={t("settings.people")} cards={shown(people)} />
      <Group title={t("settings.places")} cards={shown(places)} />
    </div>
  );
}

function Group({ title, cards }: { title: string; cards: Card[] }) {
  const { t } = useWords();
  return (
    <section aria-label={title}>
      <h2 className="section-title settings-group">{title}</h2>
      <ul className="settings-cards">
        {cards.map(({ to, search, icon: Icon, title, help, state, isSet }) => (
          <li key={title}>
            <Link to={to} {...(search ? { search } : {})} className="way">
              <Icon size={20} stroke={1.6} aria-hidden />
              <span><strong>{t(title)}</strong><span className="muted small">{t(help)}</span>{state === null ? null : <span className={`chip ${isSet ? "good" : ""}`}>{state}</span>}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Of the schema's history what is of rules. */
function History() {
  const { t } = useWords();
  const query = useQuery(schemaQuery);
  return (
    <Answer query={query} lines={8}>
      {(schema) => <Versions versions={ofRules(schema)} parts={schema.parts} none={{ title: t("settings.no_history"), help: t("settings.no_history_help") }} />}
    </Answer>
  );
}

const ofRules = ({ versions }: SchemaTold) => versions.map((version) => ({ ...version, changes: version.changes.filter(({ part }) => RULE_PARTS.includes(part)) })).filter(({ changes }) => changes.length > 0);
