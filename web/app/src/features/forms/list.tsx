// Sign-up forms: each with what it asks for, its page, and what to put into a page of the shop.
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty } from "../../ui/states";
import { Note } from "../files/note";
import { Embed } from "./embed";
import { formsQuery } from "./queries";
import type { FormShown } from "./types";
import { formName } from "./written";

export function FormsPage() {
  const { t } = useWords();
  const query = useQuery(formsQuery);
  return (
    <>
      <PageHead title={t("forms.title")} lead={<><Link to={paths.content}>{t("content.title")}</Link> · {t("forms.lead")}</>}><New /></PageHead>
      <Answer query={query} lines={6}>
        {({ forms, is_answered }) => (forms.length === 0 ? <section className="panel"><Empty title={t("forms.none")} help={t("forms.none_help")} /></section> : (
          <div className="stack">
            {is_answered ? null : <Note tone="bad" title={t("forms.unanswered")}>{t("forms.unanswered_help")} <Link to={paths.readiness}>{t("forms.unanswered_do")}</Link></Note>}
            {forms.map((form) => <One key={form.id} form={form} />)}
          </div>
        ))}
      </Answer>
    </>
  );
}

function New() {
  const { t } = useWords();
  const { allowed, why } = useMay("publish");
  if (!allowed) return <Button disabled title={why}>{t("forms.new")}</Button>;
  return <Button component={Link} to={paths.newForm} leftSection={<IconPlus size={16} aria-hidden />}>{t("forms.new")}</Button>;
}

function One({ form }: { form: FormShown }) {
  const { t, say, code, format } = useWords();
  const name = say(form.title) || formName(form.id);
  const asks = [t("forms.email"), ...form.fields.map((field) => `${code("field", field)}${form.required.includes(field) ? ` (${t("forms.required_short")})` : ""}`)];
  return (
    <section className="panel" aria-label={name}>
      <div className="panel-head">
        <h2 className="section-title">{name}</h2>
        <span className="actions"><a href={form.url} target="_blank" rel="noopener noreferrer">{t("forms.open")}<span className="visually-hidden">: {name}</span></a> <Link to={paths.form} params={{ id: form.id }}>{t("forms.edit")}<span className="visually-hidden">: {name}</span></Link></span>
      </div>
      <dl className="pairs wide">
        <div><dt>{t("forms.asks")}</dt><dd>{format.list(asks)}</dd></div>
        <div><dt>{t("forms.agree")}</dt><dd>{say(form.text)}{form.language ? <div className="muted small">{t("forms.one_language", { language: format.language(form.language) })}</div> : null}</dd></div>
        <div><dt>{t("forms.purpose")}</dt><dd>{code("purpose", form.purpose)}</dd></div>
        <div><dt>{t("data.source")}</dt><dd>{code("source", form.source)}</dd></div>
      </dl>
      <Embed form={form} />
    </section>
  );
}
