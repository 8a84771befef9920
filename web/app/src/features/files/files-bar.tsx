// Above many files: where each is, what it is read for, and whether only what is read is to be seen.
import { Switch } from "@mantine/core";
import { useWords } from "../../i18n/context";
import type { Read } from "./roles";

interface Of { files: { id: string; file: string }[]; reads: Read[]; only: boolean; setOnly(only: boolean): void }

/** The focus goes along, so that a reader by ear or key goes on from there. */
function jump(id: string) {
  const file = document.getElementById(id);
  file?.focus({ preventScroll: true });
  file?.scrollIntoView({ block: "start" });
}

export function FilesBar({ files, reads, only, setOnly }: Of) {
  const { t, code, format } = useWords();
  const roles = (file: string) => [...new Set(reads.filter((one) => one.file === file && one.role !== "beside").map(({ role }) => code("file_role", role)))];
  const words = (file: string) => (roles(file).length > 0 ? format.list(roles(file)) : reads.some((one) => one.file === file) ? t("imports.beside") : t("files.not_read"));
  return (
    <div className="files-bar">
      {files.length > 1 ? (
        <nav aria-label={t("files.jump")}>
          <ul>
            {files.map(({ id, file }) => (
              <li key={file} className={reads.some((one) => one.file === file) ? "" : "is-unread"}>
                <a href={`#${id}`} onClick={(event) => { event.preventDefault(); jump(id); }}>{file}</a> <span className="muted small">{words(file)}</span>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      <Switch size="sm" label={t("files.only_read")} checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} />
    </div>
  );
}
