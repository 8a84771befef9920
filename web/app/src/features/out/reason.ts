// Why another system did not take a notice, in the words of the app; what has none is shown as the server wrote it.
import type { Key } from "../../i18n/catalogue";

const REASONS: [Key, RegExp][] = [
  ["webhook_reason.unwanted", /^it answered 410/],
  ["webhook_reason.redirects", /^it answered (3\d\d), and redirects/],
  ["webhook_reason.forbidden", /^it answered (401|403|407)$/],
  ["webhook_reason.not_found", /^it answered (404|405)$/],
  ["webhook_reason.busy", /^it answered (425|429|503)$/],
  ["webhook_reason.broken", /^it answered (5\d\d|408)$/],
  ["webhook_reason.refused", /^it answered (\d+)$/],
  ["webhook_reason.slow", /^it did not answer in time$/],
  ["webhook_reason.no_address", /^its host has no address$/],
  ["webhook_reason.unreachable", /^connecting: /],
  ["webhook_reason.certificate", /certificate/],
  ["webhook_reason.hung_up", /^it hung up without an answer$|^its answer /],
  ["webhook_reason.not_https", /it is not https, and its host is not in webhooks\.allow$/],
  ["webhook_reason.private", /its address is private, and its host is not in webhooks\.allow$/],
  ["webhook_reason.not_listed", /its host is not in webhooks\.allow$/],
  ["webhook_reason.imported", /^it came with an imported organisation$/],
];
/** Before the reason, where nothing was taken for so long. */
const LONG = /^nothing was taken for three days: /;

export interface ReasonTold { key: Key | null; status: string; isLong: boolean; exact: string }

export function reasonOf(exact: string): ReasonTold {
  const bare = exact.replace(LONG, "");
  for (const [key, shape] of REASONS) {
    const found = shape.exec(bare);
    if (found) return { key, status: found[1] ?? "", isLong: bare !== exact, exact };
  }
  return { key: null, status: "", isLong: bare !== exact, exact };
}
