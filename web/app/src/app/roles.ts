// Who may do what; the server decides, this only explains a disabled button beforehand.
import type { Role } from "../api/schema";

export type Deed = "objection" | "copy" | "erase" | "check" | "publish" | "redrive" | "merge" | "files" | "sources" | "retention" | "out" | "people" | "demo";

const MAY: Record<Deed, readonly Role[]> = {
  objection: ["admin", "marketer", "support"],
  copy: ["admin", "marketer", "support"],
  erase: ["admin"],
  check: ["admin", "marketer", "editor"],
  publish: ["admin", "marketer"],
  redrive: ["admin", "marketer"],
  merge: ["admin", "marketer"],
  files: ["admin", "marketer"],
  sources: ["admin", "marketer"],
  retention: ["admin"],
  out: ["admin"],
  people: ["admin"],
  demo: ["admin", "marketer"],
};

export const may = (role: Role, deed: Deed) => MAY[deed].includes(role);
