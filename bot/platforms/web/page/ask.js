// The command line: suggestions as you type, history on the arrow keys, answers as text.

import { release, said } from "./answer.js";
import { $, el, write } from "./dom.js";

const KEPT = 10;
const input = $("command");
const list = $("suggestions");

let commands = [];
let matches = [];
let active = -1;
const history = [];
let past = 0; // how far back in history the input is

export function suggest(known) {
  commands = known;
}

// What names a command; the rest is what it takes: `/watchlist show [LIST]`.
const nameOf = ({ usage }) => usage.split(/ (?=[A-Z[])/)[0];

function open(found) {
  matches = found;
  active = -1;
  list.hidden = found.length === 0;
  input.setAttribute("aria-expanded", String(found.length > 0));
  input.removeAttribute("aria-activedescendant");
  list.replaceChildren(...found.map(({ usage, summary }, index) => {
    const option = el("li", { role: "option", id: `suggestion-${index}`, "aria-selected": "false" }, el("code", {}, usage), el("span", { class: "soft" }, summary ?? ""));
    // Before the input loses its focus and the list closes.
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(index);
    });
    return option;
  }));
}

function highlight(index) {
  active = index;
  [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
  if (index < 0) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", `suggestion-${index}`);
  list.children[index].scrollIntoView({ block: "nearest" });
}

function take(index) {
  const command = matches[index];
  const name = nameOf(command);
  input.value = command.usage === name ? name : `${name} `;
  open([]);
  input.focus();
}

function recall(step) {
  const to = Math.max(0, Math.min(history.length, past + step));
  if (to === past) return;
  past = to;
  input.value = past === 0 ? "" : history.at(-past);
  open([]);
}

input.addEventListener("input", () => {
  past = 0;
  const typed = input.value.trimStart().toLowerCase();
  const start = typed.startsWith("/") ? typed : `/${typed}`;
  open(typed ? commands.filter((command) => nameOf(command).startsWith(start)) : []);
});

input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") {
    if (matches.length) highlight((active + 1) % matches.length);
    else if (past) recall(-1);
    else open(commands);
  } else if (event.key === "ArrowUp") {
    if (matches.length && active >= 0) highlight(active - 1);
    else recall(1);
  } else if (event.key === "Enter" && active >= 0) take(active);
  else if (event.key === "Escape" && matches.length) open([]);
  else return;
  event.preventDefault();
});
input.addEventListener("blur", () => open([]));

$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return input.focus();
  input.value = "";
  ask(text);
});

// A button or a form asks as if it were typed; its words are seen, and found again.
async function ask(text, given) {
  const words = given ? [text, ...Object.values(given)].join(" ") : text;
  if (history.at(-1) !== words) history.push(words);
  past = 0;
  open([]);
  const place = card(words);
  place.append(...said(await answerTo(text, given), ask));
  place.removeAttribute("aria-busy");
  place.querySelector(".questions input, .questions select")?.focus();
}

async function answerTo(text, given) {
  try {
    const response = await fetch("/api/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(given ? { text, given } : { text }),
    });
    const answer = await response.json();
    return response.ok ? answer : { title: answer.error, failed: true };
  } catch {
    return { title: "The desk did not answer; ask again when it is live.", failed: true };
  }
}

function card(text) {
  const place = el("article", { class: "answer", "aria-busy": "true" }, el("p", { class: "asked" }, text));
  const answers = $("answers-list");
  answers.prepend(place);
  while (answers.childElementCount > KEPT) {
    release(answers.lastElementChild);
    answers.lastElementChild.remove();
  }
  answers.scrollTop = 0;
  $("answers").hidden = false;
  return place;
}

function close() {
  $("answers").hidden = true;
  release($("answers-list"));
  $("answers-list").replaceChildren();
  input.focus();
}

$("answers-close").addEventListener("click", close);
$("answers").addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  input.select();
  input.focus();
});
if (/Mac|iPhone|iPad/.test(navigator.platform)) write($("hint"), "⌘ K");
