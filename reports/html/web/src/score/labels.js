// The service of every node of the evidence. Anchors are where they are tied most, innermost folders first:
// the same as clustering/describing.py.

const SHARED = 0;
const OPEN = -1;

export function labelled(evidence, placed, names) {
  const labels = new Int32Array(evidence.nodes).fill(OPEN);
  labels.set(placed);
  let pending = [];
  for (let node = placed.length; node < evidence.nodes; node++) pending.push(node);
  while (pending.length) {
    const winners = pending.map((anchor) => strongest(evidence.near.get(anchor) ?? [], labels, names, evidence.scale));
    const isFound = winners.some((winner) => winner !== OPEN);
    pending.forEach((anchor, i) => {
      labels[anchor] = winners[i] !== OPEN ? winners[i] : isFound ? OPEN : SHARED;
    });
    pending = pending.filter((anchor) => labels[anchor] === OPEN);
  }
  return labels;
}

/** The service with most votes, the first by name among equals. */
function strongest(near, labels, names, scale) {
  const votes = new Map();
  for (const [other, weight] of near) {
    const label = labels[other];
    if (label !== OPEN && label !== SHARED) votes.set(label, (votes.get(label) ?? 0) + weight);
  }
  let best = OPEN;
  let most = 0;
  for (const [label, sum] of votes) {
    const vote = Math.round(sum * scale);
    if (best === OPEN || vote > most || (vote === most && names[label] < names[best])) [best, most] = [label, vote];
  }
  return best;
}
