// One of the steps, with its number; what is still to come is told and has nothing to press.
import { IconCheck } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { useWords } from "../../i18n/context";

interface OfStep { /** By it the step is found when it is its turn. */ name?: string; number: number; title: string; help: string; /** "ready": it can be gone on from, and nobody has looked yet; "asking": so too, and something is still to be decided. */ state: "later" | "open" | "ready" | "asking" | "done"; children: ReactNode }

/** Who reads by ear or goes by key is led to what has become of their press. */
export const leadTo = (name: string, inView = false) => setTimeout(() => {
  const found = document.getElementById(name);
  found?.focus({ preventScroll: true });
  if (inView) found?.scrollIntoView({ block: "start" });
});

export function StepPanel({ name, number, title, help, state, children }: OfStep) {
  const { t } = useWords();
  const own = useId();
  const id = name ?? own;
  return (
    <section className={`panel file-step ${state}`} aria-labelledby={id} aria-current={state === "open" ? "step" : undefined}>
      <div className="file-step-head">
        <span className="file-step-number" aria-hidden="true">{state === "done" ? <IconCheck size={18} stroke={2.4} /> : number}</span>
        <div>
          <h2 className="section-title" id={id} tabIndex={-1}>{title}{state === "done" ? <span className="visually-hidden"> ({t("files.done")})</span> : state === "asking" ? <span className="visually-hidden"> ({t("files.questions")})</span> : null}</h2>
          <p className="muted">{help}</p>
        </div>
      </div>
      {children ? <div className="file-step-body">{children}</div> : null}
    </section>
  );
}
