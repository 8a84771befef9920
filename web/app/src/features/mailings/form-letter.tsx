// The letter as somebody would get it, made by the server of what the form holds so far.
import { SegmentedControl } from "@mantine/core";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../api/client";
import type { MessageRow, Preview } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { PersonPicker } from "../../ui/person-picker";
import { unslug } from "../../ui/marks";
import { Answer, Empty } from "../../ui/states";
import { Shown } from "../content/message";
import { blockName } from "../names";
import type { Judged } from "./form-judged";
import type { Plan } from "./plan";

interface Asked { programme: string; message: string; yaml: string | null; isNew: boolean; customer: string; language: string }

const letterQuery = ({ programme, message, yaml, isNew, customer, language }: Asked) =>
  queryOptions({
    queryKey: ["plan", programme, "letter", message, yaml, customer, language],
    queryFn: () => post<Preview>(`/programmes/${encodeURIComponent(programme)}/messages/${encodeURIComponent(message)}/preview`, { yaml, new: isNew, ...(customer === "" ? {} : { customer }), language }),
    enabled: yaml !== null,
    placeholderData: keepPreviousData,
  });

interface Letter { plan: Plan; judged: Judged; programme: string; isNew: boolean; model: MessageRow | null }

export function LetterPanel({ plan, judged, programme, isNew, model }: Letter) {
  const words = useWords();
  const { t, format, language: ofScreen } = words;
  const [customer, setCustomer] = useState<string | null>(null);
  const [language, setLanguage] = useState<string | null>(null);
  const spoken = model?.languages ?? [];
  const chosen = language ?? (spoken.includes(ofScreen) ? ofScreen : (spoken[0] ?? "de"));
  const person = customer ?? model?.example?.id ?? "";
  const query = useQuery(letterQuery({ programme, message: plan.message, yaml: judged.good ? judged.text : null, isNew, customer: person, language: chosen }));
  const names = (id: string) => {
    const block = plan.copy?.of.blocks?.find((one) => one.id === id);
    return block ? t("content.block", { name: blockName(words, block) }) : unslug(id);
  };
  return (
    <section className="panel flush" aria-labelledby="plan-letter">
      <div className="mail-head stack" style={{ gap: 14 }}>
        <h2 className="section-title" id="plan-letter">{t("plan.letter")}</h2>
        <PersonPicker label={t("content.as")} value={person || null} known={query.data?.customer_name || model?.example?.name} choose={setCustomer} />
        {spoken.length > 1 ? <div><SegmentedControl size="xs" aria-label={t("content.languages")} value={chosen} onChange={setLanguage} data={spoken.map((name) => ({ value: name, label: format.language(name) }))} /></div> : null}
      </div>
      {query.data === undefined && !query.isFetching && !query.isError ? <Empty title={t("plan.letter_later")} /> : (
        <Answer query={query}>{(preview) => <Shown preview={preview} device="phone" text={false} dark={false} names={names} />}</Answer>
      )}
    </section>
  );
}
