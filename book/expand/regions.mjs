// Cuts a listing out of a source file: the whole file, or what stands between
// `// #region name` and `// #endregion name`. Regions may nest and overlap; their marks are never shown.
const mark = /^\s*(?:\/\/|#)\s*#(region|endregion)\b\s*(\S*)\s*$/;

// Returns {regions: Map name -> {first, last}, problems: [{line, message}]}; first and last are the
// numbers of the lines between the marks.
export function findRegions(text) {
  const regions = new Map();
  const open = new Map();
  const problems = [];
  text.split("\n").forEach((line, index) => {
    const found = mark.exec(line);
    if (!found) return;
    const [, kind, name] = found;
    const number = index + 1;
    if (name === "") {
      problems.push({ line: number, message: `#${kind} without a name` });
    } else if (kind === "region") {
      if (open.has(name) || regions.has(name)) problems.push({ line: number, message: `region '${name}' is there twice` });
      open.set(name, number);
    } else if (!open.has(name)) {
      problems.push({ line: number, message: `#endregion ${name} without its #region` });
    } else {
      regions.set(name, { first: open.get(name) + 1, last: number - 1 });
      open.delete(name);
    }
  });
  for (const [name, line] of open) problems.push({ line, message: `region '${name}' has no #endregion ${name}` });
  return { regions, problems };
}

// The lines first..last of `text` as a listing: no marks, no common indentation, no empty lines around.
// Returns {code, first, last}, where first and last are where the listing really begins and ends.
export function cut(text, first = 1, last = Infinity) {
  const lines = text
    .split("\n")
    .map((line, index) => ({ line: line.trimEnd(), number: index + 1 }))
    .filter(({ line, number }) => number >= first && number <= last && !mark.test(line));
  while (lines.length > 0 && lines[0].line === "") lines.shift();
  while (lines.length > 0 && lines.at(-1).line === "") lines.pop();
  const indents = lines.filter(({ line }) => line !== "").map(({ line }) => /^\s*/.exec(line)[0].length);
  const common = Math.min(...indents);
  return {
    code: lines.map(({ line }) => line.slice(common)).join("\n"),
    first: lines[0]?.number ?? first,
    last: lines.at(-1)?.number ?? first,
  };
}
