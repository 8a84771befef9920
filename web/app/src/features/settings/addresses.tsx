// How the shop's addresses name articles: patterns in their order, and trying out to which article an address leads.
import { TextInput, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { get, put, withQuery } from "../../api/client";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { addressesQuery, type Addresses } from "./rules";
import { patternsOf } from "./patterns";
import { AddressSide } from "./address-side";

const TYPING_MS = 400;

export function AddressesPage() {
  const { t } = useWords();
  const query = useQuery(addressesQuery);
  return (
    <>
      <PageHead title={t("rules.addresses")} lead={<><Link to={paths.settings}>{t("settings.title")}</Link> · {t("rules.addresses.lead")}</>} />
      <Answer query={query} lines={6}>{({ patterns }) => <Edit live={patterns} />}</Answer>
    </>
  );
}

function Edit({ live }: { live: string[] }) {
  const { t } = useWords();
  const [base, setBase] = useState(live);
  const [text, setText] = useState(() => live.join("\n"));
  const { patterns, bad } = patternsOf(text);
  const error = bad.map(({ line, why }) => t(`rules.addresses.why.${why}`, { line })).join(" ");
  return (
    <div className="split">
      <div className="stack">
        <section className="panel stack rules-form" aria-label={t("rules.addresses.patterns")}>
          <Textarea
            label={t("rules.addresses.patterns")} description={t("rules.addresses.patterns_help")} placeholder={"/p/{number}\n/{slug}-{number}.html"} translate="no" value={text} autosize minRows={4} maxRows={20} spellCheck={false} classNames={{ input: "yaml" }}
            error={error || undefined} onChange={(event) => setText(event.currentTarget.value)}
          />
          <ul className="plain-list muted small pattern-words">
            {(["number", "slug", "star"] as const).map((word) => <li key={word}><code translate="no">{{ number: "{number}", slug: "{slug}", star: "*" }[word]}</code> {t(`rules.addresses.word.${word}`)}</li>)}
          </ul>
          <p className="muted small after">{t("rules.addresses.without")}</p>
        </section>
        <Try />
      </div>
      <div className="plan-side">
        <AddressSide
          base={base} after={patterns} troubles={bad.length} act={(to) => put<unknown>("/catalogue/addresses", { patterns: to }).then(() => to)}
          taken={(now) => { setBase(now); setText(now.join("\n")); }} discard={() => setText(base.join("\n"))}
        />
      </div>
    </div>
  );
}

/** By what is live. */
function Try() {
  const { t } = useWords();
  const [address, setAddress] = useState("");
  const [asked] = useDebouncedValue(address.trim(), TYPING_MS);
  const query = useQuery({ queryKey: ["addresses", "tried", asked], queryFn: () => get<Addresses>(withQuery("/catalogue/addresses", { address: asked })), enabled: asked !== "" });
  const found = query.data?.leads_to ?? null;
  return (
    <section className="panel stack rules-form" aria-label={t("rules.addresses.try")}>
      <TextInput label={t("rules.addresses.try")} description={t("rules.addresses.try_help")} type="url" inputMode="url" spellCheck={false} autoComplete="off" maxLength={2_000} value={address} onChange={(event) => setAddress(event.currentTarget.value)} />
      <p className="after" role="status">
        {asked === "" || query.data === undefined ? null : found === null ? <span className="warned">{t("rules.addresses.nowhere")}</span> : <>{t("rules.addresses.leads_to")} <Link to={paths.article} params={{ number: found.number }}>{found.name}</Link> <span className="muted small">{found.number}</span></>}
      </p>
    </section>
  );
}
