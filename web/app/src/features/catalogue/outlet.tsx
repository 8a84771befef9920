// One outlet, new or changed: what it is called, where it is and when it is open. Saved it holds at once, with the way back.
import { Autocomplete, Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useBlocker, useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { put, remove } from "../../api/client";
import { useDeed, useMay } from "../../app/deed";
import { PageHead } from "../../app/page";
import { paths } from "../../app/paths";
import { useWords } from "../../i18n/context";
import { Answer, Empty, failureWords } from "../../ui/states";
import { Note } from "../files/note";
import { degreesOf } from "../settings/coordinates";
import { EMPTY_OUTLET, isSameOutlet, type OutletDraft, outletDraftOf, outletToldOf, outletTroubles } from "./outlet-draft";
import { OutletPoints } from "./outlet-points";
import { OutletWeek } from "./outlet-week";
import { outletsQuery } from "./queries";
import type { OutletShown, OutletTold } from "./types";

const NAME_MAX = 500;
const ZONES_SHOWN = 20;
/** Of so many not all are listed at once. */
const MANY = 50;

export function NewOutletPage() {
  const query = useQuery(outletsQuery);
  return <Answer query={query} lines={10} page>{(outlets) => <Edit outlets={outlets} outlet={null} />}</Answer>;
}

export function OutletPage() {
  const { t } = useWords();
  const { number = "" } = useParams({ strict: false });
  const query = useQuery(outletsQuery);
  return (
    <Answer query={query} lines={10} page>
      {(outlets) => {
        const outlet = outlets.find((one) => one.number === number);
        if (outlet) return <Edit key={JSON.stringify(outlet)} outlets={outlets} outlet={outlet} />;
        return <><PageHead title={t("outlet.gone")} lead={<ToOutlets />} /><section className="panel"><Empty title={t("outlet.gone")} help={t("outlet.gone_help", { number })} /></section></>;
      }}
    </Answer>
  );
}

function ToOutlets() {
  const { t } = useWords();
  return <Link to={paths.catalogue} search={{ tab: "outlets" }}>{t("catalogue.tab.outlets")}</Link>;
}

/** What is known of it from now on; null: nothing. */
interface Act { number: string; name: string; to: OutletTold | null; before: OutletTold | null; isBack: boolean }

function tell({ number, to }: Act): Promise<unknown> {
  const path = `/catalogue/outlets/${encodeURIComponent(number)}`;
  return to === null ? remove(path) : put(path, to);
}

function Edit({ outlets, outlet }: { outlets: OutletShown[]; outlet: OutletShown | null }) {
  const words = useWords();
  const { t } = words;
  const navigate = useNavigate();
  const { allowed, why } = useMay("publish");
  const live = outlet === null ? EMPTY_OUTLET : outletDraftOf(outlet);
  const [draft, setDraft] = useState(live);
  const [tried, tryIt] = useState(false);
  const change = (next: Partial<OutletDraft>) => setDraft((before) => ({ ...before, ...next }));
  const troubles = outletTroubles(draft, outlet === null ? outlets.map(({ number }) => number) : null);
  const isChanged = outlet === null ? !isSameOutlet(draft, live) || draft.number !== "" : !isSameOutlet(draft, live);
  const deed = useDeed<Act>({
    act: tell,
    touches: ["catalogue", "customer", "names"],
    said: (_, { name, to, before, isBack }) => t(isBack ? "outlet.back" : to === null ? "outlet.removed" : before === null ? "outlet.added" : "outlet.changed", { name }),
    undo: ({ to, before, isBack, ...of }) => (isBack ? null : { ...of, to: before, before: to, isBack: true }),
    // Among many it is searched for, so that what came of it is seen.
    onDone: (_, { isBack, to, number: own }) => { if (!isBack) void navigate({ to: paths.catalogue, search: { tab: "outlets", ...(to !== null && outlets.length > MANY ? { query: own } : {}) }, ignoreBlocker: true }); },
    quiet: ({ isBack }) => !isBack,
  });
  useBlocker({ shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !window.confirm(t("catalogue.leave")), enableBeforeUnload: isChanged && allowed, disabled: !isChanged || !allowed || deed.isPending });
  const number = draft.number.trim();
  const act = (to: OutletTold | null) => deed.mutate({ number, name: draft.name.trim() || number, to, before: outlet === null ? null : outletToldOf(live), isBack: false });
  const save = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    if (allowed && isChanged && troubles.length === 0) act(outletToldOf(draft));
  };
  // What is not there yet is not wrong before somebody wants to save.
  const wrong = (at: string) => troubles.filter((one) => one.at === at && (tried || (one.why !== "number" && one.why !== "span"))).map((one) => t(`outlet.why.${one.why}`))[0];
  const stopped = why ?? (isChanged ? undefined : t("forms.unchanged"));
  const failure = deed.error === null ? null : failureWords(words, deed.error);
  return (
    <>
      <PageHead title={outlet === null ? t("outlet.new") : outlet.name || outlet.number} lead={<><ToOutlets /> · {t("outlet.lead")}</>}>
        {outlet === null ? null : <Button variant="default" disabled={!allowed} title={why} loading={deed.isPending && deed.variables.to === null} onClick={() => act(null)}>{t("outlet.remove")}</Button>}
      </PageHead>
      <div className="split">
        <form className="stack" onSubmit={save} noValidate>
          <section className="panel stack rules-form" aria-label={t("outlet.what")}>
            <h2 className="section-title">{t("outlet.what")}</h2>
            <TextInput label={t("outlet.name")} value={draft.name} maxLength={NAME_MAX} autoComplete="off" placeholder={number} onChange={(event) => change({ name: event.currentTarget.value })} />
            {outlet === null
              ? <TextInput label={t("outlet.number")} description={t("outlet.number_help")} required withAsterisk={false} value={draft.number} autoComplete="off" spellCheck={false} error={wrong("number")} onChange={(event) => change({ number: event.currentTarget.value })} />
              : <dl className="pairs"><div><dt>{t("outlet.number")}</dt><dd>{outlet.number} <span className="muted small">{t("outlet.number_stays")}</span></dd></div></dl>}
            <Autocomplete label={t("outlets.zone")} description={t("outlet.zone_help")} data={[...new Set(outlets.flatMap(({ zone }) => (zone ? [zone] : [])))].sort()} limit={ZONES_SHOWN} maxLength={NAME_MAX} value={draft.zone} onChange={(zone) => change({ zone })} />
            <TextInput label={t("outlet.place")} description={t("outlet.place_help")} placeholder={t("outlet.place_example")} value={draft.place} autoComplete="off" spellCheck={false} error={wrong("place")} onChange={(event) => change({ place: event.currentTarget.value })} />
          </section>
          <OutletWeek week={draft.week} wrong={wrong} change={(week) => change({ week })} />
          {failure ? <Note tone="bad" title={failure.title}>{failure.help}</Note> : null}
          <div className="panel actions form-publish">
            <Button type="submit" disabled={stopped !== undefined} title={stopped} loading={deed.isPending && deed.variables.to !== null}>{t(outlet === null ? "outlet.add" : "catalogue.save")}</Button>
            <span className="muted small" role="status">{stopped ?? (tried && troubles.length > 0 ? t("schema.edit.incomplete", { count: troubles.length }) : t("catalogue.save_help"))}</span>
          </div>
        </form>
        <div className="plan-side"><Where draft={draft} others={outlets.filter((one) => one !== outlet)} /></div>
      </div>
    </>
  );
}

/** Where it lies among the others, as it stands in the form now. */
function Where({ draft: { name, number, place }, others }: { draft: OutletDraft; others: OutletShown[] }) {
  const { t } = useWords();
  const at = degreesOf(place);
  const own = at === null ? [] : [{ number, name: name.trim() || number.trim() || t("outlet.new"), ...at }];
  const around = others.flatMap(({ number: known, name: called, position }) => (position ? [{ number: known, name: called, north: position.latitude / 1_000_000, east: position.longitude / 1_000_000 }] : []));
  return <OutletPoints title={t("outlet.where")} points={[...around, ...own]} pointed={at === null ? null : number} help={t(own.length === 0 ? "outlet.where_unknown" : around.length === 0 ? "outlet.where_alone" : "outlet.where_help")} isNamed />;
}
