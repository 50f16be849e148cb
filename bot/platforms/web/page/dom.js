// Elements, made and filled by text alone: names and titles come from strangers.

const SVG = "http://www.w3.org/2000/svg";

export const $ = (id) => document.getElementById(id);

export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

export function svg(name, attributes = {}, text = "") {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text) node.textContent = text;
  return node;
}

export function icon(name) {
  const drawn = svg("svg", { class: "icon", "aria-hidden": "true" });
  drawn.append(svg("use", { href: `#i-${name}` }));
  return drawn;
}

export function turn(drawn, name) {
  const use = drawn.querySelector("use");
  if (use.getAttribute("href") !== `#i-${name}`) use.setAttribute("href", `#i-${name}`);
}

// Writes `text` where it differs, and says whether it did: an untouched node is not read aloud.
export function write(node, text) {
  const words = text === null || text === undefined ? "n/a" : String(text);
  if (node.textContent === words) return false;
  node.textContent = words;
  return true;
}

export function mark(node, name, value) {
  if (value === null || value === undefined || value === "") node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

// Keeps one child for each item, in order; a child that stays keeps its focus and its state.
export function keep(parent, items, key, make, fill) {
  const old = (parent.kept ??= new Map());
  const kept = new Map();
  let place = parent.lead ?? null;
  for (const item of items) {
    let name = String(key(item));
    while (kept.has(name)) name += "'";
    const node = old.get(name) ?? make(item);
    fill(node, item);
    kept.set(name, node);
    const next = place ? place.nextSibling : parent.firstChild;
    if (next !== node) parent.insertBefore(node, next);
    place = node;
  }
  for (const [name, node] of old) if (!kept.has(name)) node.remove();
  parent.kept = kept;
}

export function announce(text, urgent) {
  const place = $(urgent ? "said-now" : "said");
  if (urgent) place.replaceChildren(text);
  else place.append(el("p", {}, text));
  while (place.childElementCount > 5) place.firstElementChild.remove();
}
