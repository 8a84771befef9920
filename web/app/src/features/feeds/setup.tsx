// The steps by which a feed is connected: where it is and what it holds, what its tags mean, how often it is read. What
// somebody entered stands as long as the page is open; what proves who asks is kept nowhere in the browser.
import { Button } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import type { ConnectedFeed, FeedLooked, NewFeed } from "../../api/schema";
import { useDeed } from "../../app/deed";
import { useWords } from "../../i18n/context";
import { leadTo, StepPanel } from "../files/step-panel";
import { FEED_KEYS } from "./deeds";
import { asItIs, askedOf, EMPTY, type Entry, entryOf } from "./entry";
import { FeedWhen } from "./when";
import { FeedWhere } from "./where";
import { TagsStep } from "./tags";

type Step = "where" | "tags" | "when";
const ORDER: Step[] = ["where", "tags", "when"];
const heading = (step: Step) => `feed-${step}`;

interface OfSetup { known: ConnectedFeed | null; taken: string[]; after: number; done(): void }
interface Put { asked: NewFeed; before: NewFeed | null; isBack?: boolean }

export function FeedSetup({ known, taken, after, done }: OfSetup) {
  const { t } = useWords();
  const [step, setStep] = useState<Step>("where");
  const [entry, setEntry] = useState<Entry>(known === null ? EMPTY : entryOf(known));
  const [looked, setLooked] = useState<FeedLooked | null>(null);
  // What proves who asks is known to nobody any more once it was replaced, or its address was.
  const isLost = known !== null && known.secret && (entry.authorization !== null || entry.url.trim() !== known.url);
  const put = useDeed<Put, ConnectedFeed>({
    quiet: true,
    act: ({ asked }) => post<ConnectedFeed>("/feeds", asked),
    touches: FEED_KEYS,
    said: ({ id }, { before, isBack }) => t(isBack ? "sources.changed_back" : before === null ? "feeds.connected" : "sources.changed", { name: id }),
    undo: ({ asked, before, isBack }) => (isBack || before === null || isLost ? null : { asked: asked.authorization ? { ...before, authorization: "" } : before, before, isBack: true }),
    onDone: (_, { isBack }) => { if (!isBack) done(); },
  });
  const go = (next: Step) => {
    setStep(next);
    leadTo(heading(next));
  };
  const change = (next: Partial<Entry>) => {
    put.reset();
    setEntry((before) => ({ ...before, ...next }));
  };
  const state = (one: Step) => (one === step ? "open" : ORDER.indexOf(one) < ORDER.indexOf(step) ? "done" : "later");
  const panel = (one: Step) => ({ name: heading(one), number: after + 1 + ORDER.indexOf(one), title: t(`feeds.step_${one}`), help: t(`feeds.step_${one}_help`), state: state(one) } as const);
  const meant = Object.values(entry.nodes).filter((paths) => paths.length > 0).length;
  return (
    <>
      <StepPanel {...panel("where")}>
        {step === "where"
          ? <FeedWhere known={known} taken={taken} entry={entry} change={change} found={(answer) => { setLooked(answer); go("tags"); }} />
          : <Told text={t("feeds.where_told", { url: entry.url.trim(), name: entry.id, count: looked?.items ?? 0 })} again={() => go("where")} />}
      </StepPanel>
      <StepPanel {...panel("tags")}>
        {looked === null || state("tags") === "later" ? null : step === "tags"
          ? <TagsStep looked={looked} nodes={entry.nodes} change={(nodes) => change({ nodes })} go={() => go("when")} />
          : <Told text={t("feeds.tags_told", { count: meant })} again={() => go("tags")} />}
      </StepPanel>
      <StepPanel {...panel("when")}>
        {step !== "when" ? null : <FeedWhen entry={entry} change={change} act={t(known === null ? "databases.connect" : "sources.change_now")} busy={put.isPending} error={put.error} go={() => put.mutate({ asked: askedOf(entry), before: known === null ? null : asItIs(known) })} />}
      </StepPanel>
    </>
  );
}

function Told({ text, again }: { text: string; again(): void }) {
  const { t } = useWords();
  return <p className="actions after"><span className="source-address">{text}</span><Button size="compact-sm" variant="subtle" onClick={again}>{t("feeds.step_again")}</Button></p>;
}
