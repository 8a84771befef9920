// How a form gets into the shop: its address, and a line to put into a page.
import { useWords } from "../../i18n/context";
import { Copied } from "../sources/copied";
import type { FormShown } from "./types";

export function Embed({ form: { url, embed } }: { form: Pick<FormShown, "url" | "embed"> }) {
  const { t } = useWords();
  return (
    <details className="form-embed">
      <summary>{t("forms.embed")}</summary>
      <p className="small muted">{t("forms.embed_help")}</p>
      <p className="small"><strong>{t("forms.address")}</strong></p>
      <Copied text={url} label={t("forms.address")} />
      <p className="small"><strong>{t("forms.snippet")}</strong></p>
      <Copied text={embed} label={t("forms.snippet")} className="secret snippet" />
    </details>
  );
}
