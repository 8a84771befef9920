// One of the steps, with its number; what is still to come is told and has nothing to press.
import { IconCheck } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { useWords } from "../../i18n/context";

export function StepPanel({ number, title, help, state, children }: { number: number; title: string; help: string; state: "later" | "open" | "done"; children: ReactNode }) {
  const { t } = useWords();
  const id = useId();
  return (
    <section className={`panel file-step ${state}`} aria-labelledby={id} aria-current={state === "open" ? "step" : undefined}>
      <div className="file-step-head">
        <span className="file-step-number" aria-hidden="true">{state === "done" ? <IconCheck size={18} stroke={2.4} /> : number}</span>
        <div>
          <h2 className="section-title" id={id}>{title}{state === "done" ? <span className="visually-hidden"> ({t("files.done")})</span> : null}</h2>
          <p className="muted">{help}</p>
        </div>
      </div>
      {children ? <div className="file-step-body">{children}</div> : null}
    </section>
  );
}
