// Everything that is wrong with the book's sources, each with the place where it was written.
export class Errors {
  #found = [];

  add(file, line, message) {
    this.#found.push({ file, line, message });
  }

  get count() {
    return this.#found.length;
  }

  // One line an error, in the order of files and lines.
  lines() {
    const seen = new Set(this.#found
      .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
      .map(({ file, line, message }) => `${file}:${line}: ${message}`));
    return [...seen];
  }
}

// "there is no region 'x'; it has: a, b" reads better than a bare "no": what there is instead.
export function instead(what, names) {
  const shown = names.slice(0, 12);
  if (names.length > shown.length) shown.push(`and ${names.length - shown.length} more`);
  return names.length === 0 ? `there are no ${what}` : `${what}: ${shown.join(", ")}`;
}
