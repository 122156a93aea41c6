import assert from "node:assert/strict";
import { test } from "node:test";

import MiniSearch from "minisearch";

import { tokenize } from "./tokenize.mjs";

// Searches as the book does: with the function as VitePress sends it to the browser, and with its defaults.
function search(words, ...texts) {
  const sent = new Function(`return ${tokenize.toString()}`)();
  const index = new MiniSearch({ fields: ["text"], tokenize: sent, searchOptions: { fuzzy: 0.2, prefix: true } });
  index.addAll(texts.map((text, id) => ({ id, text })));
  return index.search(words).map(({ id }) => id);
}

test("a part of a Korean compound is found", () => {
  assert.deepEqual(search("프로세스", "좀비프로세스는 부모가 거두지 않은 자식이다", "여러 스레드가 기다린다"), [0]);
  assert.deepEqual(search("상태", "교착상태가 된다", "스레드"), [0]);
  const plain = new MiniSearch({ fields: ["text"] });
  plain.add({ id: 0, text: "교착상태가 된다" });
  assert.deepEqual(plain.search("상태", { prefix: true }), [], "MiniSearch's own tokenizer would do by now");
});

test("Chinese and Japanese are found by their words", () => {
  assert.deepEqual(search("进程", "僵尸进程没有被回收"), [0]);
  assert.deepEqual(search("プロセス", "ゾンビプロセス"), [0]);
});

test("an identifier is found whole and by its parts", () => {
  const texts = ["posix_spawn starts a program", "std::jthread joins"];
  assert.deepEqual(search("posix_spawn", ...texts), [0]);
  assert.deepEqual(search("spawn", ...texts), [0]);
  assert.deepEqual(search("jthread", ...texts), [1]);
});

test("words are the same as without it where there are only Latin letters", () => {
  assert.deepEqual(tokenize("A child, a zombie: don't wait."), ["A", "child", "a", "zombie", "don", "t", "wait"]);
});
