// Relations between symbols, as the graph has them.

import { summed } from "./payload.js";

const MOST_PLACES = 3;

/** Columns of one row for each relation; `at` is where its places begin in `place`. */
export function readEdges({ raw, column }) {
  const { relations } = raw;
  const places = column(relations.places);
  const at = new Float64Array(places.length);
  for (let i = 1; i < at.length; i++) at[i] = at[i - 1] + 2 * Math.min(places[i - 1], MOST_PLACES);
  return {
    length: places.length,
    source: summed(column(relations.source)),
    target: column(relations.target),
    kind: column(relations.kind),
    confidence: column(relations.confidence),
    weight: column(relations.weight).map((number) => relations.weights[number]),
    places,
    at,
    place: column(relations.place),
  };
}

/** One row for each pair of nodes and kind; `edge` is the surest of the relations that it stands for. */
export function gathered(edges, node, kinds) {
  const rows = new Map();
  const size = node.reduce((most, one) => Math.max(most, one), 0) + 1;
  for (let i = 0; i < edges.length; i++) {
    const key = (node[edges.source[i]] * size + node[edges.target[i]]) * kinds + edges.kind[i];
    const row = rows.get(key);
    if (!row) rows.set(key, { edge: i, weight: Math.max(0, edges.weight[i]), count: 1 });
    else {
      row.weight += Math.max(0, edges.weight[i]);
      row.count += 1;
      if (edges.confidence[i] < edges.confidence[row.edge]) row.edge = i;
    }
  }
  const found = [...rows.values()];
  const column = (value) => Float64Array.from(found, value);
  return {
    source: column(({ edge }) => node[edges.source[edge]]),
    target: column(({ edge }) => node[edges.target[edge]]),
    kind: column(({ edge }) => edges.kind[edge]),
    confidence: column(({ edge }) => edges.confidence[edge]),
    weight: column(({ weight }) => Math.round(10 * weight)),
    count: column(({ count }) => count),
    edge: column(({ edge }) => edge),
  };
}
