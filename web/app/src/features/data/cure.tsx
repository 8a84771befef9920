// What to do about rows that were refused.
import { isKey } from "../../i18n/catalogue";
import { useWords } from "../../i18n/context";

/** `of`: the code of why they were refused; of rows in which there only is nothing to take there is no cure. */
export function Cure({ of }: { of: string }) {
  const { t, code } = useWords();
  return isKey(`row_cure.${of}`) ? <p className="refused-cure small">{t("files.cure", { cure: code("row_cure", of) })}</p> : null;
}
