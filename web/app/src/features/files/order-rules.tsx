// How orders will be counted, a sentence for each rule, with the way to change it beside.
import type { LookedAtFile } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { customerColumn, type Rule, type RuleName, rulesOf } from "./rules";
import type { Work } from "./bundle";

interface Of { mapping: string; files: LookedAtFile[]; work: Work; canChange(rule: RuleName): boolean; change(rule: RuleName): void }

export function OrderRules({ mapping, files, work, canChange, change }: Of) {
  const { t, code, format } = useWords();
  const rules = rulesOf(mapping, work.more, work.text !== null);
  const whose = customerColumn(mapping);
  const filled = files.find(({ file }) => file === whose?.file)?.columns.find(({ name }) => name === whose?.column)?.filled ?? 1;
  const sentence = ({ name, holds, values, column }: Rule) => code("files", `rule_${name}${holds ? "" : "_none"}`, { values: format.list(values), column });
  return (
    <div className="order-rules">
      <h3 className="eyebrow">{t("files.rules")}</h3>
      <ul>
        {filled < 1 && whose !== null ? <li><span>{t("files.rule_nobody", { share: format.percent(1 - filled), column: whose.column })}</span></li> : null}
        {rules.filter(({ name, holds }) => holds || canChange(name)).map((rule) => (
          <li key={rule.name}>
            <span>{sentence(rule)}{rule.from === "proposed" ? <> <span className="chip warn">{t("files.rule_guessed")}</span></> : rule.from === "own" ? <> <span className="chip accent">{t("files.rule_own")}</span></> : null}</span>
            {canChange(rule.name) ? <button type="button" className="as-link small" aria-label={t("files.rule_change_of", { rule: sentence(rule) })} onClick={() => change(rule.name)}>{t("files.rule_change")}</button> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
