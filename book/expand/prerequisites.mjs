import { escapeHtml } from "./html.mjs";

// The graph of what builds on what: chapters below each other in their order, an arc from each chapter
// to those that use it. `chapters` are {name, number, uses, href}.
export function prerequisitesFigure(chapters) {
  const row = 34;
  const reach = (from, to) => 12 + 9 * Math.min(to - from, 9);
  const place = new Map(chapters.map(({ name }, index) => [name, index]));
  const arcs = chapters.flatMap((chapter, to) =>
    chapter.uses.filter((used) => place.has(used)).map((used) => ({ from: place.get(used), to })));
  const gutter = 14 + Math.max(0, ...arcs.map(({ from, to }) => reach(from, to)));
  const y = (index) => row / 2 + index * row;
  const label = ({ number, name }) => `${number}  ${name.replace(/^\d+-/, "").replaceAll("-", " ")}`;
  const width = 420;

  return [
    `<figure class="prerequisites" v-pre>`,
    `<svg viewBox="0 0 ${width} ${chapters.length * row}" role="group" aria-labelledby="prerequisites-title prerequisites-desc" font-size="16">`,
    `<title id="prerequisites-title">What builds on what</title>`,
    `<desc id="prerequisites-desc">${escapeHtml(inWords(chapters))}</desc>`,
    ...arcs.map(({ from, to }) => {
      const bulge = gutter - reach(from, to) * 1.3;
      return `<path class="arc" fill="none" stroke="currentColor" d="M${gutter} ${y(from)}C${bulge} ${y(from)} ${bulge} ${y(to)} ${gutter} ${y(to)}"/>`;
    }),
    ...chapters.map((chapter, index) =>
      `<circle class="dot" cx="${gutter}" cy="${y(index)}" r="5" fill="currentColor"/>` +
      `<a href="${escapeHtml(chapter.href)}"><text x="${gutter + 16}" y="${y(index)}" dominant-baseline="central">${escapeHtml(label(chapter))}</text></a>`),
    `</svg>`,
    `</figure>`,
  ].join("\n");
}

function inWords(chapters) {
  return chapters
    .map(({ number, uses }) => `Chapter ${number} builds on ${
      uses.length === 0 ? "no other" : uses.map((used) => Number(/^\d+/.exec(used))).join(", ")}.`)
    .join(" ");
}
