// A sector's line over the day: sessions shaded, milestones labelled, each minute readable.

import { $, mark, svg, write } from "./dom.js";
import { money, unit, wall } from "./figures.js";

const MARGIN = { top: 26, right: 66, bottom: 24, left: 10 };
const LABEL = 15; // pixels that a label on the right needs for itself
const GAP = 15 * 60; // seconds without a reading, over which no line is drawn
const HOURS = [900, 1800, 3600, 7200, 10800, 14400];
const SESSIONS = new Map([["pre", "Pre-market"], ["regular", "Regular session"], ["post", "After hours"]]);
const STEPS = new Map([["ArrowLeft", -1], ["ArrowRight", 1], ["ArrowDown", -1], ["ArrowUp", 1], ["PageDown", -15], ["PageUp", 15]]);

const host = $("chart");
const canvas = $("line");
const tip = $("tip");

let shown = null; // the sector, its zone and the worth of a unit
let place = null; // how a time and a value become pixels
let reading = null; // the time under the crosshair

export function chart(sector, zone) {
  shown = { ...sector, zone, unit: unit(sector.cap, sector.cap_value) };
  shown.series = (sector.series ?? []).filter(([at, value]) => Number.isFinite(at) && Number.isFinite(value));
  draw();
}

function draw() {
  if (!shown || !host.clientWidth) return;
  const { series } = shown;
  $("chart-empty").hidden = series.length > 0;
  mark(host, "aria-valuemax", Math.max(0, series.length - 1));
  mark(host, "aria-label", `${shown.title}: cap over the day`);
  if (!series.length) {
    canvas.replaceChildren();
    tip.hidden = true;
    return;
  }
  place = placed(series);
  mark(canvas, "viewBox", `0 0 ${place.width} ${place.height}`);
  canvas.replaceChildren(...sessions(), ...hours(), ...levels(), ...line(), ...crosshair());
  summarise(series);
}

// The day so far: whole sessions, from the first with a reading to the one we are in.
function placed(series) {
  const width = host.clientWidth;
  const height = host.clientHeight;
  const [first, last] = [series[0][0], series.at(-1)[0]];
  const lived = (shown.sessions ?? []).filter((part) => part.to > first && part.from <= last && SESSIONS.has(part.session));
  const from = Math.min(first, ...lived.map((part) => part.from));
  const to = Math.max(last, from + 3600, ...lived.map((part) => part.to));
  let low = Infinity;
  let high = -Infinity;
  for (const [, value] of series) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const [bottom, top] = [low, high];
  const near = Math.max((high - low) * 0.35, high * 0.0125);
  for (const { value } of shown.milestones ?? []) {
    if (value > top && value - top < near) high = Math.max(high, value);
    if (value < bottom && bottom - value < near) low = Math.min(low, value);
  }
  const air = Math.max((high - low) * 0.08, Math.abs(high) * 0.001);
  low -= air;
  high += air;
  return {
    width, height, from, to, low, high,
    x: (at) => MARGIN.left + ((at - from) / (to - from)) * (width - MARGIN.left - MARGIN.right),
    y: (value) => MARGIN.top + ((high - value) / (high - low)) * (height - MARGIN.top - MARGIN.bottom),
    right: width - MARGIN.right,
    floor: height - MARGIN.bottom,
  };
}

function sessions() {
  const { x, from, to, floor } = place;
  return (shown.sessions ?? []).flatMap((part) => {
    if (!SESSIONS.has(part.session) || part.to <= from || part.from >= to) return [];
    const [left, right] = [x(Math.max(part.from, from)), x(Math.min(part.to, to))];
    const band = svg("rect", { class: `band ${part.session}`, x: left, y: MARGIN.top, width: right - left, height: floor - MARGIN.top });
    if (right - left < 96) return [band];
    return [band, svg("text", { class: "label", x: left + 4, y: MARGIN.top - 9 }, SESSIONS.get(part.session))];
  });
}

function hours() {
  const { x, from, to, right, floor } = place;
  const { ahead } = shown.zone;
  const room = (right - MARGIN.left) / (to - from);
  const step = HOURS.find((seconds) => seconds * room >= 62) ?? 14400;
  const drawn = [];
  for (let at = Math.ceil((from + ahead) / step) * step - ahead; at <= to; at += step) {
    drawn.push(svg("line", { class: "grid", x1: x(at), x2: x(at), y1: MARGIN.top, y2: floor }));
    const anchor = x(at) < 24 ? "start" : "middle";
    drawn.push(svg("text", { class: "label", x: x(at), y: floor + 17, "text-anchor": anchor }, wall(at, shown.zone)));
  }
  return drawn;
}

