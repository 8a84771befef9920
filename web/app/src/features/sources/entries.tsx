// What is to be entered of a source: its secret, the prefix of its numbers, and of a hook its form.
import { Radio, Textarea, TextInput } from "@mantine/core";
import { useRef } from "react";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { Note } from "../files/note";
import { type Found, formWords, lineOf } from "./form-problems";
import { exampleDelivery } from "./kinds";

/** `kept`: the one that is known stays. `later`: the sender shows its own only once it has the address. */
export type SecretWay = "kept" | "made" | "own" | "later";

interface OfSecret { ways: SecretWay[]; way: SecretWay; secret: string; error: string | null; change(next: { way?: SecretWay; secret?: string }): void }

export function SecretFields({ ways, way, secret, error, change }: OfSecret) {
  const { t } = useWords();
  return (
    <div className="stack tight">
      <Radio.Group label={t("sources.secret")} description={t("sources.secret_help")} value={way} onChange={(next) => change({ way: next as SecretWay })}>
        <div className="radios">{ways.map((one) => <Radio key={one} value={one} label={t(`sources.secret_${one}`)} />)}</div>
      </Radio.Group>
      {way === "own" ? <TextInput label={t("sources.secret_of_shop")} description={t("sources.secret_of_shop_help")} value={secret} error={error} maxLength={500} autoComplete="off" spellCheck={false} autoCapitalize="none" classNames={{ input: "mono" }} onChange={(event) => change({ secret: event.currentTarget.value })} /> : null}
    </div>
  );
}

export function PrefixField({ value, error, change }: { value: string; error: string | null; change(next: string): void }) {
  const { t } = useWords();
  const shown = value.trim() || "filiale";
  return <TextInput label={t("sources.prefix")} description={t("sources.prefix_help", { example: `${shown}-1001` })} value={value} error={error} maxLength={32} autoComplete="off" spellCheck={false} autoCapitalize="none" onChange={(event) => change(event.currentTarget.value)} />;
}

/** A form as text; what the server finds wrong stands below it and leads to its line. */
export function FormText({ value, found, change }: { value: string; found: Found[]; change(next: string): void }) {
  const { t } = useWords();
  const { now } = useSession().clock;
  const field = useRef<HTMLTextAreaElement>(null);
  const lead = (line: number) => {
    const lines = value.split("\n");
    const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    field.current?.focus();
    field.current?.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  };
  return (
    <div className="stack tight">
      <Textarea ref={field} label={t("sources.form")} description={t("sources.form_help")} value={value} onChange={(event) => change(event.currentTarget.value)} autosize minRows={9} maxRows={28} spellCheck={false} classNames={{ input: "yaml" }} error={found.length > 0} />
      {found.length > 0 ? (
        <Note tone="bad" title={t("sources.form_wrong", { count: found.length })}>
          <ul className="plain-list">{found.map((one, index) => <Problem key={index} one={one} line={lineOf(value, one.place)} lead={lead} />)}</ul>
        </Note>
      ) : null}
      <details className="mapping-text">
        <summary>{t("sources.form_example")}</summary>
        <p className="muted small after">{t("sources.form_example_help")}</p>
        <pre className="mono delivery-example" tabIndex={0} aria-label={t("sources.form_example")}>{exampleDelivery(now)}</pre>
        <dl className="pairs form-keys">
          {(["hook", "each", "id", "event", "occurred", "identifiers", "fields", "lines"] as const).map((key) => <div key={key}><dt><code className="mono">{key}</code></dt><dd>{t(`sources_form.${key}`)}</dd></div>)}
        </dl>
      </details>
    </div>
  );
}

function Problem({ one, line, lead }: { one: Found; line: number | null; lead(line: number): void }) {
  const { t } = useWords();
  const { place, cause, cure } = formWords(t, one);
  const words = place ? `${place}: ` : "";
  return (
    <li>
      {line === null ? words : <button type="button" className="as-link" onClick={() => lead(line)}>{words || t("sources.to_line", { line: String(line) })}</button>}
      {cause}{cure ? ` ${t("files.cure", { cure })}` : null}
    </li>
  );
}
