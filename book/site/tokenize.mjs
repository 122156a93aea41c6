// Words of a text for the search index. An identifier counts whole and in its parts (posix_spawn: posix_spawn,
// posix, spawn); Chinese, Japanese and Korean, whose compounds have no spaces, also count by pairs of letters.
// VitePress sends this function to the browser as its own source text: it must use nothing from outside itself.
export function tokenize(text) {
  const tokens = [];
  for (const word of text.split(/[^\p{L}\p{M}\p{N}_]+/u)) {
    if (word === "") continue;
    tokens.push(word);
    const parts = word.split("_").filter((part) => part !== "");
    if (parts.length > 1) tokens.push(...parts);
    const runs = word.match(/[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu) ?? [];
    for (const run of runs) {
      const letters = Array.from(run);
      if (run !== word) tokens.push(run);
      for (let index = 0; index + 2 <= letters.length && letters.length > 2; index += 1) {
        tokens.push(letters[index] + letters[index + 1]);
      }
    }
  }
  return tokens;
}
