// What a website needs to be heard: the tracker of this house with the page's key.
import { useWords } from "../../i18n/context";
import { isLoopback } from "../forms/loopback";
import { Note } from "../files/note";
import { Copied } from "../sources/copied";

/** `host`: where this house is reached. */
export const snippetOf = (host: string, key: string) => `<script src="${host}/anlass.js" data-key="${key}" data-host="${host}"></script>\n<script>anlass.consent(true)</script>`;

export function Snippet({ secret }: { secret: string }) {
  const { t } = useWords();
  const host = window.location.origin;
  return (
    <div className="stack tight">
      <p className="after">{t("people.snippet_lead")}</p>
      {isLoopback(host) ? <Note tone="warn" title={t("forms.loopback")}>{t("people.snippet_local")}</Note> : null}
      <Copied text={snippetOf(host, secret)} label={t("people.snippet")} className="secret snippet" />
    </div>
  );
}
