import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { serve } from "./serve.mjs";

const program = fileURLToPath(new URL("serve.mjs", import.meta.url));
const room = mkdtempSync(join(tmpdir(), "workbook-serve-"));
after(() => rmSync(room, { recursive: true, force: true }));
writeFileSync(join(room, "secret.txt"), "secret");

function makeBook(name, base) {
  const folder = join(room, name);
  mkdirSync(join(folder, "assets"), { recursive: true });
  mkdirSync(join(folder, "01-first"));
  writeFileSync(join(folder, "index.html"), `<link href="${base}assets/style.css">`);
  writeFileSync(join(folder, "01-first/index.html"), "first");
  writeFileSync(join(folder, "setup.html"), "setup");
  writeFileSync(join(folder, "404.html"), "not here");
  writeFileSync(join(folder, "assets/app.js"), "1");
  writeFileSync(join(folder, "assets/a.woff2"), "1");
  symlinkSync(join(room, "secret.txt"), join(folder, "link.txt"));
  return folder;
}

// Asks for a path exactly as it is written; fetch() would tidy it.
function get(url, path, method = "GET") {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode, type: response.headers["content-type"], to: response.headers.location, body }));
    }).on("error", reject).end();
  });
}

test("pages, folders and assets with their types", async () => {
  const { url, close } = await serve(makeBook("plain", "/"));
  assert.deepEqual(await get(url, "/01-first/"), { status: 200, type: "text/html; charset=utf-8", to: undefined, body: "first" });
  assert.equal((await get(url, "/setup?x#y")).body, "setup");
  assert.equal((await get(url, "/assets/app.js")).type, "text/javascript; charset=utf-8");
  assert.equal((await get(url, "/assets/a.woff2")).type, "font/woff2");
  assert.equal((await get(url, "/setup.html", "HEAD")).body, "");
  assert.equal((await get(url, "/setup.html", "POST")).status, 405);
  await close();
});

test("what is not there is the 404 page", async () => {
  const { url, close } = await serve(makeBook("missing", "/"));
  for (const path of ["/nosuch.html", "/assets/", "/%zz", "/a%00b"]) {
    assert.deepEqual(await get(url, path), { status: 404, type: "text/html; charset=utf-8", to: undefined, body: "not here" }, path);
  }
  await close();
});

test("nothing outside of the book is served", async () => {
  const { url, close } = await serve(makeBook("inside", "/"));
  for (const path of ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "//secret.txt", "/link.txt"]) {
    const { status, body } = await get(url, path);
    assert.deepEqual([path, status, body], [path, 404, "not here"]);
  }
  await close();
});

test("a book for another base path is served under it", async () => {
  const { url, close } = await serve(makeBook("based", "/name/"));
  assert.match(url, /:\d+\/name\/$/);
  assert.equal((await get(url, "/name/setup.html")).status, 200);
  assert.equal((await get(url, "/setup.html")).status, 404);
  assert.deepEqual(await get(url, "/").then(({ status, to }) => [status, to]), [302, "/name/"]);
  await close();
});

test("a port in use, a folder without a book and a wrong port: one clear line", async () => {
  const folder = makeBook("line", "/");
  const { url, close } = await serve(folder);
  const run = (...args) => {
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
    return [status, stderr];
  };
  const { port } = new URL(url);
  assert.deepEqual(run(folder, "--port", port), [1, `port ${port} is in use; choose another with --port N, or --port 0 for any free one\n`]);
  await close();
  assert.deepEqual(run(join(room, "none")), [1, `there is no book in ${join(room, "none")}; render it first: ./workbook start\n`]);
  assert.deepEqual(run(folder, "--port", "x"), [2, "--port takes a number from 0 to 65535, not 'x'\n"]);
  assert.deepEqual(run(), [2, "usage: node book/serve.mjs BUILD_DIR/book [--port N]\n"]);
});

test("Ctrl-C ends it", async () => {
  const child = spawn(process.execPath, [program, makeBook("ended", "/"), "--port", "0"]);
  const said = await new Promise((resolve) => child.stdout.once("data", (data) => resolve(String(data))));
  assert.match(said, /^The book is at http:\/\/127.0.0.1:\d+\/ \(Ctrl-C ends this\)\n$/);
  child.kill("SIGINT");
  assert.equal(await new Promise((resolve) => child.once("exit", resolve)), 130);
});
