import { fenceFor } from "./lines.mjs";
import { cut } from "./regions.mjs";

const languages = {
  cpp: "cpp", hpp: "cpp", h: "cpp", txt: "txt", cmake: "cmake", sh: "sh", json: "json", md: "md", mjs: "js", py: "python", yml: "yaml",
};

// The lines first..last of a file of the repository as a code block that names its file.
export function listing(book, path, first, last) {
  const cutOut = cut(book.read(path), first, last);
  const name = path.split("/").at(-1);
  const language = name === "CMakeLists.txt" ? "cmake" : languages[name.split(".").at(-1)] ?? "txt";
  const whole = first === undefined;
  const attributes = { file: path };
  if (!whole) attributes.lines = cutOut.first === cutOut.last ? `line ${cutOut.first}` : `lines ${cutOut.first}–${cutOut.last}`;
  const url = book.fileUrl(path, whole ? null : cutOut);
  if (url) attributes.href = url;
  return codeBlock(language, attributes, cutOut.code);
}

export function outputBlock(command, text) {
  return codeBlock("output", { command }, text);
}

function codeBlock(language, attributes, code) {
  const fence = fenceFor(code);
  const info = Object.entries(attributes).map(([key, value]) => ` ${key}="${String(value).replaceAll('"', "&quot;")}"`).join("");
  return `${fence}${language}${info}\n${code}\n${fence}`;
}
