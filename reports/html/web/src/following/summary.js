// The services of the placement that is shown, with their figures.

import { count, element } from "../dom.js";
import { broken } from "../breaks.js";
import { aside, box, code, listed, soft } from "./list.js";

export function figures({ services, couplings, spanning, contested }) {
  const pairs = new Set(couplings.map((row) => `${row.source_service} ${row.target_service}`));
  const figure = (value, label, meaning) => element("li", {}, element("b", {}, value.toLocaleString("en")), " ", element("span", {}, label), element("p", {}, meaning));
  const lines = services.reduce((sum, one) => sum + one.lines, 0) || 1;
  const largest = [...services].sort((a, b) => b.lines - a.lines)[0];
  return [
    figure(services.length, services.length === 1 ? "service" : "services", largest ? `the largest, ${largest.name}, holds ${Math.round((100 * largest.lines) / lines)}% of their code` : ""),
    figure(couplings.length, couplings.length === 1 ? "crossing coupling" : "crossing couplings", `between ${count(pairs.size, "pair")} of services`),
    figure(spanning.length, spanning.length === 1 ? "transaction spans services" : "transactions span services", `${count(contested.length, "table")} with several writers`),
  ];
}

export function services({ model, services: found, shared }) {
  const rows = [...found].sort((a, b) => b.lines - a.lines || a.number - b.number).map((one) => [
    element("a", { href: "#map", "data-service": one.name }, broken(one.name)),
    ...[one.lines, one.units.length, one.tables.length, one.entries].map((value) => value.toLocaleString("en")),
    one.cohesion.toFixed(2),
    one.arriving.toLocaleString("en"),
    one.leaving.toLocaleString("en"),
  ]);
  const names = (nodes) => nodes.flatMap((node, i) => [i ? ", " : "", code(model.name(node))]);
  const inside = found.flatMap((one) => [
    element("dt", {}, one.name, " ", aside(`${count(one.units.length, "unit")}, ${count(one.tables.length, "table")}`)),
    element("dd", {}, ...(one.tables.length ? [element("p", {}, "Tables: ", ...names(one.tables))] : []), element("p", {}, ...names(one.units))),
  ]);
  return [
    listed("Services as shown", ["service", "#lines", "#units", "#tables", "#entry points", "#cohesion", "#needed by", "#needs"], rows),
    box(["What is in each service"], () => element("dl", { class: "wide" }, ...inside)),
    shared.length ? box([`Shared library: ${count(shared.length, "unit")}, shipped as a package`], () => element("p", {}, ...names(shared))) : soft("No unit is in the shared library."),
  ];
}
