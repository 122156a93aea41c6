import { posix } from "node:path";

import { escapeMarkdown } from "./html.mjs";
import { kickerPart, withHead } from "./lesson.mjs";
import { made } from "./lines.mjs";
import { listing } from "./listing.mjs";
import { expandMarkdown } from "./markdown.mjs";
import { asks, quiz } from "./predict.mjs";
import { hours } from "./schedule.mjs";

// The page of an exercise: the task, and folded below it the starter, the test, the answers that look
// right and are not, and the solution.
export function exercisePage(book, exercise) {
  const { chapter, page, folder, file } = exercise;
  const { lines, notes } = expandMarkdown(book, page);
  exercise.notes = notes;
  exercise.wrong = wrongAnswers(book, exercise);
  page.lines = lines;
  if (!file) return;
  const short = `${chapter.name.slice(0, 2)}/${exercise.name}`;
  const head = withHead(page, lines, [
    `<p class="kicker">Exercise · Chapter ${chapter.number} · ${kickerPart(chapter.part)}</p>`,
    "",
  ], [
    "",
    `<div class="at-a-glance">`,
    "",
    `- chapter: [${chapter.number}. ${chapter.title}](${book.link(page, chapter.page)})`,
    `- time: ${hours(exercise.minutes)}`,
    `- your file: \`work/${chapter.name}/${exercise.name}/${file}\``,
    `- check it: \`./workbook check ${short}\`, or at each save: \`./workbook watch ${short}\``,
    "",
    "</div>",
    "",
  ]);
  const origin = { file: page.source, line: 1 };
  page.lines = [...head, ...made([
    "",
    ...question(book, exercise),
    "## Where you start",
    "",
    `\`./workbook check ${short}\` copies the starter to \`work/${chapter.name}/${exercise.name}/${file}\` the first time, builds it with the test and runs both. Edit your copy and check again.`,
    "",
    ...folded("The starter", listingOf(book, `${folder}/starter/${file}`)),
    "",
    ...declarations(book, exercise),
    ...folded("The test that decides", listingOf(book, `${folder}/test.cpp`)),
    "",
    ...fixture(book, exercise),
    "## Answers that look right and are not",
    "",
    "Each of them reads well and is rejected. Open them once yours passes: would you have seen why?",
    "",
    ...exercise.wrong.flatMap((answer) => wrongAnswer(answer)),
    "## A solution",
    "",
    ...folded("Show it (try first: the struggle is the exercise)", listingOf(book, `${folder}/solution/${file}`)),
  ].join("\n"), origin)];
}

// The header beside the test, which declares what an answer that is no header defines.
function declarations(book, { folder, file }) {
  const header = `${folder}/${file.replace(/\.cpp$/, ".hpp")}`;
  return book.isFile(header) ? [...folded("The header that declares it", listingOf(book, header)), ""] : [];
}

// What the test uses and no answer changes, where that has files of its own.
function fixture(book, { folder }) {
  const files = ["hpp", "cpp"].map((extension) => `${folder}/fixture.${extension}`);
  if (!files.every((file) => book.isFile(file))) return [];
  return [...folded("What the test uses", files.map((file) => listingOf(book, file)).join("\n\n")), ""];
}

// What `./workbook watch` asks before the first run, where the chapter has a question about the exercise.
function question(book, { chapter, name, page }) {
  if (!asks(book, chapter, `exercises/${name}`)) return [];
  const { text, problem } = quiz(book, chapter, `exercises/${name}`);
  if (problem) book.errors.add(page.source, 1, problem);
  return text ? [text, ""] : [];
}

// The folders of wrong/ with what their first lines tell: [{title, rejected, tempting, wrong, code}].
function wrongAnswers(book, { folder, file }) {
  return book.folders(`${folder}/wrong`).flatMap((name) => {
    const path = posix.join(folder, "wrong", name, file ?? "");
    if (!book.isFile(path)) {
      book.errors.add(posix.join(folder, "README.md"), 1, `the wrong answer '${name}' has no file ${path}`);
      return [];
    }
    const lines = book.read(path).split("\n");
    const end = lines.findIndex((line) => !line.startsWith("//"));
    const told = readComment(lines.slice(0, end));
    for (const [key, text] of Object.entries(told)) {
      if (text === "") book.errors.add(path, 1, `the comment at the top has no '${key[0].toUpperCase()}${key.slice(1)}: …'`);
    }
    const title = sentence(name.replaceAll("-", " "));
    return [{ title, ...told, code: listing(book, path, end + 1, lines.length) }];
  });
}

// "// Rejected: kind "text"", and below it "Tempting: …" and "Wrong: …", wherever its lines are broken.
function readComment([first = "", ...rest]) {
  const text = rest.map((line) => line.replace(/^\/\/\s*/, "")).join(" ").trim();
  const part = (pattern) => pattern.exec(text)?.[1].trim() ?? "";
  return {
    rejected: /^\/\/ Rejected: *(.*)$/.exec(first)?.[1] ?? "",
    tempting: part(/(?:^|\s)Tempting: *(.*?)(?=\sWrong: |$)/),
    wrong: part(/(?:^|\s)Wrong: *(.*)$/),
  };
}

function wrongAnswer({ title, rejected, tempting, wrong, code }) {
  const [, kind, text] = /^(\w+) +"(.*)"$/.exec(rejected) ?? [null, rejected, ""];
  return [
    `:::: details ${title}`,
    "",
    `**Why it tempts.** ${escapeMarkdown(sentence(tempting))}`,
    "",
    `**Why it is wrong.** ${escapeMarkdown(sentence(wrong))}`,
    "",
    `**How it is caught.** ${escapeMarkdown(caught[kind] ?? kind)}${text ? `: *${escapeMarkdown(text)}*` : ""}`,
    "",
    ...folded("Its code", code),
    "::::",
    "",
  ];
}

function sentence(text) {
  return text.replace(/^./, (letter) => letter.toUpperCase());
}

const caught = {
  compile: "It does not compile",
  assert: "A check of the test fails",
  race: "ThreadSanitizer or the schedule explorer reports a race",
  deadlock: "A deadlock is reported",
  timeout: "It gets stuck and is stopped",
  leak: "Something is left behind",
  crash: "It crashes",
};

function listingOf(book, path) {
  return book.isFile(path) ? listing(book, path) : "";
}

function folded(summary, code) {
  return [`::: details ${summary}`, "", code, "", ":::"];
}
