// When an export runs, and what its columns are called, in words.
import type { FileExport } from "../../api/schema";
import { useWords } from "../../i18n/context";

export function useScheduleWords(): (schedule: FileExport["schedule"]) => string {
  const { t } = useWords();
  return (schedule) => {
    if (schedule?.daily_at) return t("exports.daily_at", { time: schedule.daily_at });
    if (schedule?.every_minutes) return t("exports.every", { count: schedule.every_minutes });
    return t("exports.by_hand");
  };
}

const STANDING = ["id", "phase", "segments", "orders", "revenue_minor", "last_order", "since", "objects"] as const;
const isStanding = (field: string): field is (typeof STANDING)[number] => STANDING.some((one) => one === field);

/** A column of customers by its name in the file. */
export function useColumnWords(): (field: string) => string {
  const { t, code } = useWords();
  return (field) => {
    if (isStanding(field)) return t(`export_field.${field}`);
    const [area = "", ...rest] = field.split(".");
    if (area === "identifier") return code("identifier", rest.join("."));
    if (area === "profile") return code("field", rest.join("."));
    if (area === "consent") return t("export_field.consent", { channel: code("channel", rest[0] ?? ""), purpose: code("purpose", rest.slice(1).join(".")) });
    return field;
  };
}

/** Which table an export fills, and where. */
export function useTableWords(): (to: Extract<FileExport["to"], { kind: "table" }>) => string {
  const { t, code } = useWords();
  return ({ at, table, place }) => {
    if (at.file) return t("exports.into_file", { table, file: at.file });
    return at.host ? t("exports.into_server", { table, database: at.database ?? "", host: at.host, kind: code("database_kind", at.kind) }) : place;
  };
}
