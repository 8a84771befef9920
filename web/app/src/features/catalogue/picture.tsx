// A picture of an article, or where there is none or it does not come, its first letter.
import { useState } from "react";

export function Picture({ address, name, size }: { address: string | null | undefined; name: string; size: "small" | "large" }) {
  const [broken, setBroken] = useState<string | null>(null);
  if (!address || broken === address) return <span className={`article-picture ${size} none`} aria-hidden="true" translate="no">{[...name.trim()][0]?.toUpperCase() ?? "–"}</span>;
  // The shop does not hear from where it is looked at.
  return <img className={`article-picture ${size}`} src={address} alt={size === "large" ? name : ""} loading="lazy" referrerPolicy="no-referrer" onError={() => setBroken(address)} />;
}
