// Why a database cannot be read and what helps, in the words of the app; what the server said exactly is one press away.
import type { ReactNode } from "react";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { Note } from "../files/note";
import { Copied } from "../sources/copied";
import { refusalOf, remarkOf, statementOf, type Told } from "./trouble";

/** `advice` stands in for the usual one, which is for those who read. */
export function Trouble({ told: { code: trouble, cause, help }, advice, children }: { told: Told; advice?: string | undefined; children?: ReactNode }) {
  const { t, code } = useWords();
  const statement = trouble === "sql_not_set_up" || trouble === "sql_refused" ? statementOf(help) : null;
  return (
    <Note tone="bad" title={trouble === null ? t("databases.trouble") : code("database_trouble", trouble)}>
      {trouble === null ? <p lang="en">{cause}{help ? <><br />{help}</> : null}</p> : <p>{advice ?? code("database_help", trouble)}</p>}
      {statement !== null ? <p className="after"><Copied text={statement} label={t("databases.statement")} className="secret wrap" /></p> : null}
      {children}
      {trouble === null ? null : (
        <details className="small">
          <summary>{t("sources.exact")}</summary>
          <p className="mono after" lang="en">{cause}{help ? <><br />{help}</> : null}</p>
        </details>
      )}
    </Note>
  );
}

/** Of any request that has to do with a database. */
export function Refused({ error }: { error: unknown }) {
  const words = useWords();
  const told = refusalOf(error);
  if (told !== null) return <Trouble told={told} />;
  const { title, help } = failureWords(words, error);
  return <Note tone="bad" title={title}>{help}</Note>;
}

export function Remarks({ remarks }: { remarks: string[] }) {
  const { t } = useWords();
  if (remarks.length === 0) return null;
  const known = remarks.map(remarkOf);
  const powers = known.some(({ name }) => name !== "identity");
  return (
    <Note tone="warn" title={t(powers ? "databases.too_much" : "databases.worth_knowing")}>
      <ul className="plain-list">
        {known.map(({ name, value }) => (
          <li key={`${name ?? ""} ${value}`}>
            {name === null ? <span lang="en">{value}</span> : t(`database_remark.${name}`, { value })}
            {name === "identity" ? <div><Copied text={`${value};`} label={t("databases.statement")} className="secret wrap" /></div> : null}
          </li>
        ))}
      </ul>
      {powers ? <p>{t("databases.too_much_help")}</p> : null}
    </Note>
  );
}
