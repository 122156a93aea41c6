import { markdownOptions } from "./markdown.mjs";
import { tokenize } from "./tokenize.mjs";

// The VitePress configuration; `book` is what expand/site.mjs says of the book.
export function site(book) {
  return {
    title: "C++ Concurrency Workbook",
    description: "Concurrency and parallelism in C++20, with programs that run and exercises that are checked",
    lang: "en-US",
    base: book.base,
    cleanUrls: false, // links work on any server that serves files
    ignoreDeadLinks: false,
    lastUpdated: false,
    markdown: markdownOptions,
    head: [
      ["link", { rel: "icon", type: "image/svg+xml", href: "data:image/svg+xml," + encodeURIComponent(icon) }],
      ["meta", { name: "color-scheme", content: "light dark" }],
    ],
    themeConfig: {
      siteTitle: "C++ Concurrency Workbook",
      measuredOn: book.measuredOn,
      nav: [{ text: "Read", link: book.firstChapter }, ...book.own.filter(({ link }) => navigated.includes(link)).map((page) => ({ ...page, text: short[page.link] ?? page.text }))],
      sidebar: book.sidebar,
      outline: { level: [2, 3], label: "On this page" },
      socialLinks: book.repository ? [{ icon: { svg: repositoryIcon }, link: book.repository, ariaLabel: "The repository" }] : undefined,
      docFooter: { prev: "Before", next: "Next" },
      search: {
        provider: "local",
        options: { detailedView: false, miniSearch: { options: { tokenize } } },
      },
    },
    vite: {
      clearScreen: false,
      build: { chunkSizeWarningLimit: 2000, reportCompressedSize: false },
    },
  };
}

const navigated = ["/setup", "/glossary", "/instructor"];
const short = { "/setup": "Set up", "/instructor": "Teach", "/glossary": "Glossary" };

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0b5f6b"/><path d="M6 10h13M6 16h20M12 22h14" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>`;
const repositoryIcon = `<svg viewBox="0 0 24 24" xmlns="http://www.w3.org/2000/svg"><path d="M8.7 16.6 4.1 12l4.6-4.6L7.3 6l-6 6 6 6zm6.6 0 4.6-4.6-4.6-4.6L16.7 6l6 6-6 6z"/></svg>`;
