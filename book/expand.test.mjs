// The whole expansion, on a small workbook in test-fixture/, and everything that can be wrong with one.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { expandBook } from "./expand.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const room = mkdtempSync(join(tmpdir(), "workbook-book-"));
after(() => rmSync(room, { recursive: true, force: true }));

const lesson = "chapters/01-first/lesson.md";
const second = "chapters/02-second/lesson.md";
const readme = "chapters/01-first/exercises/count/README.md";

// A copy of the fixture that a test may spoil.
function copyOfFixture() {
  const source = mkdtempSync(join(room, "copy-"));
  cpSync(join(here, "test-fixture"), source, { recursive: true });
  const chapter = (name, uses, exercises) => ({ name, uses, exercises, captured: join(source, "captured", name) });
  return {
    path: (name) => join(source, name),
    append: (name, text) => appendFileSync(join(source, name), text),
    replace(name, from, to) {
      const text = readFileSync(join(source, name), "utf8");
      assert.ok(text.includes(from), `${name} has no '${from}'`);
      writeFileSync(join(source, name), text.replace(from, () => to));
    },
    workbook: { source, build: source, chapters: [chapter("01-first", [], ["count"]), chapter("02-second", ["01-first"], [])] },
  };
}

async function expanded(options) {
  const { files, errors } = await expandBook(copyOfFixture().workbook, options);
  assert.deepEqual(errors, []);
  return files;
}

test("regions lose their marks and their common indentation", async () => {
  const page = (await expanded()).get("01-first/index.md");
  assert.match(page, /```cpp file="chapters\/01-first\/wait.cpp" lines="lines 5–9"\nfor \(Child& child : children\) \{\n  child.wait\(\);  \/\/ blocks\n\}\n```/);
});

