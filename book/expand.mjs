// Turns lessons, exercises and the book's own pages into plain Markdown that VitePress renders:
//   node book/expand.mjs --workbook build/workbook.json --out build/book-src
// WORKBOOK_REPOSITORY (https://github.com/owner/name) and WORKBOOK_REF (main) make file names links;
// WORKBOOK_BASE (/) is the path that the book is served under.
// Everything that is wrong is told, one line each, and then nothing is written and the exit status is 1.
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { Book } from "./expand/book.mjs";
import { checkPages } from "./expand/check.mjs";
import { Errors } from "./expand/errors.mjs";
import { exercisePage } from "./expand/exercise.mjs";
import { lessonPage } from "./expand/lesson.mjs";
import { toText } from "./expand/lines.mjs";
import { notesPage, ownPage } from "./expand/pages.mjs";
import { siteData } from "./expand/site.mjs";
import { linkModules, writeFolder } from "./expand/write.mjs";

const here = dirname(fileURLToPath(import.meta.url));

// Returns {files, errors}: the folder's files (path -> content), or what is wrong, a line each.
export async function expandBook(workbook, { repository = "", ref = "main", base = "/" } = {}) {
  const errors = new Errors();
  const book = new Book({ workbook, errors, repository, ref });
  for (const chapter of book.chapters) {
    chapter.notesPage = book.addPage({ out: `instructor/${chapter.name}.md`, title: `Teaching notes: ${chapter.title}`, kind: "notes" });
    chapter.exercises.forEach((exercise) => exercisePage(book, exercise));
    lessonPage(book, chapter);
    notesPage(book, chapter);
  }
  for (const page of book.pages.filter(({ kind }) => kind === "page")) ownPage(book, page);
  await checkPages(book);
  if (errors.count > 0) return { errors: errors.lines(), files: new Map() };

  const files = new Map(book.pages.map((page) => [page.out, frontMatter(page) + toText(page.lines)]));
  for (const [out, source] of book.files) files.set(`public/${out}`, readFileSync(join(book.source, source)));
  files.set(".vitepress/config.mjs",
    `import { site } from ${JSON.stringify(join(here, "site/config.mjs"))};\nexport default site(${JSON.stringify(siteData(book, base), null, 1)});\n`);
  files.set(".vitepress/theme/index.mjs", `export { default } from ${JSON.stringify(join(here, "site/theme/index.mjs"))};\n`);
  return { errors: [], files };
}

function frontMatter({ title, kind, out, source, front = {} }) {
  const values = { title: String(title).replaceAll("`", ""), pageClass: `page-${kind} page-${out.replace(/\.md$/, "").replace(/\W+/g, "-")}`, source };
  if (front.outline !== undefined) values.outline = front.outline;
  return `---\n${Object.entries(values).filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join("\n")}\n---\n\n`;
}

async function main() {
  const { values } = parseArgs({ options: { workbook: { type: "string" }, out: { type: "string" } } });
  if (!values.workbook || !values.out) throw new Error("usage: node book/expand.mjs --workbook build/workbook.json --out build/book-src");
  if (!existsSync(values.workbook)) throw new Error(`there is no ${values.workbook}; configure first: cmake --preset dev`);
  const { WORKBOOK_REPOSITORY: repository, WORKBOOK_REF: ref, WORKBOOK_BASE: base } = process.env;
  const { files, errors } = await expandBook(JSON.parse(readFileSync(values.workbook, "utf8")), {
    repository: repository || "", ref: ref || "main", base: `/${base || ""}/`.replace(/\/+/g, "/"),
  });
  if (errors.length > 0) {
    for (const error of errors) console.error(error);
    process.exitCode = 1;
    return;
  }
  const out = resolve(values.out);
  writeFolder(out, files);
  linkModules(out, join(here, "node_modules"));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`book: ${error.message}`);
    process.exitCode = error.message.startsWith("usage") || error.code?.startsWith("ERR_PARSE_ARGS") ? 2 : 1;
  });
}
