// The objective of clustering/objective.py, for any placement: lower is better.

import { labelled } from "./labels.js";

const SHARED = 0;

/** Parts {name, value, weight} and their weighted sum. */
export function score(model, evidence, placed, names) {
  const labels = labelled(evidence, placed, names);
  const volume = new Float64Array(names.length);
  const parts = evidence.parts.map(({ name, weight, a, b, mass }) => {
    let crossing = 0;
    for (let i = 0; i < a.length; i++) {
      const [one, other] = [labels[a[i]], labels[b[i]]];
      if (one === SHARED || other === SHARED) continue;
      const weighted = mass[i] * Math.max(0, weight);
      volume[one] += weighted;
      volume[other] += weighted;
      if (one !== other) crossing += mass[i];
    }
    return { name, value: crossing, weight };
  });
  parts.push({ name: "imbalance", value: imbalance(model, evidence.balance, placed, volume), weight: evidence.balance.weight });
  return { parts, total: parts.reduce((sum, part) => sum + part.value * part.weight, 0) };
}

function imbalance(model, balance, placed, volume) {
  const [lines, tables, units] = [0, 1, 2].map(() => new Float64Array(volume.length));
  for (let node = 0; node < placed.length; node++) {
    if (model.isTable(node)) tables[placed[node]] += 1;
    else {
      lines[placed[node]] += Math.max(1, model.lines[node]);
      units[placed[node]] += 1;
    }
  }
  const total = volume.reduce((sum, held) => sum + held, 0) / 2;
  let cost = Math.max(0, lines[SHARED] / balance.lines - balance.shared_share) * balance.god_cost;
  for (let service = 0; service < volume.length; service++) {
    if (total) cost += (balance.resolution * volume[service] * volume[service]) / (4 * total);
    if (service !== SHARED) cost += ofSize(balance, lines[service], tables[service], units[service]);
  }
  return cost;
}

function ofSize(balance, lines, tables, units) {
  if (!lines && !tables) return 0;
  const share = lines / balance.lines;
  let god = Math.max(0, share - balance.god_share);
  if (balance.tables >= balance.many_tables) god += Math.max(0, tables / balance.tables - balance.god_share);
  god *= units ? Math.max(0, 1 - balance.few_units / units) : 1;
  const crumb = Math.max(0, 1 - share / balance.crumb_share, 1 - units / balance.fewest);
  return balance.god_cost * god + balance.crumb_cost * crumb;
}