function levels() {
  const { y, low, high, right, floor } = place;
  const last = y(shown.series.at(-1)[1]);
  const taken = [last];
  const isFree = (at) => taken.every((other) => Math.abs(other - at) >= LABEL);
  const drawn = [];
  for (const { label, value } of shown.milestones ?? []) {
    if (value <= low || value >= high) continue;
    const at = y(value);
    drawn.push(svg("line", { class: "milestone", x1: MARGIN.left, x2: right, y1: at, y2: at }));
    // The latest value keeps its place; a milestone it has reached is named beside its line.
    if (isFree(at)) drawn.push(svg("text", { class: "label milestone-name", x: right + 8, y: at + 4 }, label));
    else drawn.push(svg("text", { class: "label milestone-name", x: right - 6, y: at - 5, "text-anchor": "end" }, label));
    taken.push(at);
  }
  const { values, places } = round(low, high, (floor - MARGIN.top) / 44);
  for (const value of values) {
    const at = y(value);
    if (!isFree(at)) continue;
    drawn.unshift(svg("line", { class: "grid", x1: MARGIN.left, x2: right, y1: at, y2: at }));
    drawn.push(svg("text", { class: "label", x: right + 8, y: at + 4 }, money(value * shown.unit, places)));
  }
  return drawn;
}

// Round values between `low` and `high`, about as many as `fit`, and the places they need.
function round(low, high, fit) {
  const rough = (high - low) / Math.max(2, fit);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((size) => size * power).find((size) => size >= rough);
  const values = [];
  for (let count = Math.ceil(low / step); count * step < high; count++) values.push(count * step);
  const inLetter = (step * shown.unit) / 1000 ** Math.floor(Math.log10(high * shown.unit) / 3);
  return { values, places: Math.min(4, Math.max(0, Math.ceil(-Math.log10(inLetter) - 1e-9))) };
}

function line() {
  const { x, y, right, floor } = place;
  const strokes = [];
  let before = -Infinity;
  for (const [at, value] of shown.series) {
    if (at - before > GAP) strokes.push([]);
    strokes.at(-1).push(`${x(at).toFixed(1)} ${y(value).toFixed(1)}`);
    before = at;
  }
  const [at, value] = shown.series.at(-1);
  const tag = money(value * shown.unit);
  const edge = (points) => points.at(-1).split(" ")[0];
  return [
    ...strokes.map((points) => svg("path", { class: "area", d: `M${points.join("L")}L${edge(points)} ${floor}L${points[0].split(" ")[0]} ${floor}Z` })),
    ...strokes.map((points) => svg("path", { class: "stroke", d: `M${points.join("L")}` })),
    svg("line", { class: "latest", x1: x(at), x2: right, y1: y(value), y2: y(value) }),
    svg("circle", { class: "latest-dot", cx: x(at), cy: y(value), r: 3.5 }),
    svg("rect", { class: "tag", x: right + 2, y: y(value) - 9, width: MARGIN.right - 4, height: 18, rx: 4 }),
    svg("text", { class: "tag-text", x: right + MARGIN.right / 2, y: y(value) + 4, "text-anchor": "middle" }, tag),
  ];
}

function crosshair() {
  const { series } = shown;
  const index = reading === null ? series.length - 1 : nearest(reading);
  const [at, value] = series[index];
  const words = `${wall(at, shown.zone)} ${shown.zone.name}  ${money(value * shown.unit)}`;
  mark(host, "aria-valuenow", index);
  mark(host, "aria-valuetext", words);
  tip.hidden = reading === null;
  if (reading === null) return [];
  write(tip, words);
  const x = place.x(at);
  const half = tip.offsetWidth / 2;
  const left = Math.max(half, Math.min(place.width - half, x));
  tip.style.transform = `translateX(${left - half}px)`;
  return [
    svg("line", { class: "cross", x1: x, x2: x, y1: MARGIN.top, y2: place.floor }),
    svg("circle", { class: "cross-dot", cx: x, cy: place.y(value), r: 4 }),
  ];
}

function nearest(at) {
  const { series } = shown;
  let [low, high] = [0, series.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (series[middle][0] < at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at - series[low - 1][0] < series[low][0] - at ? low - 1 : low;
}

function summarise(series) {
  const values = series.map(([, value]) => value);
  const say = (value) => money(value * shown.unit);
  const [first, last] = [series[0], series.at(-1)];
  write($("chart-summary"), `From ${say(first[1])} at ${wall(first[0], shown.zone)} to ${say(last[1])} at ${wall(last[0], shown.zone)} ${shown.zone.name}; low ${say(Math.min(...values))}, high ${say(Math.max(...values))}. Arrow keys read each minute.`);
}

function read(at) {
  reading = at;
  draw();
}

host.addEventListener("pointermove", (event) => {
  if (!shown?.series.length || !place) return;
  const x = event.clientX - host.getBoundingClientRect().left;
  const share = (x - MARGIN.left) / (place.right - MARGIN.left);
  read(shown.series[nearest(place.from + share * (place.to - place.from))][0]);
});
host.addEventListener("pointerleave", () => read(null));
host.addEventListener("blur", () => read(null));
host.addEventListener("keydown", (event) => {
  if (!shown?.series.length) return;
  const end = shown.series.length - 1;
  const from = reading === null ? end : nearest(reading);
  const steps = new Map([["Home", -end], ["End", end], ...STEPS]);
  if (event.key === "Escape") read(null);
  else if (steps.has(event.key)) read(shown.series[Math.max(0, Math.min(end, from + steps.get(event.key)))][0]);
  else return;
  event.preventDefault();
});
new ResizeObserver(draw).observe(host);
