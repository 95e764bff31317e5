// Entry points and what is used besides tables.

import { summed } from "./payload.js";

/** Columns of entry points; `unit` is the node of each, -1 where it is not known. */
export function readEntries({ raw, column }, nodes) {
  const { entries } = raw;
  const symbol = column(entries.symbol);
  return {
    kind: column(entries.kind),
    name: entries.name,
    symbol,
    unit: symbol.map((one) => nodes[one]),
    place: column(entries.place),
    follows: summed(column(entries.follows)),
    followed: column(entries.followed),
    user: column(entries.user),
    stranger: column(entries.stranger),
    does: column(entries.does),
  };
}

/** Columns of uses; `at` is where the places of each begin in `place`. */
export function readResources({ raw, column }, nodes) {
  const { resources } = raw;
  const places = column(resources.places);
  const at = new Float64Array(places.length);
  for (let i = 1; i < at.length; i++) at[i] = at[i - 1] + 2 * places[i - 1];
  return {
    kind: column(resources.kind),
    name: resources.name,
    unit: column(resources.symbol).map((one) => nodes[one]),
    reads: column(resources.reads),
    writes: column(resources.writes),
    places,
    at,
    place: column(resources.place),
  };
}
