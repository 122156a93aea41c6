import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

// Makes the folder hold exactly `files` (Map of path -> text or bytes); what is already right is not touched.
// Returns how many files changed.
export function writeFolder(folder, files) {
  let changed = 0;
  for (const path of walk(folder)) {
    if (files.has(path)) continue;
    rmSync(join(folder, path));
    changed += 1;
  }
  for (const [path, content] of files) {
    const file = join(folder, path);
    const bytes = Buffer.from(content);
    if (existsSync(file) && readFileSync(file).equals(bytes)) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    changed += 1;
  }
  return changed;
}

// A link so that VitePress finds its packages from the pages' folder upward.
export function linkModules(folder, modules) {
  const link = join(folder, "node_modules");
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(link) === modules) return;
  rmSync(link, { recursive: true, force: true });
  symlinkSync(modules, link, "dir");
}

function walk(folder, below = "") {
  if (!existsSync(join(folder, below))) return [];
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (path === "node_modules" || path === ".vitepress/cache" || path === ".vitepress/.temp") return [];
    return entry.isDirectory() ? walk(folder, path) : [path];
  });
}
