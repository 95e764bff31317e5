// Which boxes and lines the map draws: never more than MAX_DRAWN, the largest and heaviest first.

import { SHARED } from "../placement.js";
import { MAX_DRAWN } from "./choice.js";
import { shownServices, sizeOf, treeOf } from "./tree.js";

const LEAST_LINES = 24;
const DATA = new Set(["reads", "writes", "joins", "foreign key"]);

/** {boxes, lines, hidden: {boxes, lines}}; a box is {id, parent, level, service, module?, node?, nodes}. */
export function visible(model, placement, choice) {
  const tree = treeOf(model, placement);
  const focused = neighbours(model, placement, choice);
  const boxes = new Map();
  const shownAs = new Array(placement.placed.length).fill("");
  let hidden = 0;
  const left = () => MAX_DRAWN * 0.6 - boxes.size;
  const add = (box) => boxes.set(box.id, box);
  for (const service of shownServices(tree, choice.isOpen("s0"))) {
    if (focused && !focused.has(service)) continue;
    const id = `s${service}`;
    const nodes = [...tree[service].values()].flat();
    add({ id, parent: null, level: "service", service, nodes });
    nodes.forEach((node) => (shownAs[node] = id));
    if (!choice.isOpen(id)) continue;
    for (const { key: module, value: held } of largest(model, tree[service], left())) {
      const inner = `${id}m${module}`;
      add({ id: inner, parent: id, level: "module", service, module, nodes: held });
      held.forEach((node) => (shownAs[node] = inner));
      if (!choice.isOpen(inner)) continue;
      const isWanted = (node) => Number(choice.selected === `n${node}`);
      const order = (a, b) => isWanted(b) - isWanted(a) || model.lines[b] - model.lines[a] || a - b;
      const kept = [...held].sort(order).slice(0, Math.max(0, left()));
      hidden += held.length - kept.length;
      kept.sort((a, b) => a - b).forEach((node) => {
        add({ id: `n${node}`, parent: inner, level: "node", service, module, node, nodes: [node] });
        shownAs[node] = `n${node}`;
      });
    }
    hidden += [...tree[service].keys()].filter((module) => !boxes.has(`${id}m${module}`)).length;
  }
  const all = gathered(model, choice, shownAs);
  const room = Math.max(0, MAX_DRAWN - boxes.size);
  const heaviest = withEach(all, Math.min(choice.lines || Math.max(LEAST_LINES, 2 * boxes.size), room)).slice(0, room);
  const own = all.filter((line) => !heaviest.includes(line)).filter((line) => line.from === choice.selected || line.to === choice.selected);
  const drawn = [...heaviest, ...own.slice(0, room - heaviest.length)];
  return { tree, boxes, lines: drawn, extra: drawn.length - heaviest.length, hidden: { boxes: hidden, lines: all.length - drawn.length } };
}

/** The heaviest lines, and the heaviest one of each box that would have none. */
function withEach(all, most) {
  const kept = all.slice(0, most);
  const touched = new Set(kept.flatMap((line) => [line.from, line.to]));
  for (const line of all.slice(most)) {
    if (line.from.includes("m") || line.to.includes("m") || line.from[0] === "n" || line.to[0] === "n") continue;
    if (touched.has(line.from) && touched.has(line.to)) continue;
    kept.push(line);
    touched.add(line.from).add(line.to);
  }
  return kept;
}

/** The modules with most code, in the order of their paths. */
function largest(model, modules, most) {
  const entries = [...modules].map(([key, value]) => ({ key, value, size: sizeOf(model, value) }));
  const kept = [...entries].sort((a, b) => b.size - a.size || a.key - b.key).slice(0, Math.max(0, most));
  return kept.sort((a, b) => a.key - b.key);
}

/** The service in focus and those that it relates to; nothing without a focus. */
function neighbours(model, placement, choice) {
  if (choice.focus < 0) return null;
  const found = new Set([choice.focus]);
  eachRelation(model, choice, (i) => {
    const [from, to] = [placement.placed[model.relations.source[i]], placement.placed[model.relations.target[i]]];
    if (from === choice.focus) found.add(to);
    if (to === choice.focus) found.add(from);
  });
  if (choice.focus !== SHARED) found.delete(SHARED);
  return found;
}

function eachRelation(model, choice, visit) {
  const { source, kind, confidence } = model.relations;
  for (let i = 0; i < source.length; i++) {
    if (choice.kinds.has(model.kinds[kind[i]]) && confidence[i] <= choice.confidence) visit(i);
  }
}

/** Relations between what is drawn, one line for each pair and direction, heaviest first. */
function gathered(model, choice, shownAs) {
  const { source, target, kind, count } = model.relations;
  const lines = new Map();
  eachRelation(model, choice, (i) => {
    const [from, to] = [shownAs[source[i]], shownAs[target[i]]];
    if (!from || !to || from === to || to === "s0" || from === "s0") return;
    const id = `${from}>${to}`;
    if (!lines.has(id)) lines.set(id, { id, from, to, count: 0, data: 0, relations: [] });
    const line = lines.get(id);
    line.count += count[i];
    if (DATA.has(model.kinds[kind[i]])) line.data += count[i];
    line.relations.push(i);
  });
  return [...lines.values()].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
}
