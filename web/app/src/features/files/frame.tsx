// In which currency amounts are read and by which clock times: the currency is the organisation's; the clock is that of
// whoever wrote the files.
import { NativeSelect } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { paths } from "../../app/paths";
import { useSession } from "../../app/session";
import { useWords } from "../../i18n/context";
import { mappingOf } from "./roles";
import type { Working } from "./work";

const ALL_ZONES = Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC");
const text = (value: unknown, otherwise: string) => (typeof value === "string" ? value : otherwise);

export function FrameLine({ mapping, working: { work, change } }: { mapping: string; working: Working }) {
  const { t } = useWords();
  const { organisation } = useSession();
  const { currency, time_zone: written } = mappingOf(mapping);
  const zone = text(written, organisation.time_zone);
  const first = [...new Set([organisation.time_zone, "UTC", zone])];
  const label = (one: string) => (one === organisation.time_zone ? t("files.zone_own", { zone: one }) : one);
  const data = [...first.map((one) => ({ value: one, label: label(one) })), { group: t("files.zone_others"), items: ALL_ZONES.filter((one) => !first.includes(one)).map((one) => ({ value: one, label: one })) }];
  return (
    <div className="read-frame">
      <span>
        {t("files.amounts_in", { currency: text(currency, organisation.currency) })}{" "}
        <Link to={paths.settingsDocument}>{t("files.currency_where")}</Link>
      </span>
      <label className="read-zone">
        <span>{t("files.times_in")}</span>
        <NativeSelect size="xs" disabled={work.text !== null} value={zone} data={data} onChange={(event) => { const next = event.currentTarget.value; change({ more: { ...work.more, zone: next === organisation.time_zone ? null : next } }); }} />
      </label>
    </div>
  );
}
