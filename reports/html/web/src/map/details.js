// The panel beside the map: what was chosen, and its evidence with places.

import { broken } from "../breaks.js";
import { button, clean, count, element } from "../dom.js";
import { places } from "../places.js";
import { labelOf } from "./drawing.js";
import { sizeOf } from "./tree.js";

const MOST = 60;
const STRONGEST = 14;

export class Details {
  constructor(panel, model, placement, actions) {
    Object.assign(this, { panel, model, placement, actions });
  }

  /** With nothing chosen: where to look first. */
  clear(found) {
    const { model, placement } = this;
    const name = (id) => labelOf(model, placement, found.boxes.get(id));
    const strongest = found.lines.slice(0, STRONGEST).map((line) =>
      element("li", {}, button(`${name(line.from)} → ${name(line.to)}`, () => this.actions.pick(line.id), { class: "name" }), element("span", { class: "soft" }, line.count.toLocaleString("en"))),
    );
    this.panel.replaceChildren(
      element("h3", {}, "Nothing chosen"),
      element("p", { class: "soft" }, "Choose a service or a line: what ties it to the rest stands here, with its places in the code."),
      ...(strongest.length ? [element("h4", {}, "Strongest relations"), element("ul", { class: "strongest" }, ...strongest)] : [element("p", {}, "No relation is drawn: nothing fits what is chosen above.")]),
    );
  }

  line(line, found) {
    const name = (id) => labelOf(this.model, this.placement, found.boxes.get(id));
    this.panel.replaceChildren(
      element("h3", {}, broken(`${name(line.from)} → ${name(line.to)}`)),
      element("p", { class: "soft" }, this.kinds(line.relations)),
      this.relations(line.relations),
    );
  }

  /** Whom a service needs, and who needs it, heaviest first. */
  neighbours(box, found) {
    const lists = [["Needs", "from", "to"], ["Is needed by", "to", "from"]].map(([title, own, other]) => {
      const lines = found.lines.filter((line) => line[own] === box.id);
      if (!lines.length) return null;
      const item = (line) => element("li", {}, button(labelOf(this.model, this.placement, found.boxes.get(line[other])), () => this.actions.pick(line.id), { class: "name" }), element("span", { class: "soft" }, line.count.toLocaleString("en")));
      return element("div", {}, element("h4", {}, title), element("ul", { class: "strongest" }, ...lines.sort((a, b) => b.count - a.count).map(item)));
    });
    return element("div", {}, ...lists);
  }

  box(box, found) {
    const { model, placement } = this;
    const title = box.level === "node" ? model.name(box.node) : box.level === "module" ? model.path(box.module) : placement.nameOf(box.service);
    const parts = [element("h3", {}, broken(title)), element("p", { class: "soft" }, this.about(box))];
    const bar = element("p", { class: "bar" });
    if (box.level !== "node") bar.append(button(this.actions.isOpen(box.id) ? "Close" : "Open", () => this.actions.toggle(box.id)));
    if (box.level === "service" && box.service) {
      bar.append(button(this.actions.isFocused(box.service) ? "Show all services" : "Only it and its neighbours", () => this.actions.focus(box.service)));
      bar.append(button("Its couplings", () => this.actions.couplings(title)));
    }
    if (box.level !== "service") bar.append(button("Try it elsewhere", () => this.actions.move(box.nodes)));
    parts.push(bar, box.level === "service" && box.service ? this.neighbours(box, found) : null, this.relations(this.around(box)));
    this.panel.replaceChildren(...parts.filter(Boolean));
  }

  about(box) {
    const { model } = this;
    const tables = box.nodes.filter((node) => model.isTable(node)).length;
    const units = box.nodes.length - tables;
    if (box.level === "node") {
      const where = tables ? "table" : `${count(model.lines[box.node], "line")}, ${clean(model.placeOf(box.node).path)}:${model.line[box.node]}`;
      return `${where}; in ${this.placement.nameOf(box.service)}`;
    }
    const parts = [count(sizeOf(model, box.nodes), "line"), count(units, "unit"), count(tables, "table")];
    return parts.join(", ");
  }

  /** Relations between the box and the rest of the map's level: those of services only where they cross. */
  around(box) {
    const { source, target } = this.model.relations;
    const held = new Set(box.nodes);
    const found = [];
    for (let i = 0; i < source.length; i++) {
      if (held.has(source[i]) !== held.has(target[i])) {
        const isLibrary = this.placement.placed[target[i]] === 0 && box.level === "service";
        if (!isLibrary) found.push(i);
      }
    }
    return found;
  }

  kinds(relations) {
    const { kind, count: counts } = this.model.relations;
    const sums = new Map();
    for (const i of relations) sums.set(this.model.kinds[kind[i]], (sums.get(this.model.kinds[kind[i]]) ?? 0) + counts[i]);
    return [...sums].sort((a, b) => b[1] - a[1]).map(([name, sum]) => `${sum.toLocaleString("en")} ${name}`).join(", ");
  }

  relations(found) {
    const { model, placement } = this;
    const { source, target, kind, weight, count: counts, confidence } = model.relations;
    const sorted = [...found].sort((a, b) => weight[b] - weight[a] || a - b);
    const list = element("ul", { class: "evidence" });
    for (const i of sorted.slice(0, MOST)) {
      const where = model.placeOfRelation(i);
      list.append(
        element(
          "li", {},
          element("code", {}, broken(model.name(source[i]))), ` ${model.kinds[kind[i]]} `, element("code", {}, broken(model.name(target[i]))),
          element("span", { class: "soft" }, ` ${placement.nameOf(placement.placed[source[i]])} → ${placement.nameOf(placement.placed[target[i]])}, ${model.confidences[confidence[i]]} `),
          places(where ? [where] : [], counts[i] - 1),
        ),
      );
    }
    const rest = sorted.length - MOST;
    const more = rest > 0 ? element("p", { class: "soft" }, `and ${rest.toLocaleString("en")} more, lighter ones`) : null;
    return element("div", {}, element("h4", {}, `${count(sorted.length, "relation")}`), list, ...(more ? [more] : []));
  }
}
