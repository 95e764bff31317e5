// The canvas: boxes and lines, and what clicks on them mean.

import { clean } from "../dom.js";
import { look } from "./look.js";
import { fromMiddle, positions, radius } from "./positions.js";

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
    this.cy.on("dragfree", "node", (event) => {
      const service = this.under(event.target);
      if (service) onDrop(event.target.id(), service);
    });
    container.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.cy.style(look()));
    new ResizeObserver(() => this.fit()).observe(container);
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
    this.cy.resize();
    this.cy.fit(undefined, 24);
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

  show(found, placement) {
    const where = positions(this.model, placement, found.boxes);
    const most = Math.max(1, ...found.lines.map((line) => line.count));
    const parents = new Set([...found.boxes.values()].map((box) => box.parent));
    const nodes = [...found.boxes.values()].map((box) => ({
      group: "nodes",
      data: {
        id: box.id,
        ...(box.parent ? { parent: box.parent } : {}),
        label: labelOf(this.model, placement, box),
        size: 2 * radius(this.model, placement, box.service),
        ...(box.level === "service" ? outwards(where.get(box.id)) : {}),
      },
      classes: classOf(this.model, box),
      grabbable: !parents.has(box.id),
      ...(where.has(box.id) ? { position: { ...where.get(box.id) } } : {}),
    }));
    const edges = found.lines.map((line) => ({
      group: "edges",
      data: { id: line.id, source: line.from, target: line.to, width: 1.2 + 8 * Math.sqrt(line.count / most) },
      classes: line.data * 2 > line.count ? "data" : "",
    }));
    this.cy.batch(() => {
      this.cy.elements().remove();
      this.cy.add([...nodes, ...edges]);
    });
    this.fit();
    return nodes.length + edges.length;
  }

  select(id) {
    const { cy } = this;
    cy.batch(() => {
      cy.elements().unselect().removeClass("dim near");
      const chosen = id ? cy.getElementById(id) : cy.collection();
      if (!chosen.length) return;
      chosen.select();
      const inner = chosen.union(chosen.descendants?.() ?? cy.collection());
      const edges = chosen.isEdge() ? chosen : inner.connectedEdges();
      const ends = edges.connectedNodes();
      edges.addClass("near");
      cy.elements().difference(edges.union(ends).union(ends.ancestors()).union(inner).union(inner.ancestors())).addClass("dim");
    });
  }
}

/** On which side of its circle a name stands: outside of the ring, so that lines leave it alone. */
function outwards(where) {
  if (!where) return { vertical: "top", horizontal: "center", rise: -4 };
  const { x, y } = fromMiddle(where);
  const isBeside = Math.abs(x) > Math.abs(y) * 0.9;
  if (isBeside) return { vertical: "center", horizontal: x > 0 ? "right" : "left", rise: 0 };
  return { vertical: y > 0 ? "bottom" : "top", horizontal: "center", rise: y > 0 ? 5 : -5 };
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
