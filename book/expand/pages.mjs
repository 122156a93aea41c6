// The book's own pages and the directives that only they have: what is computed from all chapters.
import { escapeMarkdown } from "./html.mjs";
import { kickerPart, names } from "./lesson.mjs";
import { made } from "./lines.mjs";
import { expandMarkdown } from "./markdown.mjs";
import { prerequisitesFigure } from "./prerequisites.mjs";
import { counted, hours, partsOf, sessions, sum } from "./schedule.mjs";
import { slugify } from "../site/slug.mjs";

const sessionLength = 90;

export function ownPage(book, page) {
  page.lines = expandMarkdown(book, page, {
    chapters: () => chapterList(book, page),
    prerequisites: () => prerequisites(book, page),
    schedule: () => schedule(book, page),
    sessions: () => sessionTable(book, page),
    notes: () => noteList(book, page),
    terms: () => terms(page),
    machine: () => machine(book),
  }).lines;
}

function chapterList(book, page) {
  return partsOf(book.chapters).map(({ part, chapters }) => [
    `### ${kickerPart(part).replace(", ", ": ")}`,
    "",
    `<div class="chapters">`,
    "",
    ...chapters.map((chapter) => [
      `${chapter.number}. **[${chapter.title}](${book.link(page, chapter.page)})** <span class="takes">${hours(chapter.minutes.reading)} reading${
        chapter.exercises.length > 0 ? ` · ${counted(chapter.exercises.length, "exercise")}, ${hours(chapter.minutes.exercises)}` : ""}</span>`,
      "",
      `   ${chapter.item}`,
    ].join("\n")),
    "",
    "</div>",
    "",
  ].join("\n")).join("\n");
}

function prerequisites(book, page) {
  if (book.chapters.every(({ uses }) => uses.length === 0)) return "No chapter needs another before it.";
  const chapters = book.chapters.map((chapter) => ({ ...chapter, href: book.href(page, chapter.page) }));
  return [
    prerequisitesFigure(chapters),
    "",
    "| Chapter | Builds on | Needed by |",
    "| --- | --- | --- |",
    ...book.chapters.map((chapter) =>
      `| [${chapter.number}. ${chapter.title}](${book.link(page, chapter.page)}) | ${names(book, page, chapter.uses) || "–"} | ${names(book, page, chapter.usedBy) || "–"} |`),
  ].join("\n");
}

function schedule(book, page) {
  const parts = partsOf(book.chapters);
  const row = (name, reading, exercises) => `| ${name} | ${hours(reading)} | ${hours(exercises)} | ${hours(reading + exercises)} |`;
  return [
    "| Chapter | Reading | Exercises | Together |",
    "| --- | ---: | ---: | ---: |",
    ...parts.flatMap((part) => [
      ...(parts.length > 1 ? [row(`**${kickerPart(part.part)}**`, part.reading, part.exercises)] : []),
      ...part.chapters.map(({ number, title, minutes, page: lesson }) =>
        row(`[${number}. ${title}](${book.link(page, lesson)})`, minutes.reading, minutes.exercises)),
    ]),
    row("**All of it**", sum(parts.map(({ reading }) => reading)), sum(parts.map(({ exercises }) => exercises))),
  ].join("\n");
}

function sessionTable(book, page) {
  return [
    `| Session of ${sessionLength} minutes | What | Takes |`,
    "| --- | --- | ---: |",
    ...sessions(book.chapters, sessionLength).map(({ minutes, items }, index) =>
      `| ${index + 1} | ${items.map(({ text, minutes, page: to }) => `[${text}](${book.link(page, to)}), ${minutes} min`).join("<br>")} | ${hours(minutes)} |`),
  ].join("\n");
}

function noteList(book, page) {
  return book.chapters.map((chapter) => {
    const blocks = chapter.notes.length + chapter.exercises.filter(({ notes }) => notes.length > 0).length;
    return `- [${chapter.number}. ${chapter.title}](${book.link(page, chapter.notesPage)}), ${counted(blocks, "note")}`;
  }).join("\n");
}

// All terms of a glossary: links to the headings of this page.
function terms(page) {
  const links = page.body
    .filter(({ text, code }) => !code && /^## /.test(text))
    .map(({ text }) => text.slice(3).trim())
    .map((term) => `[${term}](#${slugify(term)})`);
  return `<div class="terms">\n\n${links.join(" · ")}\n\n</div>`;
}

function machine(book) {
  return measuredOn(book.machine).map((part) => escapeMarkdown(part)).join(", ");
}

// The machine of machine.json as parts of a sentence.
export function measuredOn(machine) {
  if (!machine) return ["an unnamed machine"];
  const cores = machine.cores && counted(Number(machine.cores), "core");
  return [machine.cpu, cores, machine.memory, machine.kernel, machine.compiler, machine.build_type, machine.date].filter(Boolean).map(String);
}

// A page for each chapter with what the lesson and its exercises tell the one who teaches it.
export function notesPage(book, chapter) {
  const lesson = chapter.page;
  const page = chapter.notesPage;
  const origin = { file: lesson.source, line: 1 };
  const toLesson = book.link(page, lesson);
  const section = (title, notes) => [
    ...made(`\n## ${title}\n`, notes[0].line),
    ...notes.flatMap(({ lines }) => [...lines, ...made("", origin)]),
  ];
  const blocks = [];
  for (const note of chapter.notes) {
    const title = note.heading ? `[${note.heading.text}](${toLesson}#${note.heading.anchor})` : `[Before you start](${toLesson})`;
    if (blocks.at(-1)?.title === title) blocks.at(-1).notes.push(note);
    else blocks.push({ title, notes: [note] });
  }
  page.lines = [
    ...made([
      `<p class="kicker">For those who teach · Chapter ${chapter.number}</p>`,
      "",
      `# ${page.title}`,
      "",
      `For [${chapter.number}. ${chapter.title}](${toLesson}): ${hours(chapter.minutes.reading)} for the lesson, ${hours(chapter.minutes.exercises)} for the exercises. Each heading leads to the section of the lesson that the note belongs to.`,
      "",
      ...(blocks.length === 0 ? ["The lesson has no speaker notes."] : []),
    ].join("\n"), origin),
    ...blocks.flatMap(({ title, notes }) => section(title, notes)),
    ...made("\n## Exercises\n", origin),
    ...chapter.exercises.flatMap((exercise) => [
      ...made([
        `### [${exercise.title}](${book.link(page, exercise.page)})`,
        "",
        `${hours(exercise.minutes)}. Answers that look right and are not: ${exercise.wrong.map(({ title }) => title.toLowerCase()).join("; ")}.`,
        "",
      ].join("\n"), origin),
      ...exercise.notes.flatMap(({ lines }) => [...lines, ...made("", origin)]),
    ]),
  ];
}
