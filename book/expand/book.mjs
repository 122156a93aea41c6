import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";

import { Captured } from "./captured.mjs";
import { splitFrontMatter } from "./front-matter.mjs";
import { toLines } from "./lines.mjs";
import { sum } from "./schedule.mjs";

// The sources of the book and the pages they become. Paths of sources are relative to the repository,
// paths of pages (`out`) to the folder that the expansion fills.
export class Book {
  pages = [];
  files = new Map(); // out -> source: files of the repository that prose links to
  #pageOf = new Map(); // source -> page

  constructor({ workbook, errors, repository = "", ref = "main" }) {
    this.source = workbook.source;
    this.errors = errors;
    this.repository = repository.replace(/\/+$/, "");
    this.ref = ref;
    this.machine = readJson(join(workbook.build, "captured", "machine.json"));
    this.chapters = workbook.chapters.map((chapter) => this.#loadChapter(chapter));
    // Programs outside the chapters whose sections a page may show: `<<< output interleave/deadlock`.
    this.programs = (workbook.programs ?? []).map(({ name, captured }) => ({ name, command: name, captured: new Captured(captured) }));
    for (const chapter of this.chapters) {
      chapter.usedBy = this.chapters.filter(({ uses }) => uses.includes(chapter.name)).map(({ name }) => name);
    }
    for (const source of this.list("book/pages", ".md")) this.#loadPage(source);
  }

  // The chapter, or the program outside the chapters, of this name.
  program(name) {
    return [...this.chapters, ...this.programs].find((program) => program.name === name);
  }

  addPage(page) {
    this.pages.push(page);
    if (page.source && !this.#pageOf.has(page.source)) this.#pageOf.set(page.source, page);
    return page;
  }

  // The page that a source file (or a folder with a README.md or lesson.md) becomes, if any.
  pageOf(source) {
    const path = source.replace(/\/+$/, "");
    return [path, `${path}/README.md`, `${path}/lesson.md`].map((path) => this.#pageOf.get(path)).find(Boolean);
  }

  exists(path) {
    return existsSync(join(this.source, path));
  }

  isFile(path) {
    return this.exists(path) && statSync(join(this.source, path)).isFile();
  }

  read(path) {
    return readFileSync(join(this.source, path), "utf8");
  }

  // Names, as paths of the repository, of the files in a folder that end with `ending`.
  list(folder, ending = "") {
    if (!this.exists(folder)) return [];
    return readdirSync(join(this.source, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map((entry) => posix.join(folder, entry.name))
      .sort();
  }

  folders(folder) {
    if (!this.exists(folder)) return [];
    return readdirSync(join(this.source, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  }

  // Where the repository's site shows a file, or "" when the book was told of none.
  fileUrl(path, lines) {
    if (!this.repository) return "";
    return `${this.repository}/blob/${this.ref}/${path}${lines ? `#L${lines.first}-L${lines.last}` : ""}`;
  }

  // From one page to another, as a link in its Markdown.
  link(from, to) {
    return posix.relative(dirname(from.out), to.out);
  }

  // From one page to another, as a link in its HTML.
  href(from, to) {
    const link = this.link(from, to);
    return `./${link.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, ".html")}`;
  }

  #loadChapter({ name, uses, captured, exercises }) {
    const folder = `chapters/${name}`;
    const source = `${folder}/lesson.md`;
    const chapter = { name, command: name.slice(0, 2), folder, uses, number: Number(/^\d+/.exec(name)[0]), captured: new Captured(captured) };
    const { values, lines, body } = this.#front(source, {
      title: "string", part: "string", item: "string", objectives: "array", minutes: "object",
    });
    const minutes = values.minutes ?? {};
    for (const key of ["reading", "exercises"]) {
      if (typeof minutes[key] !== "number") {
        if (values.minutes) this.errors.add(source, lines.minutes, `minutes has no number for '${key}', as in {reading: 25, exercises: 75}`);
        minutes[key] = 0;
      }
    }
    Object.assign(chapter, values, { minutes, objectives: values.objectives ?? [] });
    chapter.page = this.addPage({ source, out: `${name}/index.md`, folder, chapter, body, title: values.title, kind: "lesson" });
    chapter.exercises = exercises.map((exercise) => this.#loadExercise(chapter, exercise));

    const declared = sum(chapter.exercises.map((exercise) => exercise.minutes));
    if (values.minutes?.exercises !== undefined && minutes.exercises !== declared) {
      this.errors.add(source, lines.minutes, `minutes says exercises: ${minutes.exercises}, but its exercises add up to ${declared}`);
    }
    return chapter;
  }

  #loadExercise(chapter, name) {
    const folder = `${chapter.folder}/exercises/${name}`;
    const source = `${folder}/README.md`;
    const { values, lines, body } = this.#front(source, { title: "string", minutes: "number", file: "string" });
    const exercise = { name, folder, chapter, minutes: 0, ...values };
    for (const path of [`${folder}/test.cpp`, `${folder}/starter/${values.file}`, `${folder}/solution/${values.file}`]) {
      if (values.file && !this.isFile(path)) this.errors.add(source, lines.file, `there is no file ${path}`);
    }
    exercise.page = this.addPage({ source, out: `${chapter.name}/${name}.md`, folder, chapter, exercise, body, title: values.title, kind: "exercise" });
    return exercise;
  }

  #loadPage(source) {
    const { values, body } = splitFrontMatter(toLines(this.read(source), source), this.errors);
    if (values.needs && !this.program(values.needs)) return; // a page about what this machine cannot build
    const title = values.title ?? /^# +(.*)$/m.exec(body.map(({ text }) => text).join("\n"))?.[1];
    if (!title) this.errors.add(source, 1, "the page has neither a '# heading' nor a title in its front matter");
    const out = posix.basename(source);
    this.addPage({ source, out, folder: "", body, title, kind: "page", front: values, order: values.order ?? 50 });
  }

  #front(source, wanted) {
    if (!this.isFile(source)) {
      this.errors.add(source, 1, "there is no such file");
      return { values: {}, lines: {}, body: [] };
    }
    const front = splitFrontMatter(toLines(this.read(source), source), this.errors);
    if (front.broken) return front;
    if (front.missing) {
      this.errors.add(source, 1, `there is no front matter; it needs ${Object.keys(wanted).join(", ")}`);
      return front;
    }
    for (const [key, type] of Object.entries(wanted)) {
      const value = front.values[key];
      const fits = type === "array" ? Array.isArray(value) && value.length > 0 : typeof value === type && !Array.isArray(value);
      if (value === undefined) this.errors.add(source, 1, `the front matter has no '${key}'`);
      else if (!fits) {
        this.errors.add(source, front.lines[key], `'${key}' in the front matter is not ${shape[type]}`);
        delete front.values[key];
      }
    }
    return front;
  }
}

const shape = { string: "text", number: "a number", array: "a list with an item a line", object: "a map like {reading: 25, exercises: 75}" };

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}
