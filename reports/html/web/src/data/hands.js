// Who touches which table in a placement, as clustering/coupling.py and sections/matrix.py tell it.

import { SHARED } from "../placement.js";

const HEURISTIC = 2;

/** For each table (counted from the first), service → letters of OWRJ; joins within the owner's tables are its own affair. */
export function tableHands(model, placed) {
  const { edges, symbols, kinds } = model;
  const [reads, writes, joins] = ["reads", "writes", "joins"].map((kind) => kinds.indexOf(kind));
  const does = Array.from({ length: model.size - model.units }, () => new Map());
  const note = (table, service, sign) => {
    const held = does[table - model.units];
    if (!held.has(service)) held.set(service, new Set());
    held.get(service).add(sign);
  };
  for (let i = 0; i < edges.length; i++) {
    const [source, target] = [symbols.node[edges.source[i]], symbols.node[edges.target[i]]];
    if (edges.kind[i] === reads) note(target, placed[source], "R");
    else if (edges.kind[i] === writes) note(target, placed[source], "W");
    else if (edges.kind[i] === joins) {
      note(source, placed[target], "J");
      note(target, placed[source], "J");
    }
  }
  does.forEach((held, index) => {
    const owner = placed[model.units + index];
    if (!held.has(owner)) held.set(owner, new Set());
    held.get(owner).delete("J");
    held.get(owner).add("O");
    held.delete(SHARED);
  });
  return does.map((held) => new Map([...held].map(([service, signs]) => [service, [..."OWRJ"].filter((sign) => signs.has(sign)).join("")])));
}

/** Tables that more than one service writes: {table, owner, writers, places}; those that are surest first. */
export function contestedTables(model, placement) {
  const { edges, symbols, kinds } = model;
  const { placed } = placement;
  const [reads, writes] = [kinds.indexOf("reads"), kinds.indexOf("writes")];
  const found = new Map();
  for (let i = 0; i < edges.length; i++) {
    if (edges.kind[i] !== reads && edges.kind[i] !== writes) continue;
    const [service, table] = [placed[symbols.node[edges.source[i]]], symbols.node[edges.target[i]]];
    if (!found.has(table)) found.set(table, { table, owner: placed[table], writers: new Set(), readers: new Set(), firm: new Set(), from: [] });
    const one = found.get(table);
    if (edges.kind[i] === reads) one.readers.add(service);
    else {
      one.writers.add(service);
      if (edges.confidence[i] < HEURISTIC) one.firm.add(service);
      if (service !== one.owner) one.from.push(i);
    }
  }
  return [...found.values()]
    .filter((one) => one.writers.size > 1)
    .sort((a, b) => b.firm.size - a.firm.size || b.writers.size - a.writers.size || b.readers.size - a.readers.size || a.table - b.table);
}
