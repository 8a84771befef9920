// The proposed mapping with what somebody said beyond it; own fields are as they stand there since today, by the server's clock.
import { useMemo } from "react";
import type { LookedAt } from "../../api/schema";
import { useSession } from "../../app/session";
import type { Work } from "./bundle";
import { refined, type Refined } from "./refine";

const NOTHING: Refined = { mapping: "", reads: [], missing: [] };

export function useRefined(looked: LookedAt | undefined, { meanings, more }: Work): Refined {
  const today = useSession().clock.now.slice(0, 10);
  return useMemo(() => (looked === undefined ? NOTHING : refined(looked, meanings, more, today)), [looked, meanings, more, today]);
}
