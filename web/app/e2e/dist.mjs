// What `npm run build` wrote, before a server that carries another app or none: with ANLASS_DIST=1 the app comes from
// `dist/`, and everything else, headers included, from the server.
import { createServer, request } from "node:http";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));
const KINDS = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".html": "text/html; charset=utf-8", ".json": "application/json" };

/** Listens before the server at `url`; answers its own address. */
export async function before(url) {
  if (!existsSync(join(DIST, "index.html"))) throw new Error(`there is no ${DIST}/index.html\n  help: npm run build`);
  const { hostname, port } = new URL(url);
  const gate = createServer((asked, answer) => {
    const path = new URL(asked.url, url).pathname;
    const file = join(DIST, normalize(path));
    const kind = KINDS[extname(file)];
    if (asked.method === "GET" && kind !== undefined && existsSync(file)) return void answer.writeHead(200, { "content-type": kind }).end(readFileSync(file));
    const forward = request({ hostname, port, path: asked.url, method: asked.method, headers: { ...asked.headers, "accept-encoding": "identity" } }, (told) => {
      const isApp = asked.method === "GET" && told.statusCode < 500 && !/^\/(api|v1)\//.test(path) && /html/.test(told.headers["content-type"] ?? "");
      if (!isApp) return void told.pipe(answer.writeHead(told.statusCode, told.headers));
      const pieces = [];
      told.on("data", (piece) => pieces.push(piece)).on("end", () => {
        const page = Buffer.concat(pieces);
        const own = page.includes('id="root"') ? readFileSync(join(DIST, "index.html")) : page;
        answer.writeHead(told.statusCode, { ...told.headers, "content-length": own.length }).end(own);
      });
    });
    forward.on("error", () => answer.destroy());
    asked.pipe(forward);
  }).listen(0, "127.0.0.1");
  await once(gate, "listening");
  return { url: `http://127.0.0.1:${gate.address().port}`, stop: () => gate.close() };
}
