// The front matter of a lesson or an exercise: the part of YAML that they use.
//
//   title: Manage child processes            the rest of the line, colons and all; quotes are optional
//   objectives:                              a list, an item a line
//     - tell an exit code from a signal
//   minutes: {reading: 25, exercises: 75}    a flat map, here or in indented lines of `reading: 25`
//
// Returns {values, lines, body}: `lines` is where each key stands, `body` the lines after it.
export function splitFrontMatter(lines, errors) {
  const values = {};
  const where = {};
  if (lines[0]?.text !== "---") return { values, lines: where, body: lines, missing: true };
  const end = lines.findIndex((line, index) => index > 0 && line.text === "---");
  if (end < 0) {
    errors.add(lines[0].file, 1, "the front matter is never closed with a line of ---");
    return { values, lines: where, body: [], broken: true };
  }

  let open = null; // the key whose items follow
  for (const line of lines.slice(1, end)) {
    const item = /^\s+-\s+(.*)$/.exec(line.text) ?? /^-\s+(.*)$/.exec(line.text);
    const pair = /^([a-z_]+):\s*(.*)$/.exec(line.text);
    const entry = /^\s+([a-z_]+):\s*(.+)$/.exec(line.text);
    if (item && open && Array.isArray(values[open])) {
      values[open].push(scalar(item[1]));
    } else if (entry && open && (!Array.isArray(values[open]) || values[open].length === 0)) {
      if (Array.isArray(values[open])) values[open] = {};
      values[open][entry[1]] = scalar(entry[2]);
    } else if (pair) {
      const [, key, rest] = pair;
      if (key in values) errors.add(line.file, line.line, `'${key}' is in the front matter twice`);
      where[key] = line.line;
      values[key] = rest === "" ? [] : value(rest);
      open = rest === "" ? key : null;
    } else if (line.text.trim() !== "" && !line.text.startsWith("#")) {
      errors.add(line.file, line.line, `the front matter has lines like 'title: …', not '${line.text}'`);
    }
  }
  return { values, lines: where, body: lines.slice(end + 1) };
}

function value(text) {
  const map = /^\{(.*)\}$/.exec(text);
  if (!map) return scalar(text);
  const pairs = map[1].split(",").map((pair) => /^\s*([a-z_]+):\s*(.*?)\s*$/.exec(pair));
  if (pairs.includes(null)) return text;
  return Object.fromEntries(pairs.map(([, key, rest]) => [key, scalar(rest)]));
}

function scalar(text) {
  const trimmed = text.trim();
  if (/^-?\d+$/.test(trimmed)) return Number(trimmed);
  if (trimmed === "true" || trimmed === "false") return trimmed === "true";
  const quoted = /^"(.*)"$/.exec(trimmed) ?? /^'(.*)'$/.exec(trimmed);
  return quoted ? quoted[1] : trimmed;
}
