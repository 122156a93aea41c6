import assert from "node:assert/strict";
import { test } from "node:test";

import { seconds, summary, ticks, timelineFigure } from "./timeline.mjs";

const span = (from, to, kind = "run", label = "") => ({ from, to, kind, label });

test("ticks are 1, 2 or 5 times a power of ten apart", () => {
  assert.deepEqual(ticks(1.03, 6), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticks(10, 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(ticks(0.0007, 4), [0, 0.0002, 0.0004, 0.0006]);
});

test("times are told in a unit that suits them", () => {
  assert.deepEqual([0, 1, 1.028, 0.25, 0.0004, 12.34].map(seconds), ["0 s", "1.00 s", "1.03 s", "250 ms", "400 µs", "12.3 s"]);
});

test("the summary counts what happens at the same time", () => {
  const lanes = [{ name: "a", spans: [span(0, 1), span(1, 2, "wait")] }, { name: "b", spans: [span(0.5, 1)] }];
  assert.equal(summary({ lanes, end: 2 }), "2 lanes over 2.00 s; at most 2 run at once; at most 1 waits at once.");
});

test("names and labels cannot break out of the picture", () => {
  const figure = timelineFigure({ title: "</svg>{{x}}", end: 1, lanes: [{ name: "<a>", spans: [span(0, 1, "wait", "\"&")] }] }, "t");
  assert.doesNotMatch(figure, /<a>|\{\{|"&"/);
  assert.doesNotMatch(figure, /\n\s*\n/);
});

test("an empty timeline is drawn all the same", () => {
  assert.match(timelineFigure({ title: "Nothing", end: 0, lanes: [] }, "t"), /0 lanes/);
});
