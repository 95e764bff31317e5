// What crosses the boundaries of any placement: relations of nodes, and transactions.

import { clean } from "../dom.js";

/** The numbers of the relations that cross; those that end in the shared library do not. */
export function crossingRelations(model, placed) {
  const { source, target } = model.relations;
  const found = [];
  for (let i = 0; i < source.length; i++) {
    const to = placed[target[i]];
    if (to !== 0 && to !== placed[source[i]]) found.push(i);
  }
  return found;
}

/** Transactions that write tables of several services, and the couplings that they make. */
export function spanningScopes(model, placed) {
  const { unit, tables } = model.scopes;
  const found = [];
  for (let i = 0; i < unit.length; i++) {
    const owners = new Set(tables[i].map((table) => placed[table]));
    if (owners.size > 1) {
      const foreign = tables[i].filter((table) => placed[table] !== placed[unit[i]]);
      found.push({ scope: i, owners, foreign });
    }
  }
  return found;
}

export function countCrossings(model, placed) {
  const spanning = spanningScopes(model, placed);
  let couplings = spanning.reduce((sum, one) => sum + one.foreign.length, 0);
  for (const i of crossingRelations(model, placed)) couplings += model.relations.count[i];
  return { couplings, spanning: spanning.length };
}

/** Rows as of crossings.js, one for each pair of nodes and kind. */
export function rowsOf(model, placement) {
  const { source, target, kind, confidence, weight, count } = model.relations;
  const rows = crossingRelations(model, placement.placed).map((i) => {
    const place = model.placeOfRelation(i);
    return {
      from: placement.nameOf(placement.placed[source[i]]),
      to: placement.nameOf(placement.placed[target[i]]),
      kind: model.kinds[kind[i]],
      source: model.name(source[i]),
      target: model.name(target[i]),
      confidence: model.confidences[confidence[i]],
      weight: weight[i] / 10,
      severity: weight[i] / 10,
      places: place ? [place] : [],
      more: count[i] - 1,
    };
  });
  for (const { scope, foreign } of spanningScopes(model, placement.placed)) {
    const { symbol, unit, module, line } = model.scopes;
    for (const table of foreign) {
      rows.push({
        from: placement.nameOf(placement.placed[unit[scope]]),
        to: placement.nameOf(placement.placed[table]),
        kind: "transaction",
        source: clean(symbol[scope]),
        target: model.name(table),
        confidence: "exact",
        weight: 1,
        severity: 8,
        places: module[scope] ? [{ path: model.paths[module[scope]], line: line[scope] }] : [],
        more: 0,
      });
    }
  }
  return rows.sort((a, b) => b.severity - a.severity);
}
