import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

// What the sections of a chapter's program printed in this build.
export class Captured {
  constructor(folder) {
    this.folder = folder;
    const files = existsSync(folder) ? readdirSync(folder) : [];
    this.sections = names(files, ".txt");
    this.timelines = names(files, ".timeline.json");
    this.curves = names(files, ".curve.json");
    this.missing = names(files, ".missing");
  }

  // The text that section printed, as a terminal shows it, or null.
  output(section) {
    return this.sections.includes(section) ? plain(this.#read(`${section}.txt`)) : null;
  }

  // Map of name -> text of the figures that the section measured.
  figures(section) {
    const file = join(this.folder, `${section}.figures`);
    if (!existsSync(file)) return new Map();
    const lines = readFileSync(file, "utf8").split("\n").filter((line) => line.includes("\t"));
    return new Map(lines.map((line) => [line.slice(0, line.indexOf("\t")), line.slice(line.indexOf("\t") + 1)]));
  }

  // Why the section could not run on this machine, or null.
  whyMissing(section) {
    return this.missing.includes(section) ? this.#read(`${section}.missing`) : null;
  }

  timeline(section) {
    return this.timelines.includes(section) ? JSON.parse(this.#read(`${section}.timeline.json`)) : null;
  }

  curve(section) {
    return this.curves.includes(section) ? JSON.parse(this.#read(`${section}.curve.json`)) : null;
  }

  #read(name) {
    return readFileSync(join(this.folder, name), "utf8");
  }
}

function names(files, ending) {
  return files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length)).sort();
}

// Without colors, and with what a carriage return wrote over left out.
function plain(text) {
  return text
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "")
    .split("\n")
    .map((line) => line.replace(/\r$/, "").replace(/^.*\r/, ""))
    .join("\n")
    .trimEnd();
}
