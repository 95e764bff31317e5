// The ties between nodes, unpacked.

import { summed } from "../data/payload.js";

export function readEvidence(model) {
  const { nodes, unit, ties, digits, balance } = model.raw.scoring;
  const parts = ties.map((part) => ({
    name: part.part,
    weight: part.weight,
    a: summed(model.column(part.a)),
    b: model.column(part.b),
    mass: model.column(part.mass).map((mass) => mass * unit),
  }));
  const near = new Map();
  const note = (end, other, weight) => {
    if (end < model.size) return;
    if (!near.has(end)) near.set(end, []);
    near.get(end).push([other, weight]);
  };
  for (const { a, b, mass, weight } of parts) {
    for (let i = 0; i < a.length; i++) {
      const weighted = mass[i] * Math.max(0, weight);
      note(a[i], b[i], weighted);
      note(b[i], a[i], weighted);
    }
  }
  return { nodes, parts, near, scale: 10 ** digits, balance };
}
