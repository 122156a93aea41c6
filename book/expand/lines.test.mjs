import assert from "node:assert/strict";
import { test } from "node:test";

import { fenceFor, outsideCode } from "./lines.mjs";

test("inline code is left alone, with one backquote or more", () => {
  const shout = (text) => outsideCode(text, (part) => part.toUpperCase());
  assert.equal(shout("a `b` c"), "A `b` C");
  assert.equal(shout("``a ` b`` c `d"), "``a ` b`` C `D");
  assert.equal(shout("no code"), "NO CODE");
});

test("a fence is longer than any in the text", () => {
  assert.equal(fenceFor("x"), "```");
  assert.equal(fenceFor("a\n````\nb"), "`````");
});
