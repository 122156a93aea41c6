import { blocks } from "./blocks.mjs";
import { slugify } from "./slug.mjs";

// How Markdown is read, by VitePress and by the check of links alike.
export const markdownOptions = {
  theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  anchor: { slugify },
  codeCopyButtonTitle: "Copy code",
  config: blocks,
};
