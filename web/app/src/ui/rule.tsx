// A rule in words; its exact wording is one click away.
import { useWords } from "../i18n/context";

export function Rule({ text }: { text: string }) {
  const { t, rule } = useWords();
  return (
    <details className="rule">
      <summary>{rule(text)}</summary>
      <span className="visually-hidden">{t("rule.exact")}: </span>
      <code className="mono">{text}</code>
    </details>
  );
}
