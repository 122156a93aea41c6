import assert from "node:assert/strict";
import { test } from "node:test";

import { cut, findRegions } from "./regions.mjs";

const text = ["a", "  // #region one", "", "  b", "    c", "  # #region two", "  d", "  // #endregion one", "e", "  // #endregion two"].join("\n");

test("regions are found with their lines, also where they overlap", () => {
  const { regions, problems } = findRegions(text);
  assert.deepEqual(problems, []);
  assert.deepEqual([...regions], [["one", { first: 3, last: 7 }], ["two", { first: 7, last: 9 }]]);
});

test("a listing has no marks, no common indentation and no empty lines around it", () => {
  assert.deepEqual(cut(text, 3, 7), { code: "b\n  c\nd", first: 4, last: 7 });
  assert.equal(cut(text).code, "a\n\n  b\n    c\n  d\ne");
});

test("marks that do not match are told", () => {
  const told = (text) => findRegions(text).problems.map(({ line, message }) => `${line}: ${message}`);
  assert.deepEqual(told("// #region"), ["1: #region without a name"]);
  assert.deepEqual(told("// #endregion a"), ["1: #endregion a without its #region"]);
  assert.deepEqual(told("// #region a\n"), ["1: region 'a' has no #endregion a"]);
  assert.deepEqual(told("// #region a\n// #endregion a\n// #region a\n// #endregion a"), ["3: region 'a' is there twice"]);
});

test("a directive of the preprocessor or a word in a comment is no mark", () => {
  assert.equal(findRegions("#pragma once\n// the #region mark\nint x; // #region a").regions.size, 0);
});
