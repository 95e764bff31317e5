// What follows from the placement that is shown; computed when somebody asks, and once for each placement.

import { couplingRows, spanningScopes } from "../data/crossing.js";
import { contestedTables, tableHands } from "../data/hands.js";
import { cohesion } from "../data/cohesion.js";
import { SHARED } from "../placement.js";
import { readEvidence } from "../score/evidence.js";
import { score } from "../score/objective.js";

export class Shown {
  constructor(model, placement) {
    Object.assign(this, { model, placement, known: new Map() });
    placement.onChange(() => this.known.clear());
  }

  once(name, compute) {
    if (!this.known.has(name)) this.known.set(name, compute());
    return this.known.get(name);
  }

  get placed() {
    return this.placement.placed;
  }

  /** Couplings, worst first. */
  get couplings() {
    return this.once("couplings", () => couplingRows(this.model, this.placement));
  }

  /** Transactions that write tables of several services. */
  get spanning() {
    return this.once("spanning", () => spanningScopes(this.model, this.placed));
  }

  /** Tables that several services write. */
  get contested() {
    return this.once("contested", () => contestedTables(this.model, this.placement));
  }

  /** For each table, service → what it does to it: letters of OWRJ. */
  get hands() {
    return this.once("hands", () => tableHands(this.model, this.placed));
  }

  /** The objective, computed here: {parts, total}. */
  get score() {
    return this.once("score", () => this.scoreOf(this.placed));
  }

  /** That of the view before anything was moved. */
  get scoreBefore() {
    return this.once("before", () => this.scoreOf(this.placement.proposed));
  }

  scoreOf(placed) {
    this.evidence ??= readEvidence(this.model);
    return score(this.model, this.evidence, placed, this.placement.services);
  }

  /** Services with something in them: {number, name, units, tables, lines, entries, cohesion, arriving, leaving}. */
  get services() {
    return this.once("services", () => this.describe());
  }

  /** Units of the shared library. */
  get shared() {
    return [...this.placed.keys()].filter((node) => this.placed[node] === SHARED && !this.model.isTable(node));
  }

  describe() {
    const { model, placement, placed } = this;
    const held = cohesion(model, placed);
    const found = placement.services.map((_, number) => ({
      number, name: placement.nameOf(number), units: [], tables: [], lines: 0, entries: 0, cohesion: held[number], arriving: 0, leaving: 0,
    }));
    for (let node = 0; node < placed.length; node++) {
      const service = found[placed[node]];
      if (model.isTable(node)) service.tables.push(node);
      else {
        service.units.push(node);
        service.lines += model.lines[node];
      }
    }
    model.entries.unit.forEach((unit) => unit >= 0 && (found[placed[unit]].entries += 1));
    for (const row of this.couplings) {
      found[row.source_service].leaving += 1;
      found[row.target_service].arriving += 1;
    }
    return found.filter((one) => one.number !== SHARED && (one.units.length || one.tables.length));
  }
}
