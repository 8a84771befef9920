// What is to be done at the other side: step by step, with the address, the topics and where the secret stands.
import type { ConnectedSource } from "../../api/schema";
import type { Key } from "../../i18n/catalogue";
import { useWords } from "../../i18n/context";
import { Copied } from "./copied";
import { isShop } from "./kinds";

/** Of the topics of a shop, those that belong together are read together. */
export function groupTopics(topics: string[]): [string, string[]][] {
  const groups = new Map<string, string[]>();
  for (const topic of topics) {
    const [first = topic, second = ""] = topic.split(/[./]/);
    // Of these the first word says nothing about what they tell of.
    const group = first === "checkout" || first === "state_enter" ? `${first}.${second}` : first;
    groups.set(group, [...(groups.get(group) ?? []), topic]);
  }
  return [...groups];
}

/** Where, then with what. */
const STEPS: Record<ConnectedSource["kind"], [Key, ...Key[]]> = {
  shopware: ["sources_steps.shopware_where", "sources_steps.shopware_secret"],
  shopify: ["sources_steps.shopify_where", "sources_steps.shopify_secret", "sources_steps.shopify_app"],
  woocommerce: ["sources_steps.woocommerce_where", "sources_steps.woocommerce_secret"],
  cloudevents: ["sources_steps.cloudevents_where", "sources_steps.bearer"],
  hook: ["sources_steps.hook_where", "sources_steps.bearer"],
};

export function Steps({ source }: { source: ConnectedSource }) {
  const { t, code } = useWords();
  const [where, ...rest] = STEPS[source.kind];
  return (
    <ol className="source-steps">
      <li>
        <p>{isShop(source.kind) ? t("sources_steps.address", { kind: code("source_kind", source.kind) }) : t("sources_steps.address_other")}</p>
        <Copied text={source.url} label={t("sources.address")} />
      </li>
      <li><p>{t(where)}</p></li>
      {source.topics.length > 0 ? (
        <li>
          <p>{t("sources_steps.topics", { count: source.topics.length })}</p>
          <ul className="topics">{groupTopics(source.topics).map(([group, topics]) => <li key={group}>{topics.map((topic) => <code key={topic} className="mono">{topic}</code>)}</li>)}</ul>
        </li>
      ) : null}
      {rest.map((key) => <li key={key}><p>{t(key)}</p></li>)}
      {source.kind === "hook" || source.kind === "cloudevents" ? <li><p>{t("sources_steps.curl")}</p><Copied className="secret wrap" text={curl(source)} label={t("sources_steps.curl")} /></li> : null}
      <li><p>{t("sources_steps.look")}</p></li>
    </ol>
  );
}

function curl({ url, kind }: ConnectedSource): string {
  const type = kind === "cloudevents" ? "application/cloudevents+json" : "application/json";
  return `curl -H 'Authorization: Bearer SECRET' -H 'Content-Type: ${type}' -d @delivery.json ${url}`;
}
