// Writes src/api/generated.ts from the server's own description of its API: npm run generate.
// With --check it only says whether the file is up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { register } from "node:module";
import { fileURLToPath } from "node:url";

// openapi-typescript 7 fails under TypeScript 7 (its issue 2841); it alone gets TypeScript 6.
const SIX = `export const resolve = (name, context, next) => next(name === "typescript" ? "typescript-six" : name, context);`;
register(`data:text/javascript,${encodeURIComponent(SIX)}`);
const { default: openapi, astToString } = await import("openapi-typescript");

const target = fileURLToPath(new URL("../src/api/generated.ts", import.meta.url));
const source = new URL("../../../crates/anlass-server/openapi.json", import.meta.url);
const HEAD = "// Generated from crates/anlass-server/openapi.json by `npm run generate`; not edited by hand.\n";

const text = HEAD + astToString(await openapi(JSON.parse(readFileSync(source, "utf8")), { alphabetize: true }));
if (!process.argv.includes("--check")) {
  writeFileSync(target, text);
} else if (readFileSync(target, "utf8") !== text) {
  console.error("src/api/generated.ts is not what the server says\n  help: npm run generate");
  process.exitCode = 1;
}
