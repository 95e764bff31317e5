// What an entry point reaches along calls and events: extractors/reach.py in the browser.

import { SHARED } from "../placement.js";

export class Reach {
  constructor(model) {
    this.model = model;
    const { edges, kinds, entries } = model;
    const [calls, event, reads, writes] = ["calls", "event", "reads", "writes"].map((kind) => kinds.indexOf(kind));
    this.next = new Map(); // symbol → symbols
    this.touched = new Map(); // symbol → [table, is a write]
    const seen = new Set();
    const add = (map, key, value) => (map.has(key) ? map.get(key).push(value) : map.set(key, [value]));
    for (let i = 0; i < edges.length; i++) {
      const [source, target, kind] = [edges.source[i], edges.target[i], edges.kind[i]];
      if (kind === calls || kind === event) {
        add(this.next, source, target);
        seen.add(source).add(target);
      } else if (kind === reads || kind === writes) {
        add(this.touched, source, [model.symbols.node[target], kind === writes]);
        seen.add(source);
      }
    }
    entries.follows.forEach((source, i) => {
      add(this.next, source, entries.followed[i]);
      seen.add(source).add(entries.followed[i]);
    });
    // Tables that are no nodes have numbers below zero, and no place.
    entries.user.forEach((user, i) => {
      add(this.touched, user, [-2 - entries.stranger[i], entries.does[i] === 1]);
      seen.add(user);
    });
    this.members = new Map(); // name → the symbols right below it
    for (const symbol of seen) {
      const name = model.rawSymbol(symbol);
      add(this.members, name.slice(0, Math.max(0, name.lastIndexOf("."))), symbol);
    }
  }

  /** Of an entry point by its number: {units, reads, writes}, sets of nodes; those below zero are not known. */
  from(entry) {
    const start = this.model.entries.symbol[entry];
    const stack = [start, ...(this.members.get(this.model.rawSymbol(start)) ?? [])];
    const found = { units: new Set(), reads: new Set(), writes: new Set() };
    const symbols = new Set();
    while (stack.length) {
      const symbol = stack.pop();
      if (symbols.has(symbol)) continue;
      symbols.add(symbol);
      found.units.add(this.model.symbols.node[symbol]);
      for (const [table, isWrite] of this.touched.get(symbol) ?? []) (isWrite ? found.writes : found.reads).add(table);
      stack.push(...(this.next.get(symbol) ?? []));
    }
    return found;
  }

  /** The other services that it takes. */
  services(entry, placed) {
    const { units, reads, writes } = this.from(entry);
    const found = new Set([...units, ...reads, ...writes].map((node) => (node < 0 ? SHARED : placed[node])));
    const unit = this.model.entries.unit[entry];
    [SHARED, unit < 0 ? SHARED : placed[unit]].forEach((one) => found.delete(one));
    return { services: [...found], reads: reads.size, writes: writes.size };
  }
}
