// Checks the expanded pages as VitePress will read them: every internal link has its page and its anchor,
// every tag is HTML's, every command of the workbook names something that exists. VitePress itself lets dead anchors pass, and names generated files in its errors.
import { posix } from "node:path";

import { createMarkdownRenderer } from "vitepress";

import { instead } from "./errors.mjs";
import { toText } from "./lines.mjs";
import { markdownOptions } from "../site/markdown.mjs";

export async function checkPages(book) {
  const markdown = await createMarkdownRenderer(book.source, { ...markdownOptions, highlight: (code) => code });
  for (const page of book.pages) readPage(book, markdown, page);
  const byOut = new Map(book.pages.map((page) => [page.out, page]));
  for (const page of book.pages) {
    for (const line of page.lines) {
      const message = wrongCommand(book, line.text);
      if (message) book.errors.add(line.file, line.line, message);
    }
    for (const link of page.links) {
      const message = deadLink(byOut, book.files, page, link.href);
      if (message) book.errors.add(link.file, link.line, `dead link '${link.href}': ${message}`);
    }
  }
}

// What `./workbook run 01 hello` and `./workbook check 01/capture` name must be there.
function wrongCommand(book, text) {
  for (const [, verb, number, separator, name] of text.matchAll(/\.\/workbook (run|check) (\d\d)(?:([ /])([a-z][a-z0-9-]*))?/g)) {
    const chapter = book.chapters.find((chapter) => chapter.name.startsWith(`${number}-`));
    if (!chapter) return `there is no chapter ${number}; ${instead("chapters", book.chapters.map(({ name }) => name))}`;
    const exercises = chapter.exercises.map(({ name }) => name);
    const sections = chapter.captured.sections;
    if (verb === "run" && separator === " " && !sections.includes(name)) {
      return `'./workbook run ${number} ${name}': ${chapter.name} has no such section; ${instead("its sections", sections)}`;
    }
    if (verb === "check" && separator === "/" && !exercises.includes(name)) {
      return `'./workbook check ${number}/${name}': ${chapter.name} has no such exercise; ${instead("its exercises", exercises)}`;
    }
  }
  return null;
}

// Fills in page.anchors (those of headings also in page.headings) and page.links: [{href, file, line}].
function readPage(book, markdown, page) {
  page.anchors = new Set();
  page.headings = [];
  page.links = [];
  const visit = (token, lines) => {
    const where = (text) => lines.find((line) => line.text.includes(text)) ?? lines[0];
    if (token.type === "heading_open" && token.attrGet("id")) page.headings.push(token.attrGet("id"));
    if (token.type === "link_open" && token.attrGet("class") !== "header-anchor") {
      const href = token.attrGet("href");
      page.links.push({ href, ...where(decode(href)) });
    }
    if (token.type === "html_inline" || token.type === "html_block") {
      for (const [, id] of token.content.matchAll(/\sid="([^"]+)"/g)) page.anchors.add(id);
      for (const [, href] of token.content.matchAll(/<a\s[^>]*?href="([^"]+)"/g)) page.links.push({ href, ...where(href) });
      for (const [tag, name] of token.content.matchAll(/<\/?([A-Za-z][^\s/>]*)/g)) {
        if (htmlTags.has(name.toLowerCase())) continue;
        const line = where(tag);
        book.errors.add(line.file, line.line, `'${tag}' is not an HTML tag; code in a sentence goes in \`backquotes\``);
      }
    }
    for (const child of token.children ?? []) visit(child, lines);
  };
  let lines = page.lines.slice(0, 1);
  for (const token of markdown.parse(toText(page.lines), { path: page.out, relativePath: page.out })) {
    if (token.map) lines = page.lines.slice(token.map[0], Math.max(token.map[1], token.map[0] + 1));
    visit(token, lines);
  }
  for (const heading of page.headings) page.anchors.add(heading);
}

function deadLink(byOut, files, page, href) {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(href)) return null;
  const [written, anchor] = decode(href).split("#");
  const path = written.startsWith("/") ? written.slice(1) : posix.join(posix.dirname(page.out), written);
  if (files.has(path)) return null;
  const to = written === "" ? page : findPage(byOut, path);
  if (!to) return `there is no such page; ${instead("pages", [...byOut.keys()])}`;
  if (!anchor || to.anchors.has(anchor)) return null;
  const near = to.headings.filter((there) => there.includes(anchor) || anchor.includes(there));
  return `${to.source ?? to.out} has no heading for '#${anchor}'; ${instead("its anchors", near.length > 0 ? near : to.headings)}`;
}

function findPage(byOut, path) {
  const bare = path.replace(/\.(md|html)$/, "").replace(/\/$/, "");
  return [`${bare}.md`, posix.join(bare, "index.md"), "index.md"]
    .slice(0, bare === "" || bare === "." ? 3 : 2)
    .map((out) => byOut.get(out))
    .find(Boolean);
}

function decode(href) {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}

const htmlTags = new Set(("a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption " +
  "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody " +
  "td tfoot th thead time tr u ul var wbr svg title desc defs pattern g path rect circle line text tspan polyline polygon").split(" "));
