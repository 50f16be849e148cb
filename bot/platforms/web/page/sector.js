// The sector on show: its cap, the way to the next milestone, its line.

import { chart } from "./chart.js";
import { $, el, keep, mark, write } from "./dom.js";
import { ARROWS, direction, isKnown, WORDS } from "./figures.js";

let chosen = null;

export const current = (sectors) => sectors.find(({ name }) => name === chosen) ?? sectors[0];

export function sector(sectors, zone, redraw) {
  const shown = current(sectors);
  $("sector").hidden = !shown;
  if (!shown) return;
  tabs(sectors, shown, redraw);
  write($("sector-title"), shown.title || shown.name);
  write($("cap"), shown.cap);
  move($("change"), shown.change, "since the previous close");
  write($("sector-note"), shown.note ?? "");
  $("sector-note").hidden = !shown.note;
  way("next", shown.next, "to go", "above every milestone");
  way("previous", shown.previous, "back", "below every milestone");
  write($("coverage"), shown.coverage);
  write($("coverage-word"), shown.coverage_ok ? "of the cap is fresh" : "too little: crossings wait");
  mark($("coverage-word"), "data-warn", shown.coverage_ok ? null : "yes");
  const { benchmark } = shown;
  write($("benchmark-name"), benchmark?.symbol ?? "Benchmark");
  write($("benchmark"), benchmark?.price ?? "none");
  write($("benchmark-change"), !benchmark ? "" : isKnown(benchmark.change) ? benchmark.change : "change n/a");
  mark($("benchmark-change"), "data-way", WORDS.get(direction(benchmark?.change)));
  ladder(shown);
  chart(shown, zone);
}

function move(node, text, baseline) {
  const way = direction(text);
  if (!node.firstElementChild) node.append(el("span"), " ", el("span", { class: "soft" }, baseline));
  const words = node.firstElementChild;
  write(words, way === null ? `change ${text ?? "n/a"}` : `${ARROWS.get(way)} ${text}`);
  mark(words, "data-way", WORDS.get(way));
}

function way(id, step, word, none) {
  write($(id), step ? step.milestone : "none");
  write($(`${id}-way`), step ? `${step.distance} ${word} (${step.percent})` : none);
}

function ladder(shown) {
  const share = Math.round(Math.max(0, Math.min(1, shown.progress ?? 0)) * 1000) / 10;
  $("ladder").hidden = !shown.next;
  $("fill").style.width = `${share}%`;
  write($("rung-below"), shown.previous?.milestone ?? "$0");
  write($("rung-above"), shown.next?.milestone ?? "");
  mark($("ladder"), "aria-valuenow", share);
  mark($("ladder"), "aria-valuetext", shown.next ? `${shown.next.distance} (${shown.next.percent}) to ${shown.next.milestone}` : "");
}

function tabs(sectors, shown, redraw) {
  const list = $("tabs");
  list.hidden = sectors.length < 2;
  mark($("sector-body"), "role", list.hidden ? null : "tabpanel");
  mark($("sector-body"), "aria-labelledby", list.hidden ? null : "sector-title");
  keep(list, list.hidden ? [] : sectors, ({ name }) => name, () => {
    const tab = el("button", { type: "button", role: "tab", "aria-controls": "sector-body" }, el("bdi"), el("span"));
    tab.addEventListener("click", () => {
      chosen = tab.sector;
      redraw();
    });
    return tab;
  }, (tab, { name, title, change }) => {
    tab.sector = name;
    write(tab.firstChild, title || name);
    write(tab.lastChild, change);
    mark(tab.lastChild, "data-way", WORDS.get(direction(change)));
    mark(tab, "aria-selected", String(name === shown.name));
    tab.tabIndex = name === shown.name ? 0 : -1;
  });
}

$("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  const all = [...$("tabs").children];
  const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
  next.click();
  next.focus();
});
