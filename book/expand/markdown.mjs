// Expands one Markdown file: directives, figures, speaker notes, links. Returns {lines, notes}.
import { posix } from "node:path";

import { slugify } from "../site/slug.mjs";
import { curveFigure } from "./curve.mjs";
import { instead } from "./errors.mjs";
import { escapeHtml } from "./html.mjs";
import { made, markFences, outsideCode } from "./lines.mjs";
import { listing, outputBlock } from "./listing.mjs";
import { quiz } from "./predict.mjs";
import { findRegions } from "./regions.mjs";
import { timelineFigure } from "./timeline.mjs";

export function expandMarkdown(book, page, extra = {}) {
  const { prose, notes } = takeNotes(book, markFences(page.body, book.errors));
  const pictures = { count: 0 };
  const expand = (lines) => lines.flatMap((line) => expandLine(book, page, line, extra, pictures));
  return {
    lines: expand(prose),
    notes: notes.map(({ heading, line, lines }) => ({ heading, line, lines: expand(lines) })),
  };
}

// `::: notes` ... `:::` blocks apart from the rest, each with the heading that it stands under.
function takeNotes(book, lines) {
  const prose = [];
  const notes = [];
  const open = []; // containers, innermost last
  const slugs = new Map();
  let heading = null;
  let note = null;
  for (const line of lines) {
    const container = line.code ? null : /^\s*(:{3,})\s*(\w*)/.exec(line.text);
    const title = line.code || note ? null : /^(#{2,6})\s+(.*?)\s*#*$/.exec(line.text);
    if (title) {
      const slug = slugify(title[2]);
      const seen = slugs.get(slug) ?? 0;
      slugs.set(slug, seen + 1);
      heading = { text: title[2], anchor: seen === 0 ? slug : `${slug}-${seen}` };
    }
    if (container && container[2]) {
      open.push({ colons: container[1].length, line });
      if (container[2] === "notes" && !note) {
        note = { heading, line, lines: [], depth: open.length };
        notes.push(note);
        continue;
      }
    } else if (container && open.length > 0) {
      const closed = open.pop();
      if (closed.colons !== container[1].length) {
        book.errors.add(line.file, line.line, `this closes the block of line ${closed.line.line}, but with ${container[1].length} colons in place of ${closed.colons}`);
      }
      if (note && open.length < note.depth) {
        note = null;
        continue;
      }
    }
    (note ? note.lines : prose).push(line);
  }
  for (const { line } of open) book.errors.add(line.file, line.line, `the block '${line.text.trim()}' is never closed with :::`);
  return { prose, notes };
}

function expandLine(book, page, line, extra, pictures) {
  if (line.code) return [line];
  const directive = /^(\s*)<<<(.*)$/.exec(line.text);
  if (!directive) {
    const text = outsideCode(line.text, (part) => expandFigures(book, page, line, part));
    return [{ ...line, text: outsideCode(text, (part) => rewriteLinks(book, page, line, part)) }];
  }
  const [, indent, words] = directive;
  const result = expandDirective(book, page, line, words.trim().split(/\s+/), extra, pictures);
  return made(result.split("\n").map((text) => (text === "" ? "" : indent + text)).join("\n"), line);
}

function expandDirective(book, page, line, [first, second, ...rest], extra, pictures) {
  const problem = (message) => (book.errors.add(line.file, line.line, message), "");
  if (rest.length > 0) return problem(`'<<< ${first} ${second}' is followed by '${rest.join(" ")}'`);
  if (first === "output" || first === "timeline" || first === "curve") {
    const found = findSection(book, page, line, second, first);
    if (!found) return "";
    const { chapter, section } = found;
    if (first !== "output" && chapter.captured.whyMissing(section) !== null) return ""; // its output says why
    if (first === "timeline") return timelineFigure(chapter.captured.timeline(section), `timeline-${++pictures.count}`);
    if (first === "curve") return curveFigure(chapter.captured.curve(section), `curve-${++pictures.count}`);
    const text = chapter.captured.output(section);
    return text === "" ? problem(`section '${section}' printed nothing`) : outputBlock(`./workbook run ${chapter.command} ${section}`, text);
  }
  if (first === "predict" && page.chapter) {
    if (!second) return problem("'<<< predict' names no section");
    const { text, problem: wrong } = quiz(book, page.chapter, second);
    return wrong ? problem(wrong) : text;
  }
  if (second !== undefined) return problem(`'<<< ${first} ${second}' is neither a file nor one of: output, timeline, curve, predict`);
  if (Object.hasOwn(extra, first)) return extra[first]();
  return expandFile(book, page, first, problem);
}

function expandFile(book, page, target, problem) {
  const [file, region, ...more] = target.split("#");
  if (!file || more.length > 0 || region === "") return problem(`'<<< ${target}' is not written like 'file.cpp#region'`);
  const path = sourcePath(page, file);
  if (!book.isFile(path)) {
    const folder = posix.dirname(path);
    const ending = posix.extname(path);
    const there = book.list(folder, ending).map((path) => posix.basename(path));
    return problem(`there is no file ${path}; ${book.exists(folder) ? instead(`files like it in ${folder}`, there) : `there is no folder ${folder}`}`);
  }
  const text = book.read(path);
  const { regions, problems } = findRegions(text);
  for (const { line, message } of problems) book.errors.add(path, line, message);
  if (region === undefined) return listing(book, path);
  const found = regions.get(region);
  if (!found) return problem(`there is no region '${region}' in ${path}; ${instead("its regions", [...regions.keys()])}`);
  if (found.last < found.first) return problem(`region '${region}' in ${path} is empty`);
  return listing(book, path, found.first, found.last);
}

// A file of the page's own folder, of another chapter (05-queues/x.hpp), or of the repository (shared/x.hpp).
function sourcePath(page, file) {
  if (/^\d\d-[a-z0-9-]+\//.test(file)) return posix.join("chapters", file);
  if (/^(shared|chapters|book)\//.test(file)) return posix.normalize(file);
  return posix.join(page.folder, file);
}

// `hello` of the page's own chapter or `01-subprocess/hello`; `kind` is output, timeline or curve.
function findSection(book, page, line, written, kind) {
  const problem = (message) => (book.errors.add(line.file, line.line, message), null);
  if (!written) return problem(`'<<< ${kind}' names no section`);
  const [section, name] = written.split("/").reverse();
  const chapter = name ? book.program(name) : page.chapter;
  if (!chapter) {
    return problem(name ? `there is no chapter '${name}'; ${instead("chapters", book.chapters.map(({ name }) => name))}`
                        : `on this page a section is written with its chapter, as in 01-subprocess/${section}`);
  }
  const { sections, timelines, curves } = chapter.captured;
  const there = { output: sections, timeline: timelines, curve: curves }[kind];
  if (there.includes(section) || chapter.captured.whyMissing(section) !== null) return { chapter, section };
  if (sections.length === 0) {
    return problem(`nothing of ${chapter.name} was captured in this build, so there is no section '${section}'; run: cmake --build build --target capture`);
  }
  if (kind !== "output" && sections.includes(section)) {
    return problem(`section '${section}' of ${chapter.name} recorded no ${kind}; ${instead("sections that did", there)}`);
  }
  return problem(`there is no section '${section}' in ${chapter.name}; ${instead("its sections", sections)}`);
}

function expandFigures(book, page, line, text) {
  return text.replace(/\{\{(.*?)\}\}/g, (written, inner) => {
    const problem = (message) => (book.errors.add(line.file, line.line, message), "");
    const parts = /^([\w.-]+\/)?([\w.-]+)\/([\w.-]+)$/.exec(inner.trim());
    if (!parts) return problem(`'${written}' is not written like {{section/figure}}`);
    const found = findSection(book, page, line, (parts[1] ?? "") + parts[2], "output");
    if (!found) return "";
    const why = found.chapter.captured.whyMissing(found.section);
    if (why !== null) return `<span class="measured" title="${escapeHtml(why)}">(not measured here)</span>`;
    const figures = found.chapter.captured.figures(found.section);
    const figure = figures.get(parts[3]);
    if (figure === undefined) {
      return problem(`section '${found.section}' of ${found.chapter.name} measured no '${parts[3]}'; ${instead("its figures", [...figures.keys()])}`);
    }
    const command = `./workbook run ${found.chapter.command} ${found.section}`;
    return `<span class="measured" title="measured by ${escapeHtml(command)}">${escapeHtml(figure)}</span>`;
  });
}

// Links are written relative to the source file, as GitHub wants them; in the book they lead to the page
// that the file became, or else to the file itself.
function rewriteLinks(book, page, line, text) {
  const rewrite = (target) => rewriteLink(book, page, line, target);
  return text
    .replace(/(\]\()<?([^()\s>]+)>?((?:\s+"[^"]*")?\))/g, (_, before, target, after) => before + rewrite(target) + after)
    .replace(/^(\s{0,3}\[[^\]]+\]:\s+)<?([^\s>]+)>?/, (_, before, target) => before + rewrite(target));
}

function rewriteLink(book, page, line, target) {
  if (/^([a-z][a-z0-9+.-]*:|#|\/)/i.test(target)) return target;
  const [path, anchor] = target.split("#");
  const source = posix.join(posix.dirname(line.file), decodeURI(path));
  const suffix = anchor === undefined ? "" : `#${anchor}`;
  const to = book.pageOf(source);
  if (to) return book.link(page, to) + suffix;
  if (!source.startsWith("../") && book.isFile(source)) {
    const image = /\.(svg|png|jpe?g|gif|webp)$/i.test(source);
    if (book.repository && !image) return book.fileUrl(source) + suffix;
    const copy = `files/${source}${image ? "" : ".txt"}`; // .txt: every server and browser shows it as text
    book.files.set(copy, source);
    return `/${copy}`;
  }
  if (!source.startsWith("../") && book.exists(source) && book.repository) return `${book.repository}/tree/${book.ref}/${source}`;
  book.errors.add(line.file, line.line, `dead link '${target}': there is no ${book.exists(source) ? "page for the folder" : "file"} ${source}`);
  return "#";
}
