// How a person said something to one of us, which proves it later.
import { Radio } from "@mantine/core";
import type { SaidBy } from "../../api/schema";
import { useWords } from "../../i18n/context";

export const WAYS = ["phone", "email", "in_person", "letter"] as const satisfies SaidBy[];
/** A note says how something was said, not what the person is like. */
export const NOTE_MAX = 300;

export function HowSaid({ label, how, change }: { label: string; how: SaidBy | null; change(how: SaidBy): void }) {
  const { code } = useWords();
  return (
    <Radio.Group label={label} value={how ?? ""} onChange={(next) => change(next as SaidBy)}>
      <div className="radios in-line">{WAYS.map((way) => <Radio key={way} value={way} label={code("said_by", way)} />)}</div>
    </Radio.Group>
  );
}
