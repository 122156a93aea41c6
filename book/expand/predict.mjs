import { instead } from "./errors.mjs";
import { escapeMarkdown } from "./html.mjs";

// Whether the chapter's predict.json has a question `about` that.
export function asks(book, chapter, about) {
  const { questions } = read(book, chapter);
  return Boolean(questions?.[about]);
}

// The question `about` a section or an exercise of a chapter (`race`, `exercises/transfer`), from the chapter's
// predict.json, as a quiz that is folded: {text} or {problem}.
export function quiz(book, chapter, about) {
  const { path, questions, problem } = read(book, chapter);
  if (problem) return { problem };
  if (!questions) return { problem: `there is no file ${path} with a question about '${about}'` };
  const question = questions[about];
  if (!question) return { problem: `${path} has no question about '${about}'; ${instead("its questions", Object.keys(questions))}` };
  const wrong = mistake(chapter, about, question);
  if (wrong) return { problem: `${path}: the question about '${about}' ${wrong}` };
  return {
    text: [
      `:::: details Before you look: ${oneLine(question.question)}`,
      "",
      ...question.choices.map((choice, index) => `${index + 1}. ${oneLine(choice)}`),
      "",
      "::: details The answer",
      "",
      `**${oneLine(question.choices[question.answer - 1])}.** ${oneLine(question.because)}`,
      "",
      ":::",
      "",
      "::::",
    ].join("\n"),
  };
}

function read(book, chapter) {
  const path = `${chapter.folder}/predict.json`;
  if (!book.isFile(path)) return { path };
  try {
    return { path, questions: JSON.parse(book.read(path)) };
  } catch (error) {
    return { path, problem: `${path} is no JSON: ${error.message}` };
  }
}

function mistake(chapter, about, { question, choices, answer, because }) {
  if (typeof question !== "string" || typeof because !== "string") return "needs a text for 'question' and for 'because'";
  if (!Array.isArray(choices) || choices.length < 2 || choices.length > 9) return "needs 2 to 9 'choices'";
  if (!Number.isInteger(answer) || answer < 1 || answer > choices.length) return `has no choice ${answer} for its 'answer'`;
  const exercises = chapter.exercises.map(({ name }) => `exercises/${name}`);
  const there = [...chapter.captured.sections, ...exercises];
  return there.includes(about) ? "" : `is about nothing that ${chapter.name} has: ${there.join(", ")}`;
}

function oneLine(text) {
  return escapeMarkdown(text.replace(/\s+/g, " ").trim());
}
