// Serves a rendered book on 127.0.0.1: node book/serve.mjs BUILD_DIR/book [--port N]
// The path it is served under is the one it was rendered for. Ctrl-C ends it.
import { createReadStream, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

// Starts serving; resolves to {url, close} once it listens. Port 0 is any free one.
export function serve(folder, port = 0) {
  const base = baseOf(folder);
  const server = createServer((request, response) => answer(folder, base, request, response));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}${base}`,
        close: () => {
          server.closeAllConnections();
          return new Promise((closed) => server.close(closed));
        },
      }));
  });
}

// "/" or "/name/": what the pages put before the names of their own files.
export function baseOf(folder) {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  return /(?:href|src)="(\/[^"]*?)assets\//.exec(page)?.[1] ?? "/";
}

function answer(folder, base, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return send(response, 405, "only GET and HEAD\n", { Allow: "GET, HEAD" });
  }
  const path = request.url.split(/[?#]/)[0];
  if (path === "/" && base !== "/") return send(response, 302, "", { Location: base });
  const file = path.startsWith(base) || `${path}/` === base ? find(folder, path.slice(base.length)) : null;
  const found = file ?? find(folder, "404.html");
  if (!found) return send(response, 404, "there is no such page\n");
  response.writeHead(file ? 200 : 404, {
    "Content-Type": types[extname(found)] ?? "application/octet-stream",
    "Content-Length": statSync(found).size,
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
  });
  if (request.method === "HEAD") return response.end();
  createReadStream(found).on("error", () => response.destroy()).pipe(response);
}

// The file that a path asks for, if it is one of the folder's own.
function find(folder, path) {
  let name;
  try {
    name = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (name.includes("\0")) return null;
  const inside = realpathSync(folder) + sep;
  for (const candidate of [name, join(name, "index.html"), `${name}.html`]) {
    const file = join(folder, candidate);
    if (existsSync(file) && statSync(file).isFile()) return realpathSync(file).startsWith(inside) ? file : null;
  }
  return null;
}

function send(response, status, text, headers = {}) {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", ...headers });
  response.end(text);
}

function fail(message, status = 1) {
  console.error(message);
  process.exit(status);
}

async function main() {
  const usage = "usage: node book/serve.mjs BUILD_DIR/book [--port N]";
  let args;
  try {
    args = parseArgs({ allowPositionals: true, options: { port: { type: "string" } } });
  } catch (error) {
    fail(`${error.message}\n${usage}`, 2);
  }
  const [folder, ...more] = args.positionals;
  const port = Number(args.values.port ?? 8080);
  if (!folder || more.length > 0) fail(usage, 2);
  if (!Number.isInteger(port) || port < 0 || port > 65535) fail(`--port takes a number from 0 to 65535, not '${args.values.port}'`, 2);
  if (!existsSync(join(folder, "index.html"))) fail(`there is no book in ${folder}; render it first: ./workbook start`);
  for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]]) process.on(signal, () => process.exit(status));
  try {
    const { url } = await serve(folder, port);
    console.log(`The book is at ${url} (Ctrl-C ends this)`);
  } catch (error) {
    if (error.code === "EADDRINUSE") fail(`port ${port} is in use; choose another with --port N, or --port 0 for any free one`);
    if (error.code === "EACCES") fail(`port ${port} needs more rights; choose one above 1023 with --port N`);
    fail(error.message);
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main();
