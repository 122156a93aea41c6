import assert from "node:assert/strict";
import { test } from "node:test";

import { curveFigure, doublings, summary } from "./curve.mjs";

test("an axis is marked with the powers of two around its values, 1 among them", () => {
  assert.deepEqual(doublings([1, 3, 45]), [1, 2, 4, 8, 16, 32, 64]);
  assert.deepEqual(doublings([0.3, 1]), [0.25, 0.5, 1]);
  assert.deepEqual(doublings([1]), [1, 2]);
  assert.deepEqual(doublings([]), [1, 2]);
});

test("what grows in proportion is a straight line", () => {
  const points = [[1, 1], [2, 2], [4, 4], [8, 8]];
  const figure = curveFigure({ title: "T", x: "workers", y: "times", lines: [{ name: "all", points }] }, "c");
  const drawn = /<polyline class="line-0" points="([^"]*)"/.exec(figure)[1].split(" ").map((point) => point.split(",").map(Number));
  const slopes = drawn.slice(1).map(([x, y], index) => (y - drawn[index][1]) / (x - drawn[index][0]));
  for (const slope of slopes) assert.ok(Math.abs(slope - slopes[0]) < 0.01, String(slopes));
  assert.ok(slopes[0] < 0); // up is less
});

test("the summary and the words have the figures", () => {
  const curve = { title: "T", x: "workers", y: "times as fast", lines: [{ name: "I/O", points: [[1, 1], [8, 7.9123]] }] };
  assert.equal(summary(curve), "times as fast against workers; I/O: from 1 to 7.91.");
  assert.match(curveFigure(curve, "c"), /<li>I\/O \(times as fast\): 1 at 1 workers; 7.91 at 8 workers<\/li>/);
});

test("names cannot break out of the picture, and a curve of nothing is drawn all the same", () => {
  const figure = curveFigure({ title: "</svg>{{x}}", x: "<x>", y: "&", lines: [{ name: "<a>\"", points: [] }] }, "c");
  assert.doesNotMatch(figure, /<a>|\{\{|<x>/);
  assert.doesNotMatch(figure, /\n\s*\n/);
});
