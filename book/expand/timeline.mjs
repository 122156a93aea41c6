import { escapeHtml } from "./html.mjs";
import { counted } from "./schedule.mjs";

// A captured timeline as a figure: one drawing for wide pages, one for phones (the style sheet shows
// one of them), and the same in words. `id` is unique on the page.
export function timelineFigure(timeline, id) {
  const end = Math.max(timeline.end, ...timeline.lanes.flatMap(({ spans }) => spans.map(({ to }) => to)), 1e-9);
  const drawn = { ...timeline, end };
  return [
    `<figure class="timeline" v-pre>`,
    `<figcaption>${escapeHtml(timeline.title)}${legend(timeline)}</figcaption>`,
    draw(drawn, `${id}-wide`, { width: 720, names: "left", shape: `class="wide"` }),
    draw(drawn, `${id}-narrow`, { width: 340, names: "above", shape: `class="narrow" style="display:none"` }),
    `<details><summary>The same in words</summary><ul>`,
    ...timeline.lanes.map((lane) => `<li>${escapeHtml(inWords(lane))}</li>`),
    `</ul></details>`,
    `</figure>`,
  ].join("\n");
}

// "10 lanes over 1.03 s; at most 10 run at once": what the picture is there to show.
export function summary({ lanes, end }) {
  const told = [
    ["run", "runs", "run"],
    ["wait", "waits", "wait"],
  ].map(([kind, one, more]) => [mostAtOnce(lanes, kind), one, more])
    .filter(([most]) => most > 0)
    .map(([most, one, more]) => `at most ${most} ${most === 1 ? one : more} at once`);
  return `${[`${counted(lanes.length, "lane")} over ${seconds(end)}`, ...told].join("; ")}.`;
}

function mostAtOnce(lanes, kind) {
  const spans = lanes.map((lane) => lane.spans.filter((span) => (span.kind === "wait") === (kind === "wait")));
  return Math.max(0, ...spans.flat().map(({ from: time }) =>
    spans.filter((lane) => lane.some(({ from, to }) => from <= time && time < to)).length));
}

// Times from 0 to `end` at which the axis is marked: 1, 2 or 5 times a power of ten apart, at most `most` steps.
export function ticks(end, most) {
  const rough = end / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough * (1 - 1e-9));
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

// 0.25 -> "250 ms", 1 -> "1.00 s": three digits at most, in the largest unit that leaves a whole part.
export function seconds(time) {
  const units = [[1, "s"], [1e-3, "ms"], [1e-6, "µs"]];
  const [scale, unit] = units.find(([scale]) => time >= scale * 0.9995) ?? (time === 0 ? units[0] : units.at(-1));
  const digits = (time / scale).toPrecision(3);
  return `${scale === 1 && time > 0 ? digits : Number(digits)} ${unit}`;
}

function draw({ title, lanes, end }, id, { width, names, shape }) {
  const many = lanes.length > 16;
  const bar = many ? 12 : 18;
  const above = names === "above" ? 18 : 0;
  const row = above + bar + (many ? 4 : 8);
  const longest = Math.max(...lanes.map(({ name }) => name.length), 0);
  const left = names === "left" ? Math.min(16 + 7.2 * longest, width * 0.3) : 1;
  const right = width - 24;
  const bottom = lanes.length * row + 4;
  const height = bottom + 26;
  const x = (time) => round(left + (time / end) * (right - left));

  const marks = ticks(end, names === "left" ? 6 : 4);
  const shapes = [];
  for (const time of marks) {
    shapes.push(`<line class="grid" x1="${x(time)}" x2="${x(time)}" y1="0" y2="${bottom}" stroke="#999" stroke-opacity=".4"/>`);
    shapes.push(`<text class="axis" x="${x(time)}" y="${bottom + 18}" text-anchor="${time === 0 && names === "above" ? "start" : "middle"}">${tickLabel(time, end)}</text>`);
  }
  lanes.forEach((lane, index) => {
    const top = index * row + above;
    const nameAt = names === "left" ? `x="${round(left - 10)}" y="${round(top + bar / 2)}" text-anchor="end" dominant-baseline="central"` : `x="0" y="${top - 5}"`;
    const room = Math.floor((names === "left" ? left - 12 : width) / 6.8);
    const name = lane.name.length > room ? `${lane.name.slice(0, room - 1)}…` : lane.name;
    shapes.push(`<text class="lane" ${nameAt}>${escapeHtml(name)}</text>`);
    for (const span of lane.spans) {
      const from = x(span.from);
      const wide = round(Math.max(x(span.to) - from, 1.5));
      const waits = span.kind === "wait";
      const paint = waits ? `fill="url(#${id}-waits)" stroke="currentColor"` : `fill="currentColor"`;
      shapes.push(`<rect class="${waits ? "wait" : "run"}" x="${from}" y="${top}" width="${wide}" height="${bar}" rx="2" ${paint}><title>${escapeHtml(spanInWords(span))}</title></rect>`);
      if (span.label && !many && span.label.length * 6.8 + 10 < wide) {
        shapes.push(`<text class="label ${waits ? "wait" : "run"}" x="${round(from + wide / 2)}" y="${round(top + bar / 2)}" text-anchor="middle" dominant-baseline="central">${escapeHtml(span.label)}</text>`);
      }
    }
  });
  return [
    `<svg ${shape} viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc" font-size="13">`,
    `<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-desc">${escapeHtml(summary({ lanes, end }))}</desc>`,
    `<defs><pattern id="${id}-waits" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="ground" width="6" height="6" fill="none"/><line class="hatch" x1="0" y1="0" x2="0" y2="6" stroke="currentColor" stroke-width="2.4"/></pattern></defs>`,
    ...shapes,
    `</svg>`,
  ].join("\n");
}

function legend({ lanes }) {
  const kinds = new Set(lanes.flatMap(({ spans }) => spans.map(({ kind }) => (kind === "wait" ? "wait" : "run"))));
  const words = { run: "runs", wait: "waits" };
  return ["run", "wait"].filter((kind) => kinds.has(kind))
    .map((kind) => ` <span class="key ${kind}">${words[kind]}</span>`).join("");
}

// All ticks of an axis are in the unit of its end.
function tickLabel(time, end) {
  if (time === 0) return "0";
  const [scale, unit] = end >= 0.9995 ? [1, "s"] : end >= 0.9995e-3 ? [1e-3, "ms"] : [1e-6, "µs"];
  return `${Number((time / scale).toPrecision(6))} ${unit}`;
}

function inWords({ name, spans }) {
  return `${name}: ${spans.length === 0 ? "nothing" : spans.map(spanInWords).join("; ")}`;
}

function spanInWords({ from, to, kind, label }) {
  return `${kind === "wait" ? "waits" : "runs"} from ${seconds(from)} to ${seconds(to)}${label ? ` (${label})` : ""}`;
}

function round(number) {
  return Math.round(number * 100) / 100;
}
