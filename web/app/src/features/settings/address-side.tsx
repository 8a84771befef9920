// What changed patterns would change, and making them live.
import { Button } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useDeed, useMay } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { failureWords } from "../../ui/states";
import { Note } from "../files/note";
import { isSame } from "../schema/own";

interface OfSide { base: string[]; after: string[]; troubles: number; act(to: string[]): Promise<string[]>; taken(now: string[]): void; discard(): void }
interface Act { to: string[]; back: string[]; isBack: boolean }

export function AddressSide({ base, after, troubles, act, taken, discard }: OfSide) {
  const words = useWords();
  const { t } = words;
  const { allowed, why: forbidden } = useMay("publish");
  const deed = useDeed<Act, string[]>({
    act: ({ to }) => act(to), touches: ["addresses"], said: (_, { isBack }) => t(isBack ? "schema.edit.back" : "rules.published"),
    undo: ({ to, back, isBack }) => (isBack ? null : { to: back, back: to, isBack: true }), onDone: taken, quiet: true,
  });
  const isChanged = !isSame(base, after);
  useBlocker({ shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !window.confirm(t("forms.leave")), enableBeforeUnload: isChanged && allowed, disabled: !isChanged || !allowed || deed.isPending });
  const stopped = forbidden ?? (troubles > 0 ? t("schema.edit.incomplete", { count: troubles }) : !isChanged ? t("forms.unchanged") : undefined);
  const [gone, come] = [base.filter((one) => !after.includes(one)), after.filter((one) => !base.includes(one))];
  return (
    <section className="panel stack own-coming" aria-labelledby="addresses-coming">
      <h2 className="section-title" id="addresses-coming">{t("schema.edit.coming")}</h2>
      {!isChanged ? <p className="muted after">{t("schema.edit.unchanged")}</p> : (
        <ul className="diff" aria-label={t("schema.edit.coming")}>
          {come.map((one) => <li key={`new ${one}`}><span><span className="chip good">{t("schema.change.new")}</span> <code translate="no">{one}</code></span></li>)}
          {gone.map((one) => <li key={`gone ${one}`}><span><span className="chip bad">{t("schema.change.gone")}</span> <code translate="no">{one}</code></span></li>)}
          {come.length === 0 && gone.length === 0 ? <li><span className="chip accent">{t("rules.addresses.order")}</span></li> : null}
        </ul>
      )}
      {deed.error && isSame(deed.variables.to, after) ? <Note tone="bad" title={failureWords(words, deed.error).title}>{failureWords(words, deed.error).help}</Note> : null}
      <div className="actions">
        <Button disabled={stopped !== undefined} title={stopped} loading={deed.isPending} onClick={() => deed.mutate({ to: after, back: base, isBack: false })}>{t("forms.publish")}</Button>
        {isChanged ? <Button variant="subtle" color="gray" disabled={deed.isPending} onClick={() => { discard(); deed.reset(); }}>{t("schema.edit.discard")}</Button> : null}
      </div>
      <p className="muted small after">{stopped ?? t("schema.edit.publish_help")}</p>
    </section>
  );
}
