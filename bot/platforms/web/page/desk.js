// The desk: it listens to the server's events and draws what it hears.

import { suggest } from "./ask.js";
import { $, announce, el, keep, mark, turn, write } from "./dom.js";
import { alerts, isAmong, rules } from "./feed.js";
import { zone } from "./figures.js";
import { headings, members } from "./members.js";
import { current, sector } from "./sector.js";

const QUIET = 30_000; // milliseconds after which a page that was hidden asks again
const AGAIN = 3_000;

let desk = null;
let heard = 0;
let stream = null;
let asked = false; // whether a frame is on its way
let unread = 0;

function redraw() {
  if (asked || !desk) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    draw(desk);
  });
}

function draw({ clock, at, session, source, sectors = [], version, status = [] }) {
  write($("clock"), clock);
  write($("session"), session ?? "");
  $("session").hidden = !session;
  mark($("session"), "data-session", partOf(session));
  recording(source);
  sector(sectors, zone(clock, at), redraw);
  members(desk.members ?? [], { name: current(sectors)?.name, names: sectors.map(({ name }) => name) }, partOf(session));
  alerts(desk.alerts ?? []);
  rules(desk.rules ?? []);
  suggest(desk.commands ?? []);
  keep($("status"), status, ({ label }) => label, () => el("div", {}, el("dt"), el("dd")), (item, { label, value }) => {
    write(item.firstChild, label);
    write(item.lastChild, value);
  });
  write($("version"), version ? `Prebell ${version}` : "Prebell");
  title();
}

function partOf(session) {
  const word = String(session ?? "").toLowerCase();
  return ["pre", "regular", "after", "closed"].find((part) => word.startsWith(part)) ?? "closed";
}

function recording(source) {
  $("recording").hidden = !source?.recording;
  if (!source?.recording) return;
  const played = source.ended ? "It has ended; the figures stay as it left them." : `Played at ${source.speed}.`;
  write($("recording-text"), `This is a recording: ${source.title}. ${played}`);
  $("recording-progress").value = source.progress ?? 0;
}

function title() {
  const shown = current(desk?.sectors ?? []);
  const figures = shown ? `${shown.cap} ${shown.change} · ` : "";
  document.title = `${unread ? `(${unread}) ` : ""}${figures}Prebell`;
}

// A change names each part that differs; a sector's line comes from the point where it differs.
function take(change) {
  const lines = new Map((desk.sectors ?? []).map(({ name, series }) => [name, series ?? []]));
  for (const part of change.sectors ?? []) {
    part.series = [...(lines.get(part.name) ?? []).slice(0, part.kept), ...part.series];
  }
  desk = { ...desk, ...change };
}

function ring(alert) {
  announce(`${alert.state}: ${alert.title}. ${alert.because ?? ""}`, alert.severity === "critical");
  if (document.hidden) unread += 1;
  if (!desk || isAmong(alert, desk.alerts ?? [])) return;
  desk.alerts = [alert, ...(desk.alerts ?? [])].slice(0, 100);
}

function state(name, word) {
  mark($("connection"), "data-state", name);
  write($("connection-word"), word);
  $("offline").hidden = name !== "lost";
  if (name === "lost" && desk) write($("offline"), `The desk does not answer; these figures are from ${desk.clock}.`);
  else if (name === "lost") write($("offline"), "The desk does not answer yet.");
}

function connect() {
  stream?.close();
  const source = new EventSource("/events");
  stream = source;
  const on = (name, hear) => source.addEventListener(name, ({ data }) => {
    heard = Date.now();
    hear(JSON.parse(data));
    redraw();
  });
  on("desk", (whole) => {
    // A newer desk draws with newer files.
    if (desk && desk.version !== whole.version) location.reload();
    desk = whole;
    state("live", "live");
  });
  on("change", take);
  on("alert", ring);
  source.addEventListener("error", () => {
    if (source !== stream) return;
    state("lost", "reconnecting…");
    if (source.readyState === EventSource.CLOSED) comeBack();
  });
}

// The browser gives up where it is refused; the reason may be that the session ended.
async function comeBack() {
  try {
    const response = await fetch("/api/desk", { method: "HEAD" });
    if (response.status === 401) return location.reload();
  } catch {
    // Still away; the stream tells when it is back.
  }
  setTimeout(connect, AGAIN);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unread = 0;
  title();
  if (Date.now() - heard > QUIET) connect(); // a sleeping machine is not told that its line broke
});
addEventListener("online", connect);

const dark = matchMedia("(prefers-color-scheme: dark)");
const NAMES = new Map([["auto", "automatic"], ["light", "light"], ["dark", "dark"]]);
const SIGNS = new Map([["auto", "auto"], ["light", "sun"], ["dark", "moon"]]);

function theme(name) {
  mark(document.documentElement, "data-theme", name === "auto" ? null : name);
  turn($("theme"), SIGNS.get(name));
  write($("theme").lastChild, `Theme: ${NAMES.get(name)}`);
  mark($("theme"), "title", `Theme: ${NAMES.get(name)}`);
  redraw();
}

$("theme").addEventListener("click", () => {
  // The first press shows a difference, whatever the system prefers.
  const turns = dark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
  const now = document.documentElement.dataset.theme ?? "auto";
  const next = turns[(turns.indexOf(now) + 1) % turns.length];
  try {
    if (next === "auto") localStorage.removeItem("prebell-theme");
    else localStorage.setItem("prebell-theme", next);
  } catch {
    // Not remembered where storage is forbidden.
  }
  theme(next);
});

theme(document.documentElement.dataset.theme ?? "auto");
headings(redraw);
connect();
