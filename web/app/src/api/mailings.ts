// Mailings as rows. A server that follows them on their day says how far each is; what is known without that is
// read from the programmes.
import { Failure, get } from "./client";
import type { Counts, Localised, MailingRow, MailingState, Named, Programme, ProgrammeRow, WhyNot } from "./schema";

interface Followed {
  programme: string;
  id: string;
  name: Localised;
  message: Named;
  at: string;
  state: MailingState;
  audience: string;
  list?: { name: string; size: number } | null;
  passed: number;
  total: number;
  counts: Counts;
  reasons: WhyNot[];
}

/** `now` is the moment on the organisation's clock. */
export async function mailings(now: string): Promise<MailingRow[]> {
  try {
    const rows = await get<Followed[]>("/mailings");
    return rows.map(({ passed, total, counts, reasons, list, ...row }) => ({ ...row, followed: { passed, total, counts, reasons, list: list ?? null } }));
  } catch (error) {
    if (!(error instanceof Failure) || error.status !== 404) throw error;
  }
  const rows = await get<ProgrammeRow[]>("/programmes");
  const programmes = await Promise.all(rows.filter((row) => row.mailings.length > 0).map((row) => get<Programme>(`/programmes/${encodeURIComponent(row.id)}`)));
  return programmes.flatMap(({ definition }) => rowsOf(definition, now));
}

export function rowsOf(definition: Programme["definition"], now: string): MailingRow[] {
  return (definition.mailings ?? []).map((mailing) => {
    const message = definition.messages?.find(({ id }) => id === mailing.message);
    const stopped = (mailing.stopped ?? false) || (definition.stopped ?? false);
    return {
      programme: definition.id,
      id: mailing.id,
      name: mailing.name,
      message: { id: mailing.message, name: message?.name ?? { de: mailing.message, en: mailing.message } },
      at: mailing.at,
      state: stopped ? "stopped" : mailing.at > now ? "planned" : "past",
      audience: mailing.audience ?? "",
      followed: null,
    };
  });
}
