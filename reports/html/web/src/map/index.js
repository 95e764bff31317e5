// The map: drawing, list and details, kept in step.

import { byId, clean, count } from "../dom.js";
import { Choice } from "./choice.js";
import { setUpControls } from "./controls.js";
import { Details } from "./details.js";
import { Drawing } from "./drawing.js";
import { Outline } from "./outline.js";
import { setUpSearch } from "./search.js";
import { visible } from "./visible.js";

export class ServiceMap {
  constructor(model, placement, actions) {
    Object.assign(this, { model, placement });
    this.choice = new Choice(model.kinds);
    this.onDraw = () => {};
    this.onReset = () => {};
    this.drawing = new Drawing(byId("map-canvas"), model, (id, isTwice) => (isTwice ? this.toggle(id) : this.pick(id)), (id, service) => this.drop(id, service));
    const own = {
      pick: (id) => this.pick(id),
      toggle: (id) => this.toggle(id),
      isOpen: (id) => this.choice.isOpen(id),
      isFocused: (service) => this.choice.focus === service,
      focus: (service) => this.focus(service),
      ...actions,
    };
    this.details = new Details(byId("map-details"), model, placement, own);
    this.outline = new Outline(byId("map-outline"), model, placement, own);
    setUpControls(this);
    setUpSearch(this);
    let view = placement.view;
    placement.onChange(() => {
      if (view !== placement.view) Object.assign(this.choice, { open: new Set(), focus: -1, selected: "" });
      view = placement.view;
      this.draw();
    });
    this.draw();
  }

  draw() {
    this.found = visible(this.model, this.placement, this.choice);
    const drawn = this.drawing.show(this.found, this.placement);
    byId("map-canvas").dataset.drawn = String(drawn);
    this.outline.show(this.found, this.choice);
    this.onDraw();
    const { boxes, lines } = this.found.hidden;
    const left = [boxes ? count(boxes, "smaller box", "smaller boxes") : "", lines ? count(lines, "lighter line") : ""].filter(Boolean);
    const most = left.length ? ` Left out: ${left.join(" and ")}; open fewer things, choose one service, or draw more lines.` : "";
    byId("map-status").textContent = `${count(this.found.boxes.size, "box", "boxes")} and ${count(this.found.lines.length, "line")} are drawn.${most}`;
    this.pick(this.choice.selected, true);
  }

  pick(id, isQuiet = false) {
    const line = this.found.lines.find((one) => one.id === id);
    const box = this.found.boxes.get(id);
    this.choice.selected = line || box ? id : "";
    this.drawing.select(this.choice.selected);
    if (line) this.details.line(line, this.found);
    else if (box) this.details.box(box, this.found);
    else this.details.clear(this.found);
    if (!isQuiet && this.lacksLines(box)) this.draw();
    else if (!isQuiet) this.outline.show(this.found, this.choice);
  }

  /** All lines of a chosen service are drawn, light ones too; those of the one before are no longer. */
  lacksLines(box) {
    return box?.level === "service" || this.found.extra > 0;
  }

  toggle(id) {
    if (!this.found.boxes.has(id) || id.startsWith("n")) return;
    this.choice.toggle(id);
    this.choice.selected = id;
    this.draw();
    if (this.choice.isOpen(id)) this.drawing.closeIn(id);
  }

  /** Tries a file or unit in the service that it was dragged to. */
  drop(id, service) {
    const { nodes } = this.found.boxes.get(id);
    const problem = this.placement.move(nodes, this.placement.services[Number(service.slice(1))]);
    if (problem) {
      this.draw();
      byId("map-status").textContent = problem;
    }
  }

  focus(service) {
    this.choice.focus = this.choice.focus === service ? -1 : service;
    this.draw();
  }

  /** As it was at first. */
  reset() {
    this.choice.reset();
    this.onReset();
    this.drawing.seen = "";
    this.draw();
  }

  reveal(id, ...open) {
    this.choice.focus = -1;
    open.forEach((one) => this.choice.open.add(one));
    this.choice.selected = id;
    this.draw();
    if (open.length) this.drawing.closeIn(open[0]);
    else this.drawing.fit();
    this.outline.bringIntoView();
  }

  /** The service of this name with what it has to do with others, if it is there. */
  showService(name) {
    const service = name ? this.placement.services.findIndex((one) => clean(one) === name) : -1;
    if (service > 0) this.reveal(`s${service}`);
  }

  revealNode(node) {
    const service = `s${this.placement.placed[node]}`;
    const module = `${service}m${this.model.isTable(node) ? 0 : this.model.module[node]}`;
    this.reveal(`n${node}`, service, module);
  }

  revealModule(module) {
    const node = this.model.module.findIndex((one, i) => one === module && !this.model.isTable(i));
    const service = `s${this.placement.placed[node]}`;
    this.reveal(`${service}m${module}`, service);
  }
}
