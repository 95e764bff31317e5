// An order in which what belongs together stands together, as sections/likeness.py has it.

const FADING = 0.5;
const WHOLE = 5040; // what a group ties its members with; whole, so that sums are exact in any order

/** Names in a chain: after each comes the one that shares most with the last ones. groups: what is shared, by whom. */
export function byLikeness(names, groups) {
  const ties = new Map(names.map((name) => [name, new Map()]));
  for (const group of groups) {
    const held = group.filter((name) => ties.has(name));
    for (const a of held) for (const b of held) if (a !== b) ties.get(a).set(b, (ties.get(a).get(b) ?? 0) + Math.floor(WHOLE / (held.length - 1)));
  }
  const sums = new Map(names.map((name) => [name, [...ties.get(name).values()].reduce((sum, one) => sum + one, 0)]));
  const chain = [];
  let pull = new Map(names.map((name) => [name, 0]));
  while (pull.size) {
    const [next] = [...pull].reduce((best, one) => (one[1] > best[1] || (one[1] === best[1] && sums.get(one[0]) > sums.get(best[0])) ? one : best));
    chain.push(next);
    pull.delete(next);
    pull = new Map([...pull].map(([name, held]) => [name, FADING * held + (ties.get(next).get(name) ?? 0)]));
  }
  return chain;
}
