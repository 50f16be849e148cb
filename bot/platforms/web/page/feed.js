// Alerts as they came, and the rules they came from.

import { $, el, icon, keep, mark, turn, write } from "./dom.js";

const STATES = new Map([["firing", ["bell", "Firing"]], ["resolved", ["check", "Resolved"]], ["pending", ["clock", "Pending"]], ["notice", ["unknown", "Notice"]], ["brief", ["sun", "Brief"]]]);
const RULES = new Map([
  ["firing", "bell"], ["pending", "clock"], ["armed", "ring"], ["already holding", "half"], ["cannot tell", "unknown"],
]);
const SEVERITIES = new Set(["info", "warning", "critical"]);

export const keyOf = (alert) => `${alert.fingerprint}|${alert.state}|${alert.epoch}|${alert.title}`;

// Says whether `alerts` tell of it already: each one's last word before it left is the same.
export function isAmong(alert, alerts) {
  const names = alert.fingerprints ?? [];
  return names.length > 0 && names.every((name) => {
    const last = alerts.find(({ fingerprint, epoch }) => fingerprint === name && epoch <= alert.epoch);
    return last?.state === alert.state; // newest first
  });
}

export function alerts(list) {
  keep($("alerts"), list, keyOf, alertItem, fillAlert);
  $("alerts-empty").hidden = list.length > 0;
  const fired = list.filter(({ state }) => state === "firing").length;
  write($("alerts-count"), list.length ? `${fired} fired` : "");
}

function alertItem() {
  const item = el("li", { class: "alert" }, icon("bell"), el("div"));
  const head = el("p", { class: "alert-head" }, el("span", { class: "state" }), " ", el("span", { class: "severity" }), " ", el("time"));
  item.lastChild.append(head, el("p", { class: "alert-title" }, el("bdi")), el("p", { class: "soft" }, el("bdi")), el("p", { class: "origin" }, el("bdi"), " ", el("bdi")));
  return item;
}

function fillAlert(item, alert) {
  const [drawn, body] = item.children;
  const [head, title, because, origin] = body.children;
  const [sign, word] = STATES.get(alert.state) ?? ["unknown", alert.state];
  turn(drawn, sign);
  mark(item, "data-state", STATES.has(alert.state) ? alert.state : null);
  mark(item, "data-severity", SEVERITIES.has(alert.severity) ? alert.severity : null);
  write(head.children[0], word);
  write(head.children[1], alert.severity === "info" ? "" : (alert.severity ?? ""));
  write(head.children[2], alert.at);
  write(title.firstChild, alert.title);
  const facts = (alert.facts ?? []).map(({ label, value }) => `${label} ${value}`);
  const why = alert.because === alert.title ? "" : alert.because;
  write(because.firstChild, [why, ...facts].filter(Boolean).join(why?.includes("\n") ? "\n" : " · "));
  because.hidden = !because.textContent;
  write(origin.firstChild, alert.rule ?? "");
  write(origin.lastChild, alert.subject ?? "");
  origin.hidden = !alert.rule;
}

export function rules(list) {
  keep($("rules"), list, ({ name }) => name, ruleItem, fillRule);
  $("rules-empty").hidden = list.length > 0;
  write($("rules-count"), list.length ? `${list.length}` : "");
}

function ruleItem() {
  const head = el("p", { class: "rule-head" }, el("bdi", { class: "rule-name" }), " ", el("span", { class: "pill" }, icon("ring"), el("span")));
  const more = el("details", {}, el("summary"), el("ul"));
  return el("li", { class: "rule" }, head, el("code", { class: "when" }), el("p", { class: "soft" }), more);
}

function fillRule(item, rule) {
  const [head, when, alone, more] = item.children;
  const [name, pill] = head.children;
  write(name, rule.name);
  pillOf(pill, rule.state);
  write(when, rule.when);
  const subjects = rule.subjects ?? [];
  const [summary, list] = more.children;
  const said = (words) => [`fired ${rule.fired ?? 0}×`, words].filter(Boolean).join(" · ");
  write(summary, said(tally(subjects)));
  write(alone, said(subjects[0]?.detail));
  alone.hidden = subjects.length > 1;
  more.hidden = !alone.hidden;
  keep(list, more.open ? subjects : [], ({ subject }) => subject, subjectItem, fillSubject);
  more.ontoggle = () => fillRule(item, rule);
}

function tally(list) {
  const counts = new Map();
  for (const { state } of list) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
}

function subjectItem() {
  return el("li", {}, el("bdi", { class: "subject" }), el("span", { class: "pill" }, icon("ring"), el("span")), el("bdi", { class: "soft" }));
}

function fillSubject(item, { subject, state, detail }) {
  const [name, pill, more] = item.children;
  write(name, subject);
  pillOf(pill, state);
  write(more, detail ?? "");
}

function pillOf(pill, state) {
  turn(pill.firstChild, RULES.get(state) ?? "unknown");
  mark(pill, "data-state", RULES.has(state) ? state : null);
  write(pill.lastChild, state);
}
