// A word beside what one does: what is wrong and has to be mended, what is to be known.
import type { ReactNode } from "react";

interface Noted { tone: "bad" | "warn" | "calm"; title?: string; children?: ReactNode }

export function Note({ tone, title, children }: Noted) {
  return (
    <div className={`file-note ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      {title ? <strong>{title}</strong> : null}
      {children ? <div>{children}</div> : null}
    </div>
  );
}
