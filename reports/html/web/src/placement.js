// Where every unit and table is: one of the views, and what was moved since.

import { clean } from "./dom.js";

export const SHARED = 0;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

export class Placement {
  constructor(model) {
    this.model = model;
    this.listeners = [];
    this.show(0);
  }

  /** Calls back whenever something moved. */
  onChange(listener) {
    this.listeners.push(listener);
  }

  /** Shows a view as it was proposed. */
  show(view) {
    this.view = view;
    const proposed = this.model.views[view];
    this.services = ["shared", ...proposed.services];
    this.proposed = this.model.column(proposed.placed);
    this.placed = this.proposed.slice();
    this.moves = [];
    this.tell();
  }

  get isRecommended() {
    return this.view === 0 && this.moves.length === 0;
  }

  nameOf(service) {
    return service === SHARED ? "shared library" : clean(this.services[service]);
  }

  /** The nodes that move along: a table goes with the classes that map it, and they with their table. */
  together(nodes) {
    const found = new Set(nodes);
    this.model.models.forEach((models, index) => {
      const both = [this.model.units + index, ...models];
      if (both.some((node) => found.has(node))) both.forEach((node) => found.add(node));
    });
    return [...found];
  }

  /** Moves nodes into a service, a new one too; says what is wrong, or nothing. */
  move(nodes, name) {
    return this.moveAll([[nodes, name]]);
  }

  /** Moves several [nodes, name of a service], and tells of it once. */
  moveAll(moves) {
    const problems = moves.map(([nodes, name]) => this.put(nodes, name));
    this.tell();
    return [...new Set(problems.filter(Boolean))].join(" ");
  }

  put(nodes, name) {
    const moving = this.together(nodes);
    if (name === "shared" && moving.some((node) => this.model.isTable(node))) {
      return "The shared library owns no tables; move what maps a table to a service.";
    }
    let service = this.services.findIndex((one) => one === name || clean(one) === name);
    if (service < 0) {
      if (!NAME.test(name)) return "A name has letters, digits, dots, dashes and underscores, 64 at most.";
      service = this.services.push(name) - 1;
    }
    this.moves.push({ nodes: moving, service, before: moving.map((node) => this.placed[node]) });
    moving.forEach((node) => (this.placed[node] = service));
    return "";
  }

  undo() {
    const last = this.moves.pop();
    last?.nodes.forEach((node, i) => (this.placed[node] = last.before[i]));
    this.tell();
  }

  tell() {
    this.listeners.forEach((listener) => listener(this));
  }
}
