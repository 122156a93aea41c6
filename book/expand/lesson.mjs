import { expandMarkdown } from "./markdown.mjs";
import { made } from "./lines.mjs";
import { hours } from "./schedule.mjs";

// The page of a chapter: what it is about and what it takes, then the lesson.
export function lessonPage(book, chapter) {
  const { page } = chapter;
  const { lines, notes } = expandMarkdown(book, page);
  chapter.notes = notes;
  for (const { name, page: exercise } of chapter.exercises) {
    const linked = lines.some(({ text, code }) => !code && text.includes(`](${book.link(page, exercise)}`));
    if (!linked) book.errors.add(page.source, 1, `the lesson does not link its exercise exercises/${name}/README.md`);
  }
  page.lines = withHead(page, lines, [
    `<p class="kicker">Chapter ${chapter.number} · ${kickerPart(chapter.part)}</p>`,
    "",
  ], [
    "",
    `<div class="lead">`,
    "",
    chapter.item ?? "",
    "",
    `</div>`,
    "",
    `<div class="at-a-glance">`,
    "",
    "**After this chapter you can**",
    "",
    ...chapter.objectives.map((objective) => `- ${objective}`),
    "",
    "**It takes**",
    "",
    `- reading: ${hours(chapter.minutes.reading)}`,
    `- exercises: ${hours(chapter.minutes.exercises)}`,
    `- before it: ${names(book, page, chapter.uses) || "no other chapter"}`,
    `- run it: \`./workbook run ${chapter.name.slice(0, 2)}\``,
    "",
    "</div>",
    "",
  ]);
}

// The lines of a page with `above` before its main heading and `below` after it; the heading comes from
// the front matter when the text has none.
export function withHead(page, lines, above, below) {
  const at = lines.findIndex(({ text, code }) => !code && /^# /.test(text));
  const origin = { file: page.source, line: 1 };
  const heading = at < 0 ? made(`# ${page.title}`, origin) : [lines[at]];
  return [
    ...made(above.join("\n"), origin),
    ...heading,
    ...made(below.join("\n"), origin),
    ...(at < 0 ? lines : [...lines.slice(0, at), ...lines.slice(at + 1)]),
  ];
}

// Links to chapters by their names.
export function names(book, from, chapters) {
  return chapters
    .map((name) => book.program(name))
    .filter(Boolean)
    .map((chapter) => `[${chapter.number}. ${chapter.title}](${book.link(from, chapter.page)})`)
    .join(", ");
}

// "1. Processes" -> "Part 1, Processes"
export function kickerPart(part) {
  return String(part).replace(/^(\d+)\.\s*/, "Part $1, ");
}
