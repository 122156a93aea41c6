import assert from "node:assert/strict";
import { test } from "node:test";

import { Errors } from "./errors.mjs";
import { splitFrontMatter } from "./front-matter.mjs";
import { toLines } from "./lines.mjs";

function read(text) {
  const errors = new Errors();
  const { values, body } = splitFrontMatter(toLines(text, "x.md"), errors);
  return { values, body: body.map(({ text, line }) => `${line}: ${text}`), errors: errors.lines() };
}

test("text, numbers, lists and maps", () => {
  const { values, body, errors } = read(`---
title: "One: two"
item: colons: are text
minutes: {reading: 25, exercises: 75}
time:
  reading: 1
objectives:
  - first, and
  - "second"
# a comment
starter: assert "x: y"
---
# Text
`);
  assert.deepEqual(errors, []);
  assert.deepEqual(body, ["13: # Text"]);
  assert.deepEqual(values, {
    title: "One: two",
    item: "colons: are text",
    minutes: { reading: 25, exercises: 75 },
    time: { reading: 1 },
    objectives: ["first, and", "second"],
    starter: 'assert "x: y"',
  });
});

test("a line that is none of these, or a key twice, is told", () => {
  assert.deepEqual(read("---\ntitle: a\nTitle of it\ntitle: b\n---\n").errors, [
    "x.md:3: the front matter has lines like 'title: …', not 'Title of it'",
    "x.md:4: 'title' is in the front matter twice",
  ]);
});

test("a file without front matter is all body", () => {
  assert.deepEqual(read("# Text\n").body, ["1: # Text"]);
});
