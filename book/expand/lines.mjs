// Markdown as lines that know where they were written: {text, file, line}.

export function toLines(text, file) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((text, index) => ({ text, file, line: index + 1 }));
}

// Lines that the expansion made itself; an error in them is told at `origin`.
export function made(text, origin) {
  return text.split("\n").map((text) => ({ text, file: origin.file, line: origin.line, made: true }));
}

export function toText(lines) {
  return lines.map((line) => line.text).join("\n") + "\n";
}

// Marks each line that is inside a fenced code block, fences included, with `code: true`.
export function markFences(lines, errors) {
  let open = null;
  for (const line of lines) {
    const fence = /^[\s>]*(`{3,}|~{3,})(.*)$/.exec(line.text);
    if (open) {
      line.code = true;
      const closes = fence && fence[1][0] === open.fence[0] && fence[1].length >= open.fence.length;
      if (closes && fence[2].trim() === "") open = null;
    } else if (fence && !(fence[1][0] === "`" && fence[2].includes("`"))) {
      line.code = true;
      open = { fence: fence[1], line };
    }
  }
  if (open) errors.add(open.line.file, open.line.line, `this code block is never closed with ${open.fence}`);
  return lines;
}

// Applies `change` to the parts of a line of prose that are not inline code.
export function outsideCode(text, change) {
  return text
    .split(/((?<!`)(`+)(?!`).*?(?<!`)\2(?!`))/)
    .filter((_, index) => index % 3 !== 2)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join("");
}

// A fence that no line of `text` can close.
export function fenceFor(text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(longest + 1);
}
