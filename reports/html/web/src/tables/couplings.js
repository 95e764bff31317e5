// The table of couplings of the placement that is shown.

import { byId, clean, count, element } from "../dom.js";
import { places } from "../places.js";
import { goTo } from "../views.js";
import { Grid } from "./grid.js";

const COLUMNS = [
  { title: "from", value: (row) => row.from },
  { title: "to", value: (row) => row.to },
  { title: "kind", value: (row) => row.kind },
  { title: "source", value: (row) => row.source, class: "code" },
  { title: "target", value: (row) => row.target, class: "code" },
  { title: "weight", value: (row) => row.weight, cell: (row) => row.weight.toFixed(1), class: "n" },
  { title: "confidence", value: (row) => row.confidence },
  { title: "where", value: (row) => row.places.map((one) => clean(one.path)).join(" "), cell: (row) => places(row.places, row.more) },
];
const SURE = ["exact", "inferred", "heuristic"];

export class Couplings {
  constructor(shown, placement) {
    this.shown = shown;
    this.filter = byId("coupling-filter");
    this.selects = Object.fromEntries(["from", "to", "kind", "confidence"].map((name) => [name, byId(`coupling-${name}`)]));
    this.grid = new Grid(byId("coupling-table"), byId("coupling-more"), COLUMNS);
    let waiting = 0;
    this.filter.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.draw(), 80);
    });
    Object.values(this.selects).forEach((select) => select.addEventListener("change", () => this.draw()));
    placement.onChange(() => this.read());
    this.read();
  }

  read() {
    this.rows = this.shown.couplings;
    this.texts = null;
    for (const name of ["from", "to", "kind"]) {
      const values = [...new Set(this.rows.map((row) => row[name]))].sort();
      const kept = this.selects[name].value;
      this.selects[name].replaceChildren(element("option", { value: "" }, `any`), ...values.map((value) => element("option", { value }, value)));
      this.selects[name].value = values.includes(kept) ? kept : "";
    }
    this.draw();
  }

  /** Those of one service, both ways. */
  of(service) {
    Object.values(this.selects).forEach((select) => (select.value = ""));
    this.filter.value = `service:${service}`;
    this.draw();
    goTo("couplings-one-by-one");
    this.filter.focus({ preventScroll: true });
  }

  draw() {
    const found = this.rows.filter(this.test());
    this.grid.show(found);
    byId("coupling-status").textContent = `Showing ${found.length.toLocaleString("en")} of ${count(this.rows.length, "coupling")}.`;
  }

  test() {
    const { from, to, kind, confidence } = this.selects;
    const all = this.filter.value.split(/\s+/).filter(Boolean);
    const services = all.filter((word) => word.startsWith("service:")).map((word) => word.slice(8));
    const words = all.filter((word) => !word.startsWith("service:")).map((word) => word.toLowerCase());
    if (words.length) {
      this.texts ??= new Map(this.rows.map((row) => [row, `${row.from}\n${row.to}\n${row.kind}\n${row.source}\n${row.target}\n${row.places.map((one) => one.path).join("\n")}`.toLowerCase()]));
    }
    const least = SURE.indexOf(confidence.value || "heuristic");
    return (row) =>
      (!from.value || row.from === from.value) &&
      (!to.value || row.to === to.value) &&
      (!kind.value || row.kind === kind.value) &&
      SURE.indexOf(row.confidence) <= least &&
      services.every((service) => row.from === service || row.to === service) &&
      words.every((word) => this.texts.get(row).includes(word));
  }
}
