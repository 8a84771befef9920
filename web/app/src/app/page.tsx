// Head of a screen: its title, which is also the title of the tab, and what one can do there.
import type { ReactNode } from "react";

export function PageHead({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="page-head">
      <title>{`${title} · Anlass`}</title>
      <div>
        <h1 className="page-title">{title}</h1>
        {lead ? <div className="muted">{lead}</div> : null}
      </div>
      {children}
    </div>
  );
}
