// The stop that is decided before one's eyes: fill a cart, buy at the till or not, let the last second pass. Each deed
// says in place what came of it; what is told is what the server found in the person's own timeline.
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { post, remove } from "../../api/client";
import type { LastSecond, Now, Tour } from "../../api/schema";
import { useDeed, useMay } from "../../app/deed";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { TillPurchase } from "../../app/till";
import { useWords } from "../../i18n/context";
import { endOf } from "./ending";

type Stop = Tour["stops"][number];

export function LastSecondDeeds({ stop }: { stop: Stop }) {
  const words = useWords();
  const { t, format } = words;
  const { clock } = useSession();
  const { allowed, why } = useMay("demo");
  const client = useQueryClient();
  const again = () => void client.invalidateQueries();
  const fill = useDeed({ act: () => post<LastSecond>("/demo/last-second", {}), onDone: again });
  const story = stop.story;
  const seconds = story ? Math.max(1, Math.ceil((Date.parse(story.due) - Date.parse(clock.now)) / 1000)) : 1;
  const pass = useDeed({ act: () => post("/demo/clock", { seconds }), onDone: again });
  const anew = useDeed({ act: () => remove("/demo/last-second"), onDone: again });
  const quiet = story?.quiet ?? null;
  const wait = useDeed({
    act: async () => {
      // A long way comes in stages.
      for (let left = quiet ? Math.max(1, Math.ceil((Date.parse(quiet.until) - Date.parse(clock.now)) / 1000)) : 0; left > 0; ) left = (await post<Now>("/demo/clock", { seconds: left })).left_seconds;
    },
    onDone: again,
  });
  const customer = stop.customers[0];
  const name = customer?.name ?? "";
  const waiting = story !== null && !story.over;
  const booked = story?.booked ?? null;
  return (
    <>
      <ol className="deeds">
        <Deed done={story !== null} said={story ? t("tour.filled", { name, time: onItsDay(format, story.due, story.filled) }) : null}>
          <Button size="sm" variant={story ? "default" : "filled"} disabled={!allowed || story !== null} title={why} loading={fill.isPending} onClick={() => fill.mutate()}>{t("tour.fill")}</Button>
        </Deed>
        <Deed done={booked !== null} said={booked ? t("tour.booked_at", { name, time: format.clock(booked) }) : null}>
          <TillPurchase quiet customer={waiting && booked === null ? customer?.id : undefined} variant={waiting && booked === null ? "filled" : "default"} />
        </Deed>
        <Deed done={story?.over ?? false} said={null}>
          <Button size="sm" variant={waiting && booked !== null ? "filled" : "default"} disabled={!allowed || !waiting} title={why} loading={pass.isPending} onClick={() => pass.mutate()}>{t("tour.pass")}</Button>
        </Deed>
      </ol>
      <div role="status">
        {waiting ? <p className="muted small">{t("tour.stands", { time: format.clock(clock.now), due: format.clock(story.due) })}{quiet ? ` ${t("tour.quiet_then", { hours: quiet.hours, until: format.dateTime(quiet.until) })}` : null}</p> : null}
        {story?.over && customer ? (
          <div className="outcome">
            <strong>{endOf(words, story)}</strong>
            <div className="actions small">
              <Link to={paths.customer} params={{ id: customer.id }} search={{ tab: "why", view: story.message, ...(customer.which ? { which: customer.which } : {}) }}>{t("tour.why_exactly")}</Link>
              {story.exit && story.state === null ? <Link to={paths.intents} search={{ state: "lapsed", reason: "exit", detail: story.exit, message: story.message }}>{t("tour.counted")}</Link> : null}
              {quiet ? <Button size="compact-sm" variant="light" disabled={!allowed} title={why} loading={wait.isPending} onClick={() => wait.mutate()}>{t("tour.pass_quiet")}</Button> : null}
              <Button size="compact-sm" variant="light" disabled={!allowed} title={why} loading={anew.isPending} onClick={() => anew.mutate()}>{t("tour.again")}</Button>
            </div>
          </div>
        ) : null}
      </div>
    </>
  );
}

/** A deed, and once it is done what it did. */
function Deed({ done, said, children }: { done: boolean; said: string | null; children: ReactNode }) {
  return (
    <li>
      {children}
      {said ? <div className="small done">{done ? <IconCheck size={15} aria-hidden /> : null} {said}</div> : null}
    </li>
  );
}

/** A time, with its day where that is another one. */
function onItsDay(format: ReturnType<typeof useWords>["format"], time: string, beside: string): string {
  return format.date(time) === format.date(beside) ? format.clock(time) : format.dateClock(time);
}
