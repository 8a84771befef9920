import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "vitest";

test("the types of the API are those that the server describes", () => {
  execFileSync(process.execPath, [fileURLToPath(new URL("generate.mjs", import.meta.url)), "--check"], { stdio: ["ignore", "ignore", "inherit"] });
}, 60_000);
