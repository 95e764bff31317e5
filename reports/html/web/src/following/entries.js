// Entry points by service with what they reach, for the placement that is shown.

import { clean, element } from "../dom.js";
import { Reach } from "../data/reach.js";
import { places } from "../places.js";
import { SHARED } from "../placement.js";
import { broken } from "../breaks.js";
import { aside, box, boxes, code, listed, soft, tag } from "./list.js";

const MOST_NAMED = 6;

export function entries(shown) {
  const { model, placement, placed, couplings } = shown;
  const by = new Map();
  model.entries.unit.forEach((unit, entry) => {
    const service = unit < 0 ? SHARED : placed[unit];
    by.set(service, [...(by.get(service) ?? []), entry]);
  });
  const chatty = couplings.filter((row) => row.kind === "calls" && row.weight > 1 && !row.isAtImport).sort((a, b) => b.weight - a.weight);
  return [
    by.size ? soft("Where work enters each service, and how far it reaches: the tables that it may read and write in the end, and the other services whose code or tables that takes.") : element("p", {}, "No entry points were recognised."),
    boxes([...by].sort(([a], [b]) => a - b).map(([service, found]) => folded(shown, service, found))),
    element("h3", {}, "Chatty paths"),
    chatty.length
      ? listed("Chatty calls, as shown", ["from", "to", "caller", "called", "#times", "where"], chatty.map((row) => [row.from, row.to, code(row.source), code(row.target), row.weight.toFixed(0), places(row.places, row.more)]), 60)
      : element("p", {}, "No call over a boundary stands in a loop or in several places."),
    ...(placement.isRecommended ? [] : [soft("Queries that loops repeat do not depend on the placement: they stand in this section of the recommended one.")]),
  ];
}

/** Boxes that were written without all of their rows get them when they are opened. */
export function uncut(shown) {
  const { model, placement, placed } = shown;
  for (const cut of document.querySelectorAll("#entries details[data-cut]")) {
    const fill = () => {
      if (!placement.isRecommended) return;
      const service = placement.services.findIndex((_, number) => placement.nameOf(number) === cut.dataset.cut);
      const found = [...model.entries.unit.keys()].filter((entry) => (model.entries.unit[entry] < 0 ? SHARED : placed[model.entries.unit[entry]]) === service);
      if (service >= 0) cut.replaceChildren(cut.firstElementChild, listOf(shown, service, found));
    };
    cut.addEventListener("toggle", fill, { once: true });
  }
}

function listOf({ model, placement, placed }, service, found) {
  const { entries: columns, raw } = model;
  model.reach ??= new Reach(model);
  const rows = found.map((entry) => ({ entry, ...model.reach.services(entry, placed) }));
  rows.sort((a, b) => b.services.length - a.services.length || a.entry - b.entry);
  const cells = ({ entry, services, reads, writes }) => [
    raw.words.entries[columns.kind[entry]], code(clean(columns.name[entry])), code(model.symbol(columns.symbol[entry])), String(reads), String(writes),
    services.length > MOST_NAMED ? `${services.length} services` : services.map((one) => placement.nameOf(one)).sort().join(", "),
    places([model.placeAt(columns.place[2 * entry], columns.place[2 * entry + 1], columns.unit[entry])]),
  ];
  return listed(`Entry points of ${placement.nameOf(service)}`, ["kind", "name", "handled by", "#reads", "#writes", "other services", "where"], rows.map(cells));
}

function folded(shown, service, found) {
  const { model, placement } = shown;
  const kinds = new Map();
  found.forEach((entry) => kinds.set(model.entries.kind[entry], (kinds.get(model.entries.kind[entry]) ?? 0) + 1));
  const told = [...kinds].map(([kind, sum]) => `${sum} ${model.raw.words.entries[kind]}`).join(", ");
  return box([element("b", {}, broken(placement.nameOf(service))), " ", tag(String(found.length)), " ", aside(told)], () => listOf(shown, service, found));
}