test("output stays as it was printed, whatever is in it", async () => {
  const page = (await expanded()).get("01-first/index.md");
  assert.match(page, /````output command=".\/workbook run 01 parallel"\nchild 1: 1 starts\n[^]*```\nall done <in> \{\{1.03\}\} s\n````/);
});

test("figures are quoted in sentences, not in code", async () => {
  const page = (await expanded()).get("01-first/index.md");
  assert.match(page, /took <span class="measured"[^>]*>1.03 s<\/span>, not <span class="measured"[^>]*>10.0 s<\/span>/);
  assert.match(page, /`a \{\{literal\}\}`/);
  assert.match(page, /<<< wait.cpp#not-a-directive\n\{\{not\/a-figure\}\}/);
});

test("a section that cannot run on this machine has its reason in place of figures and pictures", async () => {
  const book = copyOfFixture();
  rmSync(book.path("captured/01-first/parallel.figures"));
  rmSync(book.path("captured/01-first/parallel.timeline.json"));
  writeFileSync(book.path("captured/01-first/parallel.txt"), "Not here: a library is missing\n");
  writeFileSync(book.path("captured/01-first/parallel.missing"), "a library is missing");
  const { files, errors } = await expandBook(book.workbook);
  assert.deepEqual(errors, []);
  const page = files.get("01-first/index.md");
  assert.match(page, /took <span class="measured" title="a library is missing">\(not measured here\)<\/span>/);
  assert.match(page, /Not here: a library is missing/);
});

test("speaker notes are on the teacher's page, not in the lesson", async () => {
  const files = await expanded();
  assert.doesNotMatch(files.get("01-first/index.md"), /Ask the class/);
  assert.match(files.get("instructor/01-first.md"), /## \[The obvious answer\]\(..\/01-first\/index.md#the-obvious-answer\)\n\nAsk the class \*\*how long\*\*[^]*1.03 s/);
  assert.match(files.get("instructor/01-first.md"), /Most people try/);
});

test("a timeline is drawn for wide pages and for phones, and told in words", async () => {
  const page = (await expanded()).get("01-first/index.md");
  assert.match(page, /<svg class="wide"[^]*<svg class="narrow"[^]*child 10: runs from 20 ms to 1.02 s \(sleep 1\)/);
  assert.match(page, /<desc [^>]*>11 lanes over 1.03 s; at most 10 run at once; at most 1 waits at once.<\/desc>/);
});

test("a curve is drawn for wide pages and for phones, and told in words", async () => {
  const page = (await expanded()).get("01-first/index.md");
  assert.match(page, /<figure class="curve" v-pre>[^]*<svg class="wide"[^]*<svg class="narrow"[^]*<li>waiting \(times as fast\): 1 at 1 workers; 1.98 at 2 workers<\/li>/);
});

test("an exercise's page has the task, the starter, the test, the wrong answers and the solution", async () => {
  const page = (await expanded()).get("01-first/count.md");
  assert.match(page, /# Count: without losing any/);
  for (const file of ["starter/count.hpp", "test.cpp", "wrong/two-steps/count.hpp", "solution/count.hpp"]) {
    assert.ok(page.includes(`file="chapters/01-first/exercises/count/${file}"`), file);
  }
  assert.match(page, /Why it tempts.\*\* `store\(load\(\) \+ 1\)` uses an atomic&lt;int&gt;, so \\\*nothing\\\* can be lost./);
  assert.match(page, /Why it is wrong.\*\* Another thread/);
});

test("what a test uses and no answer changes is on the exercise's page", async () => {
  const book = copyOfFixture();
  const folder = "chapters/01-first/exercises/count";
  assert.doesNotMatch((await expandBook(book.workbook)).files.get("01-first/count.md"), /What the test uses/);
  for (const extension of ["hpp", "cpp"]) writeFileSync(book.path(`${folder}/fixture.${extension}`), `// the ${extension}\n`);
  const { files, errors } = await expandBook(book.workbook);
  assert.deepEqual(errors, []);
  assert.match(files.get("01-first/count.md"),
    /::: details What the test uses\n\n```cpp file="[^"]*fixture.hpp"[^]*the hpp\n```\n\n```cpp file="[^"]*fixture.cpp"[^]*the cpp\n```\n\n:::/);
});

test("a prediction is a quiz with its answer folded in it", async () => {
  const book = copyOfFixture();
  book.append(lesson, "\n<<< predict parallel\n");
  writeFileSync(book.path("chapters/01-first/predict.json"), JSON.stringify({
    parallel: { question: "How long do *ten* take?", choices: ["as one", "as ten"], answer: 1, because: "They overlap." },
  }));
  const { files, errors } = await expandBook(book.workbook);
  assert.deepEqual(errors, []);
  assert.match(files.get("01-first/index.md"),
    /:::: details Before you look: How long do \\\*ten\\\* take\?\n\n1\. as one\n2\. as ten\n\n::: details The answer\n\n\*\*as one\.\*\* They overlap\.\n/);
});

test("a prediction about an exercise stands on its page", async () => {
  const book = copyOfFixture();
  const about = (answer) => writeFileSync(book.path("chapters/01-first/predict.json"), JSON.stringify({
    "exercises/count": { question: "How many?", choices: ["ten", "fewer"], answer, because: "Some are lost." },
  }));
  about(2);
  const { files, errors } = await expandBook(book.workbook);
  assert.deepEqual(errors, []);
  assert.match(files.get("01-first/count.md"), /Before you look: How many\?[^]*\*\*fewer\.\*\* Some are lost\.[^]*## Where you start/);
  about(3);
  assert.match((await expandBook(book.workbook)).errors.join("\n"), /count\/README.md:1: [^]*has no choice 3/);
});

test("links lead to pages, and without a repository to copies of files", async () => {
  const page = (await expanded()).get("01-first/index.md");
  assert.match(page, /\[zombie\]\(..\/glossary.md#zombie\)/);
  assert.match(page, /\[Count\]\(count.md\)/);
  assert.match(page, /\[the whole file\]\(\/files\/chapters\/01-first\/wait.cpp.txt\)/);
  assert.ok((await expanded()).has("public/files/chapters/01-first/wait.cpp.txt"));
});

test("with a repository, file names are links to their lines", async () => {
  const page = (await expanded({ repository: "https://example.org/a/b/", ref: "v1" })).get("01-first/index.md");
  assert.match(page, /href="https:\/\/example.org\/a\/b\/blob\/v1\/chapters\/01-first\/wait.cpp#L5-L9"/);
  assert.match(page, /\[the whole file\]\(https:\/\/example.org\/a\/b\/blob\/v1\/chapters\/01-first\/wait.cpp\)/);
});

test("the book's own pages list chapters, schedule and prerequisites", async () => {
  const files = await expanded();
  assert.match(files.get("index.md"), /1\. \*\*\[Start and wait: children\]\(01-first\/index.md\)\*\*/);
  assert.match(files.get("index.md"), /Chapter 2 builds on 1\./);
  assert.match(files.get("instructor.md"), /\| \*\*All of it\*\* \| 35 min \| 30 min \| 1 h 5 min \|/);
  assert.match(files.get("instructor.md"), /Test CPU, 2 cores, 4.0 GiB/);
  assert.match(files.get("glossary.md"), /\[Pipe\]\(#pipe\) · \[Zombie\]\(#zombie\)/);
});

// Each: how a workbook is spoiled, and the errors that it must give: all of them, with file and line.
const spoiled = {
  "no such region": [
    (book) => book.append(lesson, "\n<<< wait.cpp#loops\n"),
    [`${lesson}:55: there is no region 'loops' in chapters/01-first/wait.cpp; its regions: one, loop`],
  ],
  "no such file": [
    (book) => book.append(lesson, "\n<<< waits.cpp#loop\n<<< shared/none/x.hpp\n"),
    [
      `${lesson}:55: there is no file chapters/01-first/waits.cpp; files like it in chapters/01-first: wait.cpp`,
      `${lesson}:56: there is no file shared/none/x.hpp; there is no folder shared/none`,
    ],
  ],
  "no such section": [
    (book) => book.append(lesson, "\n<<< output serial\n<<< output\n<<< timeline 09-none/x\n"),
    [
      `${lesson}:55: there is no section 'serial' in 01-first; its sections: parallel`,
      `${lesson}:56: '<<< output' names no section`,
      `${lesson}:57: there is no chapter '09-none'; chapters: 01-first, 02-second`,
    ],
  ],
  "a section without a timeline": [
    (book) => book.append(second, "\n<<< timeline hello\n"),
    [`${second}:15: section 'hello' of 02-second recorded no timeline; there are no sections that did`],
  ],
  "a section without a curve": [
    (book) => book.append(second, "\n<<< curve hello\n"),
    [`${second}:15: section 'hello' of 02-second recorded no curve; there are no sections that did`],
  ],
  "a chapter that was not captured": [
    (book) => {
      rmSync(book.path("captured/02-second"), { recursive: true });
      book.append(second, "\n<<< output hello\n");
    },
    [`${second}:15: nothing of 02-second was captured in this build, so there is no section 'hello'; run: cmake --build build --target capture`],
  ],
  "no such figure": [
    (book) => book.append(lesson, "\nIt took {{parallel/speed}} and {{oops}}.\n"),
    [
      `${lesson}:55: section 'parallel' of 01-first measured no 'speed'; its figures: elapsed, serial`,
      `${lesson}:55: '{{oops}}' is not written like {{section/figure}}`,
    ],
  ],
  "a directive that is none": [
    (book) => book.append(lesson, "\n<<< schedule\n<<< parallel output\n"),
    [
      `${lesson}:55: there is no file chapters/01-first/schedule; files like it in chapters/01-first: `,
      `${lesson}:56: '<<< parallel output' is neither a file nor one of: output, timeline, curve, predict`,
    ],
  ],
  "predictions that are not there or not right": [
    (book) => {
      book.append(lesson, "\n<<< predict parallel\n<<< predict serial\n<<< predict\n");
      writeFileSync(book.path("chapters/01-first/predict.json"),
        JSON.stringify({ parallel: { question: "How long?", choices: ["1 s", "10 s"], answer: 3, because: "" } }));
      book.append(second, "\n<<< predict hello\n");
    },
    [
      `${lesson}:55: chapters/01-first/predict.json: the question about 'parallel' has no choice 3 for its 'answer'`,
      `${lesson}:56: chapters/01-first/predict.json has no question about 'serial'; its questions: parallel`,
      `${lesson}:57: '<<< predict' names no section`,
      `${second}:15: there is no file chapters/02-second/predict.json with a question about 'hello'`,
    ],
  ],
  "dead links": [
    (book) => book.append(lesson, "\n[a](nosuch.md) and [b](../../book/pages/none.md#x),\n[c](exercises/count/README.md#hint-9) [d](#nowhere)\n[e](/nothing)\n"),
    [
      `${lesson}:55: dead link 'nosuch.md': there is no file chapters/01-first/nosuch.md`,
      `${lesson}:55: dead link '../../book/pages/none.md#x': there is no file book/pages/none.md`,
      `${lesson}:56: dead link 'count.md#hint-9': ${readme} has no heading for '#hint-9'; its anchors: count-`,
      `${lesson}:56: dead link '#nowhere': ${lesson} has no heading for '#nowhere'; its anchors: start-and-wait-children, the-obvious-answer, the-picture, exercises`,
      `${lesson}:57: dead link '/nothing': there is no such page; pages: 01-first/index.md, `,
    ],
  ],
  "dead anchors": [
    (book) => book.append(lesson, "\nA paragraph\nthen [d](#the-pict) or\n<a href=\"#e\">e</a>, [f](/nothing)\n"),
    [
      `${lesson}:56: dead link '#the-pict': ${lesson} has no heading for '#the-pict'; its anchors: the-picture`,
      `${lesson}:57: dead link '#e': ${lesson} has no heading for '#e'; its anchors: `,
      `${lesson}:57: dead link '/nothing': there is no such page; pages: `,
    ],
  ],
  "a template's brackets outside of code": [
    (book) => book.append(lesson, "\nUse a std::vector<int> here.\n"),
    [`${lesson}:55: '<int' is not an HTML tag; code in a sentence goes in \`backquotes\``],
  ],
  "commands for what is not there": [
    (book) => book.append(lesson, "\n`./workbook run 01 paralel`, `./workbook check 01/counts`, `./workbook run 07`\n"),
    [`${lesson}:55: './workbook run 01 paralel': 01-first has no such section; its sections: parallel`],
  ],
  "blocks that are never closed": [
    (book) => book.append(lesson, "\n::: notes\nx\n\n```cpp\n"),
    [
      `${lesson}:55: the block '::: notes' is never closed with :::`,
      `${lesson}:58: this code block is never closed with \`\`\``,
    ],
  ],
  "marks of regions that do not match": [
    (book) => book.append("chapters/01-first/wait.cpp", "// #region half\n// #endregion other\n"),
    [
      "chapters/01-first/wait.cpp:13: region 'half' has no #endregion half",
      "chapters/01-first/wait.cpp:14: #endregion other without its #region",
    ],
  ],
  "an empty region": [
    (book) => {
      book.append("chapters/01-first/wait.cpp", "// #region none\n// #endregion none\n");
      book.append(lesson, "\n<<< wait.cpp#none\n");
    },
    [`${lesson}:55: region 'none' in chapters/01-first/wait.cpp is empty`],
  ],
  "front matter with holes": [
    (book) => {
      book.replace(lesson, "item: Start programs and wait for all of them at once.\n", "");
      book.replace(lesson, "exercises: 30", "exercises: 45");
      book.replace(readme, "minutes: 30", "minutes: half an hour");
    },
    [
      `${readme}:3: 'minutes' in the front matter is not a number`,
      `${lesson}:1: the front matter has no 'item'`,
      `${lesson}:7: minutes says exercises: 45, but its exercises add up to 0`,
    ],
  ],
  "no front matter": [
    (book) => book.replace(second, "---\n", ""),
    [`${second}:1: there is no front matter; it needs title, part, item, objectives, minutes`],
  ],
  "front matter that never ends": [
    (book) => book.replace(second, "---\nBuilds", "Builds"),
    [`${second}:1: the front matter is never closed with a line of ---`],
  ],
  "an exercise that the lesson does not mention": [
    (book) => book.replace(lesson, "- [Count](exercises/count/README.md)\n", ""),
    [`${lesson}:1: the lesson does not link its exercise exercises/count/README.md`],
  ],
  "a wrong answer that does not say why": [
    (book) => {
      book.replace("chapters/01-first/exercises/count/wrong/no-lock/count.hpp", "// Wrong: ", "// ");
      mkdirSync(book.path("chapters/01-first/exercises/count/wrong/empty"));
    },
    [
      `${readme}:1: the wrong answer 'empty' has no file chapters/01-first/exercises/count/wrong/empty/count.hpp`,
      "chapters/01-first/exercises/count/wrong/no-lock/count.hpp:1: the comment at the top has no 'Wrong: …'",
    ],
  ],
  "an exercise without its solution": [
    (book) => rmSync(book.path("chapters/01-first/exercises/count/solution/count.hpp")),
    [`${readme}:4: there is no file chapters/01-first/exercises/count/solution/count.hpp`],
  ],
  "a page without a title": [
    (book) => writeFileSync(book.path("book/pages/blank.md"), "Text.\n"),
    ["book/pages/blank.md:1: the page has neither a '# heading' nor a title in its front matter"],
  ],
  "a page that names no chapter": [
    (book) => book.append("book/pages/index.md", "\n<<< output parallel\n"),
    ["book/pages/index.md:7: on this page a section is written with its chapter, as in 01-subprocess/parallel"],
  ],
};

for (const [name, [spoil, wanted]] of Object.entries(spoiled)) {
  test(`told with file and line: ${name}`, async () => {
    const book = copyOfFixture();
    spoil(book);
    const { files, errors } = await expandBook(book.workbook);
    assert.equal(files.size, 0);
    assert.deepEqual(errors.map((error, index) => error.slice(0, wanted[index]?.length ?? undefined)), wanted);
  });
}

test("the command writes nothing when something is wrong, and exits with 1", () => {
  const book = copyOfFixture();
  writeFileSync(book.path("workbook.json"), JSON.stringify(book.workbook));
  const run = () => spawnSync(process.execPath, [join(here, "expand.mjs"), "--workbook", book.path("workbook.json"), "--out", book.path("out")], { encoding: "utf8" });
  assert.equal(run().status, 0);
  const before = readFileSync(book.path("out/01-first/index.md"), "utf8");

  book.append(lesson, "\n<<< wait.cpp#loops\n");
  const { status, stdout, stderr } = run();
  assert.equal(status, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^chapters\/01-first\/lesson.md:55: there is no region 'loops'[^\n]*\n$/);
  assert.equal(readFileSync(book.path("out/01-first/index.md"), "utf8"), before);
});

test("the command says how it is used, and exits with 2", () => {
  const { status, stderr } = spawnSync(process.execPath, [join(here, "expand.mjs")], { encoding: "utf8" });
  assert.equal(status, 2);
  assert.match(stderr, /^book: usage: [^\n]*\n$/);
  assert.ok(existsSync(here));
});
