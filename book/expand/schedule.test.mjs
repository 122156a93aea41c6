import assert from "node:assert/strict";
import { test } from "node:test";

import { hours, partsOf, sessions } from "./schedule.mjs";

const chapter = (number, part, reading, ...exercises) => ({
  number,
  part,
  minutes: { reading, exercises: exercises.reduce((total, minutes) => total + minutes, 0) },
  exercises: exercises.map((minutes, index) => ({ title: `e${index + 1}`, minutes })),
});

test("parts add up", () => {
  const parts = partsOf([chapter(1, "1. A", 20, 30), chapter(2, "1. A", 10), chapter(3, "2. B", 5, 5)]);
  assert.deepEqual(parts.map(({ part, total }) => [part, total]), [["1. A", 60], ["2. B", 10]]);
});

test("sessions keep lessons and exercises whole and in order", () => {
  const plan = sessions([chapter(1, "1. A", 60, 30, 45), chapter(2, "1. A", 100)], 90);
  assert.deepEqual(plan.map(({ minutes, items }) => [minutes, items.length]), [[90, 2], [45, 1], [100, 1]]);
});

test("minutes are told in hours", () => {
  assert.deepEqual([0, 45, 60, 100].map(hours), ["0 min", "45 min", "1 h", "1 h 40 min"]);
});
