// 2·inside / (2·inside + crossing) weight of each service's calls and accesses, as clustering/describing.py.

import { SHARED } from "../placement.js";

const KINDS = ["calls", "reads", "writes"];

export function cohesion(model, placed) {
  const services = placed.reduce((most, one) => Math.max(most, one), 0) + 1;
  const [inside, crossing] = [new Float64Array(services), new Float64Array(services)];
  for (const { source, target, weight } of pairs(model)) {
    const [from, to] = [placed[source], placed[target]];
    if (from === to) inside[from] += weight;
    else if (from !== SHARED && to !== SHARED) {
      crossing[from] += weight;
      crossing[to] += weight;
    }
  }
  return Array.from(inside, (held, i) => (held + crossing[i] ? (2 * held) / (2 * held + crossing[i]) : 0));
}

/** Pairs of nodes with the logarithm of what relates them, for each kind. */
function pairs(model) {
  if (model.pairs) return model.pairs;
  const { edges, symbols, kinds } = model;
  const { trusts } = model.raw.words;
  const wanted = new Set(KINDS.map((kind) => kinds.indexOf(kind)));
  const found = new Map();
  for (let i = 0; i < edges.length; i++) {
    if (!wanted.has(edges.kind[i])) continue;
    const [source, target] = [symbols.node[edges.source[i]], symbols.node[edges.target[i]]];
    const key = (source * model.size + target) * kinds.length + edges.kind[i];
    if (!found.has(key)) found.set(key, { source, target, weight: 0 });
    found.get(key).weight += trusts[edges.confidence[i]] * Math.max(0, edges.weight[i]);
  }
  model.pairs = [...found.values()].map((pair) => ({ ...pair, weight: Math.log1p(pair.weight) }));
  return model.pairs;
}
