// What crosses the boundaries of a placement, just as clustering/coupling.py tells it.

import { SHARED } from "../placement.js";

const SCOPE_KIND = "transaction";

/** The numbers of the edges that cross; those that end in the shared library do not. */
export function crossingEdges(model, placed) {
  const { edges, symbols } = model;
  const found = [];
  for (let i = 0; i < edges.length; i++) {
    const to = placed[symbols.node[edges.target[i]]];
    if (to !== SHARED && to !== placed[symbols.node[edges.source[i]]]) found.push(i);
  }
  return found;
}

/** Transactions that write tables of several services, over most services first: {scope, unit, place, owners, foreign}. */
export function spanningScopes(model, placed) {
  const found = [];
  model.scopes.tables.forEach((tables, scope) => {
    const owners = new Set(tables.map((table) => placed[table]));
    if (owners.size < 2) return;
    const { unit, place } = model.scopeAt(scope);
    found.push({ scope, unit, place, tables, owners, foreign: tables.filter((table) => placed[table] !== placed[unit]) });
  });
  return found.sort((a, b) => b.owners.size - a.owners.size || a.scope - b.scope);
}

/** Identities of all couplings: an edge's number, or a transaction's with its table, below zero. */
export function crossingSet(model, placed) {
  const found = new Set(crossingEdges(model, placed));
  for (const { scope, foreign } of spanningScopes(model, placed)) {
    foreign.forEach((table) => found.add(-1 - (scope * model.size + table)));
  }
  return found;
}

/** Rows {source_service, target_service, from, to, kind, source, target, confidence, weight, severity, places, more, isAtImport}, worst first. */
export function couplingRows(model, placement) {
  const rows = [...crossingSet(model, placement.placed)].map((id) => couplingRow(model, placement, id));
  return rows.sort(
    (a, b) =>
      b.severity - a.severity || byText(a.from, b.from) || byText(a.to, b.to) || byText(a.kind, b.kind) ||
      byText(a.source, b.source) || byText(a.target, b.target),
  );
}

export function couplingRow(model, placement, id) {
  return id < 0 ? transactionRow(model, placement, -1 - id) : edgeRow(model, placement, id);
}

function edgeRow(model, placement, i) {
  const { edges, symbols } = model;
  const { costs, trusts } = model.raw.words;
  const [source, target] = [edges.source[i], edges.target[i]].map((symbol) => placement.placed[symbols.node[symbol]]);
  const places = model.placesOfEdge(i);
  return {
    source_service: source,
    target_service: target,
    from: placement.nameOf(source),
    to: placement.nameOf(target),
    kind: model.kinds[edges.kind[i]],
    source: model.symbol(edges.source[i]),
    target: model.symbol(edges.target[i]),
    confidence: model.confidences[edges.confidence[i]],
    weight: edges.weight[i],
    severity: costs[edges.kind[i]] * edges.weight[i] * trusts[edges.confidence[i]],
    places,
    more: edges.places[i] - places.length,
    isAtImport: model.isBody(edges.source[i]),
  };
}

function transactionRow(model, placement, number) {
  const table = number % model.size;
  const scope = Math.floor(number / model.size);
  const { unit, place } = model.scopeAt(scope);
  return {
    source_service: placement.placed[unit],
    target_service: placement.placed[table],
    from: placement.nameOf(placement.placed[unit]),
    to: placement.nameOf(placement.placed[table]),
    kind: SCOPE_KIND,
    source: model.symbol(model.scopes.symbol[scope]),
    target: model.name(table),
    confidence: "exact",
    weight: 1,
    severity: model.raw.words.transaction,
    places: [place],
    more: 0,
  };
}

export const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
