import { escapeHtml } from "./html.mjs";

// A captured curve as a figure: one drawing for wide pages, one for phones (the style sheet shows one of them),
// and the same in words. On both axes each step doubles. `id` is unique on the page.
export function curveFigure(curve, id) {
  const key = ({ name }, index) => ` <span class="key line-${index % styles}">${escapeHtml(name)}</span>`;
  return [
    `<figure class="curve" v-pre>`,
    `<figcaption>${escapeHtml(curve.title)}${curve.lines.map(key).join("")}</figcaption>`,
    draw(curve, `${id}-wide`, { width: 720, height: 360, shape: `class="wide"` }),
    draw(curve, `${id}-narrow`, { width: 340, height: 300, shape: `class="narrow" style="display:none"` }),
    `<details><summary>The same in words</summary><ul>`,
    ...curve.lines.map((line) => `<li>${escapeHtml(inWords(curve, line))}</li>`),
    `</ul></details>`,
    `</figure>`,
  ].join("\n");
}

const styles = 4; // figures.css knows so many kinds of lines

// The powers of two that span `values`, at least two of them.
export function doublings(values) {
  const least = Math.floor(Math.log2(Math.min(...values, 1)) + 1e-9);
  const most = Math.max(Math.ceil(Math.log2(Math.max(...values, 1)) - 1e-9), least + 1);
  return Array.from({ length: most - least + 1 }, (_, index) => 2 ** (least + index));
}

function draw({ title, x, y, lines }, id, { width, height, shape }) {
  const points = lines.flatMap(({ points }) => points);
  const across = doublings(points.map(([at]) => at));
  const up = doublings(points.map(([, at]) => at));
  const left = 44;
  const right = width - 16;
  const top = 34;
  const bottom = height - 48;
  const place = (value, ticks, from, to) =>
    round(from + ((Math.log2(value / ticks[0])) / Math.log2(ticks.at(-1) / ticks[0])) * (to - from));
  const atX = (value) => place(value, across, left, right);
  const atY = (value) => place(value, up, bottom, top);

  const shapes = [];
  for (const value of across) {
    shapes.push(`<line class="grid" x1="${atX(value)}" x2="${atX(value)}" y1="${top}" y2="${bottom}" stroke="#999" stroke-opacity=".4"/>`);
    shapes.push(`<text class="axis" x="${atX(value)}" y="${bottom + 18}" text-anchor="middle">${number(value)}</text>`);
  }
  for (const value of up) {
    shapes.push(`<line class="grid" x1="${left}" x2="${right}" y1="${atY(value)}" y2="${atY(value)}" stroke="#999" stroke-opacity=".4"/>`);
    shapes.push(`<text class="axis" x="${left - 8}" y="${atY(value)}" text-anchor="end" dominant-baseline="central">${number(value)}</text>`);
  }
  shapes.push(`<text class="axis" x="${right}" y="${bottom + 38}" text-anchor="end">${escapeHtml(x)}</text>`);
  shapes.push(`<text class="axis" x="0" y="14">${escapeHtml(y)}</text>`);
  lines.forEach((line, index) => {
    const style = `line-${index % styles}`;
    const path = line.points.map(([px, py]) => `${atX(px)},${atY(py)}`).join(" ");
    shapes.push(`<polyline class="${style}" points="${path}" fill="none" stroke="currentColor" stroke-width="2.5"/>`);
    for (const point of line.points) {
      shapes.push(`<circle class="${style}" cx="${atX(point[0])}" cy="${atY(point[1])}" r="4" fill="currentColor"><title>${escapeHtml(`${line.name}: ${pointInWords(x, point)}`)}</title></circle>`);
    }
  });
  return [
    `<svg ${shape} viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc" font-size="13">`,
    `<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-desc">${escapeHtml(summary({ x, y, lines }))}</desc>`,
    ...shapes,
    `</svg>`,
  ].join("\n");
}

// "times as fast against workers; I/O: from 1 to 30.5": what the picture is there to show.
export function summary({ x, y, lines }) {
  const told = lines.filter(({ points }) => points.length > 0)
    .map(({ name, points }) => `${name}: from ${number(points[0][1])} to ${number(points.at(-1)[1])}`);
  return `${[`${y} against ${x}`, ...told].join("; ")}.`;
}

function inWords({ x, y }, { name, points }) {
  return `${name} (${y}): ${points.map((point) => pointInWords(x, point)).join("; ") || "nothing"}`;
}

function pointInWords(x, [at, value]) {
  return `${number(value)} at ${number(at)} ${x}`;
}

// Three digits, no more.
function number(value) {
  return String(Number(value.toPrecision(3)));
}

function round(value) {
  return Math.round(value * 100) / 100;
}
