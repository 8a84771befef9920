// Small marks that every screen uses: states, channels, what is simulated.
import type { Localised } from "../api/schema";
import { useWords } from "../i18n/context";
import { unslug } from "../i18n/unslug";

export function Simulated({ when = true }: { when?: boolean }) {
  const { t } = useWords();
  if (!when) return null;
  return (
    <span className="simulated" title={t("mark.simulated_help")}>
      {t("mark.simulated")}
    </span>
  );
}

export function toneOf(state: string): "good" | "warn" | "bad" | "" {
  if (state === "delivered") return "good";
  if (state === "failed") return "bad";
  if (state === "unknown" || state === "expired") return "warn";
  return "";
}

export function StateChip({ state }: { state: string }) {
  const { code } = useWords();
  return <span className={`chip ${toneOf(state)}`}>{code("state", state)}</span>;
}

/** "exit(bought)" is the code "exit" with the name "bought". */
export function splitReason(reason: string): { code: string; detail: string | null } {
  const found = /^(\w+)\((.*)\)$/.exec(reason);
  return found ? { code: found[1] ?? reason, detail: found[2] ?? null } : { code: reason, detail: null };
}

/** Words for a reason: ours where we have some, with what it names; else those of the server. */
export function useReason(): (reason: string, said?: Localised | null) => string {
  const { code, say } = useWords();
  return (reason, said) => {
    const parts = splitReason(reason);
    const text = code("reason", parts.code);
    if (text === parts.code) return say(said) || unslug(text);
    // The server's own words end with what it was, where there is something: a name, or words of their own.
    const named = /\((.*)\)$/.exec(say(said))?.[1] ?? parts.detail;
    if (!named) return text;
    const known = ["exit", "source"].map((area) => code(area, named)).find((words) => words !== named);
    return `${text}: ${known ?? (/^[\w-]+$/.test(named) ? unslug(named) : named)}`;
  };
}

export { unslug };
