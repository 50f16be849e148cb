// An answer: its text, figures and table, and what goes with it: buttons, a picture, a file, a form.

import { el } from "./dom.js";
import { amount, isKnown } from "./figures.js";

// `ask` puts a command, or a form's words, as if somebody had typed it.
export function said({ title, body, facts, table, failed, private: alone, actions, picture, attachment, form }, ask) {
  const heading = el("h3", failed ? { class: "failed" } : {}, title ?? "");
  if (alone) heading.append(" ", el("span", { class: "badge" }, "for you alone"));
  const parts = [heading];
  if (body) parts.push(el("p", { class: "body" }, body));
  if (facts?.length) parts.push(el("dl", { class: "facts" }, ...facts.map(({ label, value }) => el("div", {}, el("dt", {}, label), el("dd", {}, value)))));
  if (table) parts.push(el("div", { class: "sheet", tabindex: "0", role: "region", "aria-label": title || "Table" }, sheet(table)));
  if (picture) parts.push(el("img", { class: "picture", src: kept(picture, "image/png"), alt: title || "Chart" }));
  if (form) parts.push(questions(form, ask));
  const next = [...(attachment ? [download(attachment)] : []), ...(actions ?? []).map((action) => button(action, ask))];
  if (next.length) parts.push(el("div", { class: "actions" }, ...next));
  return parts;
}

// What an answer that is taken away has held is let go.
export function release(answer) {
  for (const node of answer.querySelectorAll("[src^='blob:']")) URL.revokeObjectURL(node.src);
  for (const node of answer.querySelectorAll("a[href^='blob:']")) URL.revokeObjectURL(node.href);
}

function kept(base64, type) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type }));
}

function download({ name, content }) {
  return el("a", { class: "action", href: kept(content, "application/octet-stream"), download: name }, `Download ${name}`);
}

function button({ label, text }, ask) {
  const made = el("button", { type: "button", class: "action", title: text }, label);
  made.addEventListener("click", () => ask(text));
  return made;
}

function questions({ command, usage, questions: asked }, ask) {
  const fields = asked.map((question, index) => [question.name, field(question, `${command}-${index}-${Date.now()}`)]);
  const form = el("form", { class: "questions", autocomplete: "off", "aria-label": usage }, ...fields.map(([, { row }]) => row), el("button", { type: "submit", class: "action" }, "Send"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = fields.map(([name, { input }]) => [name, input.value.trim()]);
    ask(`/${command}`, Object.fromEntries(words.filter(([, word]) => word)));
  });
  return form;
}

function field({ label, hint, required, options, all_there_is: closed }, id) {
  const common = { id, ...(required ? { required: "" } : {}), "aria-describedby": `${id}-hint` };
  const choices = options.map((option) => el("option", { value: option }, option));
  const input = closed
    ? el("select", common, ...(required ? [] : [el("option", { value: "" }, "")]), ...choices)
    : el("input", { ...common, type: "text", maxlength: "4000", ...(options.length ? { list: `${id}-options` } : {}) });
  const row = el("div", {}, el("label", { for: id }, label), input, el("span", { class: "soft", id: `${id}-hint` }, required ? hint : `${hint}; may be left out`));
  if (!closed && options.length) row.append(el("datalist", { id: `${id}-options` }, ...choices));
  return { row, input };
}

function sheet({ headings, rows }) {
  const isFigure = headings.map((_, column) => rows.some((cells) => isKnown(cells[column])) && rows.every((cells) => !isKnown(cells[column]) || amount(cells[column]) !== null));
  const cell = (name, text, column, attributes = {}) => el(name, { ...attributes, ...(isFigure[column] ? { class: "number" } : {}) }, text);
  return el("table", {},
    el("thead", {}, el("tr", {}, ...headings.map((text, column) => cell("th", text, column, { scope: "col" })))),
    el("tbody", {}, ...rows.map((cells) => el("tr", {}, ...cells.map((text, column) => cell("td", text, column))))),
  );
}
