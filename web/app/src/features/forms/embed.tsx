// How a form gets into the shop: its address, and a line to put into a page.
import { useWords } from "../../i18n/context";
import { Note } from "../files/note";
import { Copied } from "../sources/copied";
import { isLoopback } from "./loopback";
import type { FormShown } from "./types";

/** As the server's configuration writes it. */
const SETTING = 'public_url = "https://mail.shop.example"';

export function Embed({ form: { url, embed } }: { form: Pick<FormShown, "url" | "embed"> }) {
  const { t } = useWords();
  return (
    <details className="form-embed">
      <summary>{t("forms.embed")}</summary>
      <p className="small muted">{t("forms.embed_help")}</p>
      {isLoopback(url) ? <Note tone="warn" title={t("forms.loopback")}><p className="after">{t("forms.loopback_help")}</p><p className="after-told" translate="no"><Copied text={SETTING} label={t("forms.loopback")} className="secret wrap" /></p></Note> : null}
      <p className="small"><strong>{t("forms.address")}</strong></p>
      <Copied text={url} label={t("forms.address")} />
      <p className="small"><strong>{t("forms.snippet")}</strong></p>
      <Copied text={embed} label={t("forms.snippet")} className="secret snippet" />
    </details>
  );
}
