// Named resources that units of several services use: reports/resources.py for any placement.

import { byText } from "./crossing.js";

export function sharedResources(model, placement) {
  const { kind, name, unit, reads, writes, places, at, place } = model.resources;
  const by = new Map();
  for (let i = 0; i < kind.length; i++) {
    if (unit[i] < 0) continue;
    const key = `${kind[i]} ${name[i]}`;
    if (!by.has(key)) by.set(key, { kind: model.raw.words.resources[kind[i]], name: name[i], writers: new Set(), readers: new Set(), places: [], isMore: false });
    const one = by.get(key);
    const service = placement.nameOf(placement.placed[unit[i]]);
    if (writes[i]) one.writers.add(service);
    if (reads[i]) one.readers.add(service);
    for (let k = 0; k < places[i]; k++) one.places.push(model.placeAt(place[at[i] + 2 * k], place[at[i] + 2 * k + 1], unit[i]));
  }
  const found = [...by.values()].map((one) => ({ ...one, size: new Set([...one.writers, ...one.readers]).size, writers: [...one.writers].sort(), readers: [...one.readers].sort() }));
  return found
    .filter((one) => one.size > 1)
    .sort((a, b) => Number(!a.writers.length) - Number(!b.writers.length) || b.size - a.size || byText(a.kind, b.kind) || byText(a.name, b.name));
}
