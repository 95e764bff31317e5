// Files whose units land in different services, for the placement that is shown.

import { count, element } from "../dom.js";
import { broken } from "../breaks.js";
import { aside, box, boxes, soft, tag } from "./list.js";

const MOST_TIES = 6;

/** Those files, over most services first: {path, parts, lines}. */
export function splitFiles({ model, placed }) {
  const by = new Map(); // path → service → units
  for (let node = 0; node < model.units; node++) {
    const path = model.paths[model.module[node]];
    if (!by.has(path)) by.set(path, new Map());
    const held = by.get(path);
    held.set(placed[node], [...(held.get(placed[node]) ?? []), node]);
  }
  const lines = (nodes) => nodes.reduce((sum, node) => sum + model.lines[node], 0);
  return [...by]
    .filter(([, held]) => held.size > 1)
    .map(([path, held]) => ({ path, parts: [...held].map(([service, nodes]) => ({ service, nodes, lines: lines(nodes) })), lines: lines([...held.values()].flat()) }))
    .sort((a, b) => b.parts.length - a.parts.length || b.lines - a.lines || (a.path < b.path ? -1 : 1));
}

export function splits(shown) {
  const { model, placement, placed } = shown;
  const found = splitFiles(shown);
  if (!found.length) return [element("p", {}, "No module has to be split.")];
  const ties = tiesOf(model, placed, new Set(found.map(({ path }) => path)));
  return [
    soft(`${count(found.length, "module holds", "modules hold")} units of more than one service: where each part goes, and what relates the parts today.`),
    boxes(found.map((one) => folded(model, placement, one, ties.get(one.path) ?? new Map())), "boxes wide"),
  ];
}

function folded(model, placement, { path, parts, lines }, ties) {
  const body = () => {
    const sorted = [...parts].sort((a, b) => b.lines - a.lines || a.service - b.service);
    const each = sorted.flatMap(({ service, nodes, lines: size }) => [
      element("dt", {}, placement.nameOf(service), " ", aside(count(size, "line"))),
      element("dd", { class: "code" }, nodes.map((node) => model.label(node)).join(", ")),
    ]);
    const found = [...ties].sort((a, b) => b[1] - a[1]).map(([key, sum]) => {
      const [kind, from, to] = key.split(" ").map(Number);
      return `${sum} ${model.kinds[kind]} (${placement.nameOf(from)} → ${placement.nameOf(to)})`;
    });
    const more = found.length > MOST_TIES ? ` and ${found.length - MOST_TIES} more` : "";
    const held = found.length ? `Held together by ${found.slice(0, MOST_TIES).join(", ")}${more}.` : "Nothing relates the parts directly: cutting it is moving code.";
    return [element("dl", { class: "wide" }, ...each), soft(held)];
  };
  const shown = model.path(model.paths.indexOf(path));
  return box([element("b", { class: "code" }, broken(shown)), " ", tag(`${parts.length} parts`), " ", aside(count(lines, "line"))], body);
}

/** Path → "kind from to" → how many relations. */
function tiesOf(model, placed, paths) {
  const { edges, symbols } = model;
  const found = new Map();
  for (let i = 0; i < edges.length; i++) {
    const [source, target] = [symbols.node[edges.source[i]], symbols.node[edges.target[i]]];
    if (model.isTable(source) || model.isTable(target) || placed[source] === placed[target]) continue;
    const path = model.paths[model.module[source]];
    if (path !== model.paths[model.module[target]] || !paths.has(path)) continue;
    if (!found.has(path)) found.set(path, new Map());
    const key = `${edges.kind[i]} ${placed[source]} ${placed[target]}`;
    found.get(path).set(key, (found.get(path).get(key) ?? 0) + 1);
  }
  return found;
}
