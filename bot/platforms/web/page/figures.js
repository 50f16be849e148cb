// Reads the figures back from how they are shown, to sort and to draw; never to show them anew.

const UNITS = new Map([
  ["K", 1e3], ["M", 1e6], ["B", 1e9], ["T", 1e12],
  ["s", 1], ["min", 60], ["h", 3600], ["d", 86400],
]);
const SHOWN = /^([+\-−]?)\$?(\d[\d,]*(?:\.\d+)?)\s*(%|×|x|K|M|B|T|s|min|h|d)?$/;

export const isKnown = (text) => typeof text === "string" && text !== "" && text !== "n/a";

export function amount(text) {
  const found = SHOWN.exec(text ?? "");
  if (!found) return null;
  const size = Number(found[2].replaceAll(",", "")) * (UNITS.get(found[3]) ?? 1);
  return found[1] && found[1] !== "+" ? -size : size;
}

export function direction(text) {
  const size = amount(text);
  return size === null ? null : Math.sign(size);
}

export const WORDS = new Map([[1, "up"], [0, "flat"], [-1, "down"]]);
export const ARROWS = new Map([[1, "▲"], [0, "■"], [-1, "▼"]]);

// What one unit of a drawn value is worth: 1e9 where 88.27 is shown as $88.27B.
export function unit(shown, value) {
  const whole = amount(shown);
  if (!whole || !value) return 1;
  return 1000 ** Math.round(Math.log10(whole / value) / 3);
}

export function money(value, places = 2) {
  for (const letter of ["T", "B", "M", "K"]) {
    const scale = UNITS.get(letter);
    if (Math.abs(value) >= scale) return `$${(value / scale).toFixed(places)}${letter}`;
  }
  return `$${value.toFixed(places)}`;
}

// The market's wall clock, learnt from the one the desk shows.
export function zone(clock, at) {
  const found = /(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?: (\S+))?/.exec(clock ?? "");
  if (!found || !at) return { name: "UTC", ahead: 0 };
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
  const shown = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  return { name: found[7] ?? "", ahead: Math.round((shown - at) / 900) * 900 };
}

export const wall = (epoch, { ahead }) =>
  new Date((epoch + ahead) * 1000).toISOString().slice(11, 16);
