// The members' table: sorted by any column, its order kept while figures move.

import { $, el, keep, mark, write } from "./dom.js";
import { amount, ARROWS, direction, isKnown, WORDS } from "./figures.js";

const COLUMNS = [
  { name: "symbol", label: "Symbol" },
  { name: "price", label: "Price" },
  { name: "premarket", label: "Pre-market", short: "Pre-mkt", signed: true },
  { name: "change", label: "Change", signed: true },
  { name: "yesterday", label: "Yesterday", short: "Yest.", signed: true },
  { name: "ytd", label: "Year to date", short: "YTD", signed: true },
  { name: "cap", label: "Cap" },
  { name: "cap_share", label: "Share" },
  { name: "volume", label: "Volume" },
  { name: "age", label: "Age" },
];
// Figures read best from the largest on, words from A on.
const TURNS = { figure: ["none", "descending", "ascending"], word: ["none", "ascending", "descending"] };
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let order = { name: "", way: "none" };
let redraw = () => {};

export function headings(again) {
  redraw = again;
  for (const { name, label, short } of COLUMNS) {
    const words = short
      ? [el("span", { class: "long" }, label), el("abbr", { class: "short", title: label }, short)]
      : [label];
    const button = el("button", { type: "button" }, ...words, el("span", { class: "sort", "aria-hidden": "true" }));
    button.addEventListener("click", () => sortBy(name));
    $("headings").append(el("th", { scope: "col", class: `col-${name}`, "data-column": name }, button));
  }
  $("beside").lead = $("beside").firstElementChild;
}

function sortBy(name) {
  const turns = name === "symbol" ? TURNS.word : TURNS.figure;
  const now = order.name === name ? turns.indexOf(order.way) : 0;
  order = { name, way: turns[(now + 1) % turns.length] };
  redraw();
}

export function members(all, sector, session) {
  const lists = new Set(sector.names);
  const own = all.filter(({ list }) => list === sector.name);
  const beside = all.filter(({ list }) => !lists.has(list));
  mark($("members").parentNode, "data-session", session);
  for (const th of $("headings").children) {
    mark(th, "aria-sort", th.dataset.column === order.name && order.way !== "none" ? order.way : null);
  }
  rows($("members"), own);
  rows($("beside"), beside);
  $("beside").hidden = beside.length === 0;
  $("members-empty").hidden = own.length + beside.length > 0;
  write($("members-count"), own.length ? `${own.length}` : "");
}

function rows(body, list) {
  keep(body, sorted(list), ({ list: name, symbol }) => `${name} ${symbol}`, row, fill);
}

function sorted(list) {
  if (order.way === "none") return list;
  const sign = order.way === "ascending" ? 1 : -1;
  const value = order.name === "symbol" ? (member) => member.symbol : (member) => amount(member[order.name]);
  return list.toSorted((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return (a === null) - (b === null); // the unknown comes last
    return sign * (typeof a === "string" ? a.localeCompare(b) : a - b);
  });
}

function row() {
  const cells = COLUMNS.slice(1).map(({ name }) => el("td", { class: `col-${name}` }, el("span", { class: "figure" })));
  const symbol = el("bdi", { class: "symbol" });
  const name = el("bdi", { class: "name" });
  const head = el("th", { scope: "row", class: "col-symbol" }, el("span", { class: "arrow", "aria-hidden": "true" }), symbol, " ", el("span", { class: "stale" }), " ", name);
  return el("tr", {}, head, ...cells);
}

function fill(tr, member) {
  const [head, ...cells] = tr.children;
  const [arrow, symbol, stale, name] = head.children;
  write(arrow, ARROWS.get(member.up) ?? "■");
  mark(arrow, "data-way", WORDS.get(member.up));
  write(symbol, member.symbol);
  write(name, member.name ?? "");
  mark(name, "title", member.name);
  mark(tr, "data-stale", member.stale ? "yes" : null);
  write(stale, member.stale ? "stale" : "");
  cells.forEach((cell, index) => {
    const { name: column, signed } = COLUMNS[index + 1];
    figure(cell, member[column], signed);
    if (column === "price") flash(cell, member.price);
  });
}

function figure(cell, text, signed) {
  const node = cell.firstChild;
  // The scale's letter takes the same room in each row, so that the decimals stand in line.
  if (write(node, text) && /\d[KMBT]$/.test(text)) {
    node.replaceChildren(text.slice(0, -1), el("span", { class: "scale" }, text.slice(-1)));
  }
  mark(node, "data-way", isKnown(text) ? (signed ? WORDS.get(direction(text)) : null) : "unknown");
}

function flash(cell, text) {
  const value = amount(text);
  const way = Math.sign(value - (cell.before ?? value));
  cell.before = value;
  if (!way || calm.matches) return;
  const colour = getComputedStyle(cell).getPropertyValue(way > 0 ? "--up-tint" : "--down-tint");
  cell.animate([{ backgroundColor: colour }, { backgroundColor: "transparent" }], 600);
}
