import { partsOf } from "./schedule.mjs";
import { kickerPart } from "./lesson.mjs";
import { measuredOn } from "./pages.mjs";

// What the theme is told about the book: navigation and the line of every footer.
export function siteData(book, base) {
  const own = book.pages
    .filter(({ kind, out }) => kind === "page" && out !== "index.md")
    .sort((a, b) => a.order - b.order || a.title.localeCompare(b.title));
  const link = ({ out }) => `/${out.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "")}`;
  const sidebar = [
    { items: [{ text: "About this book", link: "/" }] },
    ...partsOf(book.chapters).map(({ part, chapters }) => ({
      text: kickerPart(part).replace(", ", ": "),
      items: chapters.map((chapter) => ({
        text: `${chapter.number}. ${chapter.title}`,
        link: link(chapter.page),
        collapsed: true,
        items: chapter.exercises.map(({ title, page }) => ({ text: title, link: link(page) })),
      })),
    })),
    {
      text: "The workbook",
      items: own.map((page) => ({ text: page.title, link: link(page), ...(page.out === "instructor.md" && book.chapters.length > 0 ? { collapsed: true, items: book.chapters.map(({ number, title, notesPage }) => ({ text: `Notes: ${number}. ${title}`, link: link(notesPage) })) } : {}) })),
    },
  ];
  return {
    base,
    repository: book.repository,
    sidebar,
    measuredOn: measuredOn(book.machine).join(", "),
    firstChapter: book.chapters[0] ? link(book.chapters[0].page) : "/",
    own: own.map((page) => ({ text: page.title, link: link(page) })),
  };
}
