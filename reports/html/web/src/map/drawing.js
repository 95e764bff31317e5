// The canvas: boxes and lines, and what clicks on them mean.

import { clean, count } from "../dom.js";
import { look } from "./look.js";
import { given, positions, stretchFor } from "./positions.js";
import { Router, relative } from "./routes.js";

const LEGIBLE = 0.52; // zoom
const MOST_CHARACTERS = 22; // of a name in its box

export class Drawing {
  constructor(container, model, onPick, onDrop) {
    this.model = model;
    this.cy = globalThis.cytoscape({
      container,
      style: look(),
      layout: { name: "preset" },
      userZoomingEnabled: false, // the wheel scrolls the page
      boxSelectionEnabled: false,
      minZoom: 0.05,
      maxZoom: 3,
    });
    this.cy.on("tap", (event) => onPick(event.target === this.cy ? "" : event.target.id(), false));
    this.cy.on("dbltap", "node", (event) => onPick(event.target.id(), true));
    this.cy.on("mouseover", "node, edge", (event) => this.light(event.target));
    this.cy.on("mouseout", "node, edge", () => this.select(this.selected));
    this.cy.on("dragfree", "node", (event) => {
      const service = this.under(event.target);
      if (service) onDrop(event.target.id(), service);
    });
    container.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.cy.style(look()));
    new ResizeObserver(() => this.resized()).observe(container);
  }

  /** The other service that a dragged file or unit was let go over. */
  under(dragged) {
    const { x, y } = dragged.position();
    const own = dragged.ancestors().union(dragged).map((one) => one.id());
    if (own.length < 2) return "";
    const isInside = ({ x1, x2, y1, y2 }) => x1 <= x && x <= x2 && y1 <= y && y <= y2;
    const found = this.cy.nodes(":orphan").filter((one) => !own.includes(one.id()) && isInside(one.boundingBox({ includeLabels: false })));
    return found.length ? found[0].id() : "";
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  }

  zoom(factor) {
    const middle = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: middle });
  }

  fit() {
    const { cy } = this;
    cy.resize();
    cy.fit(undefined, 12);
    if (cy.zoom() > 1.3) cy.zoom(1.3);
    if (cy.zoom() < LEGIBLE) cy.zoom(LEGIBLE);
    cy.center();
    const { y1, h } = cy.elements().renderedBoundingBox();
    if (h > cy.height()) cy.panBy({ x: 0, y: 12 - y1 });
  }

  /** Brings an open box to the middle, as large as it can be read. */
  closeIn(id) {
    const box = this.cy.getElementById(id);
    if (!box.length) return;
    this.cy.fit(box, 50);
    if (this.cy.zoom() > 1.1) {
      this.cy.zoom(1.1);
      this.cy.center(box);
    }
  }

  stretch(placement) {
    return stretchFor(this.model, placement, this.cy.container().clientWidth, this.cy.container().clientHeight);
  }

  /** After its frame has become larger or smaller. */
  resized() {
    if (this.shown && Math.abs(this.stretch(this.shown.placement) - this.shown.stretch) > 0.02) {
      this.show(this.shown.found, this.shown.placement);
      this.select(this.selected);
    }
    this.fit();
  }

  /** Draws boxes and lines; what one looked at stays where it is unless something was opened or left out. */
  show(found, placement) {
    this.shown = { found, placement, stretch: this.stretch(placement) };
    const { places, rows } = positions(this.model, placement, found.boxes, this.stretch(placement));
    const sides = this.sides(found.boxes, rows, places);
    const routes = new Router(rows, sides).routes(found.lines);
    const most = Math.max(1, ...found.lines.map((line) => line.count));
    const parents = new Set([...found.boxes.values()].map((box) => box.parent));
    const nodes = [...found.boxes.values()].map((box) => ({
      group: "nodes",
      data: { id: box.id, ...(box.parent ? { parent: box.parent } : {}), label: inBox(this.model, placement, box, parents.has(box.id)), ...sizeOn(given(this.model, placement, box.service)) },
      classes: classOf(this.model, box),
      grabbable: !parents.has(box.id),
      ...(places.has(box.id) ? { position: { ...places.get(box.id) } } : {}),
    }));
    const edges = found.lines.map((line) => edge(line, Math.sqrt(line.count / most), routes.get(line.id), sides));
    const seen = [...found.boxes.keys()].join();
    this.cy.batch(() => {
      this.cy.elements().remove();
      this.cy.add([...nodes, ...edges]);
    });
    if (seen !== this.seen) this.fit();
    this.seen = seen;
    return nodes.length + edges.length;
  }

  /** What lines have to know of a box: where it is, how large, and in which service. */
  sides(boxes, rows, places) {
    const frames = new Map(rows.flat().map((frame) => [frame.box.id, frame]));
    return (id) => {
      const box = boxes.get(id);
      const frame = frames.get(`s${box.service}`);
      if (frames.has(id)) return { ...frame, frame };
      const where = places.get(id);
      return where ? { ...where, width: 130, height: box.level === "module" ? 36 : 30, frame } : { ...frame, frame };
    };
  }

  select(id) {
    this.selected = id;
    this.cy.elements().unselect();
    const chosen = id ? this.cy.getElementById(id) : this.cy.collection();
    chosen.select();
    this.light(chosen);
  }

  /** Dims all that has nothing to do with something; nothing: dims nothing. */
  light(chosen) {
    const { cy } = this;
    cy.batch(() => {
      cy.elements().removeClass("dim near");
      if (!chosen.length) return;
      const inner = chosen.union(chosen.isNode() ? chosen.descendants() : cy.collection());
      const edges = chosen.isEdge() ? chosen : inner.connectedEdges();
      const ends = edges.connectedNodes();
      edges.addClass("near");
      cy.elements().difference(edges.union(ends).union(ends.ancestors()).union(inner).union(inner.ancestors())).addClass("dim");
    });
  }
}

const sizeOn = ({ width, height }) => ({ width, height });

function edge(line, strength, route, sides) {
  const data = { id: line.id, source: line.from, target: line.to, width: 1 + 6 * strength, strength: 0.3 + 0.6 * strength };
  const classes = [line.data * 2 > line.count ? "data" : "", route ? "routed" : "", route?.isUp ? "up" : ""].join(" ");
  if (!route) return { group: "edges", data, classes };
  const from = (end, { x, y }) => `${(end.x - x).toFixed(1)}px ${(end.y - y).toFixed(1)}px`;
  Object.assign(data, relative(route), { start: from(route.start, sides(line.from)), end: from(route.end, sides(line.to)) });
  return { group: "edges", data, classes };
}

/** What stands in a box: of a closed service how many tables it owns, too. */
function inBox(model, placement, box, isOpen) {
  const name = labelOf(model, placement, box);
  if (box.level !== "service" || isOpen) return name;
  const tables = box.nodes.filter((node) => model.isTable(node)).length;
  return `${name.length > MOST_CHARACTERS ? `${name.slice(0, MOST_CHARACTERS - 1)}…` : name}${tables ? `\n${count(tables, "table")}` : ""}`;
}

export function labelOf(model, placement, box) {
  if (box.level === "service") return placement.nameOf(box.service);
  if (box.level === "node") return model.label(box.node);
  return box.module === 0 ? `tables (${box.nodes.length})` : shortPath(model.path(box.module));
}

/** The last two parts of a path. */
export const shortPath = (path) => clean(path).split("/").slice(-2).join("/");

function classOf(model, box) {
  if (box.level === "service") return box.service ? "service" : "service library";
  if (box.level === "module") return "module";
  return model.isTable(box.node) ? "table" : "unit";
}
