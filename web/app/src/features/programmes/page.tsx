// One programme: its journeys with people, its messages, why not, editing, versions.
import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { programmeQuery } from "../../api/queries";
import type { Programme } from "../../api/schema";
import { PageHead } from "../../app/page";
import { useUrlState } from "../../app/router";
import { useWords } from "../../i18n/context";
import { Answer } from "../../ui/states";
import { CountFigures } from "../intents/counts";
import { DataNeeds } from "../quality/needs";
import { DraftBar } from "./draft-bar";
import { useDraft } from "./draft-state";
import { goalWords } from "./goal";
import { OutdatedDraft } from "./kept-notes";
import { EditTab } from "./edit";
import { JourneyTab } from "./journey";
import { MessagesTab, ReasonsTab } from "./tabs";
import { StopButton } from "./stop";
import { VersionsTab } from "./versions";

const TABS = ["journey", "reasons", "messages", "edit", "versions"] as const;

export function ProgrammePage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(programmeQuery(id));
  return <Answer query={query} lines={10} page>{(programme) => <Whole key={programme.yaml} id={id} programme={programme} />}</Answer>;
}

function Whole({ id, programme }: { id: string; programme: Programme }) {
  const words = useWords();
  const { t, say, code } = words;
  const [{ tab = "journey" }, setUrl] = useUrlState();
  const { definition, counts } = programme;
  const draft = useDraft(id, programme);
  return (
    <>
      <PageHead
        title={say(definition.name)}
        lead={
          <>
            {code("aim", definition.aim)}
            {definition.goal ? <> · <span title={definition.goal}>{t("programme.goal")}: {goalWords(words, definition)}</span></> : null}{" "}
            <span className={`chip ${definition.stopped ? "warn" : "good"}`}>{t(definition.stopped ? "programmes.stopped" : "programmes.running")}</span>
          </>
        }
      >
        <StopButton id={id} stopped={definition.stopped ?? false} />
      </PageHead>
      <dl className="figures">
        <CountFigures counts={counts} programme={id} inside={programme.journeys.reduce((sum, { inside }) => sum + inside, 0)} />
      </dl>
      <OutdatedDraft programme={programme} take={draft.change} />
      <DraftBar draft={draft} programme={programme} />
      <DataNeeds programme={programme} />
      <Tabs value={tab} onChange={(next) => setUrl({ tab: next === "journey" ? "" : (next ?? ""), step: "", version: "" }, { replace: false })} keepMounted={false}>
        <Tabs.List aria-label={t("programme.tabs")} mb="lg">
          {TABS.map((name) => <Tabs.Tab key={name} value={name}>{t(`programme.tab.${name}`)}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value="journey"><JourneyTab programme={programme} draft={draft} /></Tabs.Panel>
        <Tabs.Panel value="reasons"><ReasonsTab programme={programme} /></Tabs.Panel>
        <Tabs.Panel value="messages"><MessagesTab programme={programme} /></Tabs.Panel>
        <Tabs.Panel value="edit"><EditTab programme={programme} draft={draft} /></Tabs.Panel>
        <Tabs.Panel value="versions"><VersionsTab programme={programme} draft={draft} /></Tabs.Panel>
      </Tabs>
    </>
  );
}
