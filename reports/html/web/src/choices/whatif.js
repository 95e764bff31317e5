// What if: move units, tables or files to another service, see the score before and after, take the change along.

import { byId, clean, count, download, element } from "../dom.js";
import { couplingRow, crossingSet, spanningScopes } from "../data/crossing.js";
import { aside, box, code, listed } from "../following/list.js";
import { places } from "../places.js";
import { goTo } from "../views.js";
import { pinsIn, tomlOf } from "./toml.js";

export class WhatIf {
  constructor(shown) {
    const { model, placement } = shown;
    Object.assign(this, { shown, model, placement });
    this.what = byId("whatif-what");
    this.where = byId("whatif-where");
    this.options = byId("whatif-names");
    this.what.addEventListener("input", () => this.suggest());
    byId("whatif-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.say(this.move(this.what.value.trim(), this.where.value.trim()));
    });
    byId("whatif-undo").addEventListener("click", () => placement.undo());
    byId("whatif-reset").addEventListener("click", () => placement.show(placement.view));
    byId("whatif-take").addEventListener("click", () => this.say(this.take(byId("whatif-pins").value)));
    byId("whatif-save").addEventListener("click", () => download("decompose.toml", tomlOf(model, placement)));
    placement.onChange(() => this.draw());
    this.draw();
  }

  /** Nodes of a name: a unit, a table, a file, or a pattern with a star. */
  named(text) {
    const { model } = this;
    const all = Array.from({ length: model.size }, (_, node) => node);
    const exact = all.filter((node) => model.rawName(node) === text || model.name(node) === text || (!model.isTable(node) && model.path(model.module[node]) === text));
    if (exact.length || !text.includes("*")) return exact;
    const pattern = new RegExp(`^${text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`);
    return all.filter((node) => pattern.test(model.name(node)));
  }

  move(what, where) {
    const nodes = this.named(what);
    if (!nodes.length) return `Nothing is called "${clean(what)}".`;
    if (!where) return "Name a service, or a new one.";
    const { placement } = this;
    if (placement.together(nodes).every((node) => [placement.services[placement.placed[node]], placement.nameOf(placement.placed[node])].includes(where))) return "All of it is there already.";
    return this.placement.move(nodes, where);
  }

  /** From the map: fills in what is to be moved. */
  offer(nodes) {
    const { model } = this;
    const isFile = nodes.length > 1 && !model.isTable(nodes[0]);
    this.what.value = isFile ? model.path(model.module[nodes[0]]) : model.name(nodes[0]);
    goTo("whatif");
    this.where.focus({ preventScroll: true });
  }

  suggest() {
    const text = this.what.value.toLowerCase();
    const { model } = this;
    const found = [];
    for (let node = 0; node < model.size && found.length < 30; node++) {
      if (text.length > 1 && model.name(node).toLowerCase().includes(text)) found.push(model.name(node));
    }
    this.options.replaceChildren(...found.map((value) => element("option", { value })));
  }

  say(problem) {
    byId("whatif-problem").textContent = problem;
  }

  draw() {
    const { model, placement } = this;
    byId("whatif-services").replaceChildren(...placement.services.map((value) => element("option", { value: clean(value) })));
    const isMoved = placement.moves.length > 0;
    ["undo", "reset", "save"].forEach((name) => (byId(`whatif-${name}`).disabled = !isMoved && !(name === "save" && placement.view)));
    byId("whatif-moves").replaceChildren(...placement.moves.map((move) => element("li", {}, `${this.namesOf(move.nodes)} → ${placement.nameOf(move.service)}`)));
    byId("whatif-result").hidden = !isMoved;
    byId("whatif-couplings").hidden = !isMoved;
    byId("whatif-toml").textContent = tomlOf(model, placement);
    byId("whatif-toml").hidden = !byId("whatif-toml").textContent;
    if (isMoved) this.compare();
    this.say("");
  }

  namesOf(nodes) {
    const first = nodes.slice(0, 3).map((node) => this.model.name(node)).join(", ");
    return nodes.length > 3 ? `${first} and ${nodes.length - 3} more` : first;
  }

  /** Moves what the pins of a decompose.toml name; says what of them it could not. */
  take(text) {
    const { pins, problem } = pinsIn(text);
    if (problem) return problem;
    const unknown = pins.filter(([name]) => !this.named(name).length).map(([name]) => name);
    const moves = pins.map(([name, service]) => [this.named(name), service]).filter(([nodes]) => nodes.length);
    const wrong = this.placement.moveAll(moves);
    const rest = unknown.length ? `Nothing is called ${unknown.slice(0, 5).map((name) => `"${clean(name)}"`).join(", ")}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ""}.` : "";
    return [wrong, rest].filter(Boolean).join(" ");
  }

  compare() {
    const { shown, model, placement } = this;
    const [before, after] = [shown.scoreBefore, shown.score];
    const [had, has] = [crossingSet(model, placement.proposed), crossingSet(model, placement.placed)];
    const spanned = spanningScopes(model, placement.proposed).length;
    const rows = after.parts.map((part, i) => [part.name, before.parts[i].value * part.weight, part.value * part.weight, 4]);
    rows.push(["score (lower is better)", before.total, after.total, 4], ["crossing couplings", had.size, has.size, 0]);
    rows.push(["transactions across services", spanned, shown.spanning.length, 0]);
    this.tellCouplings(had, has);
    byId("whatif-rows").replaceChildren(
      ...rows.map(([name, old, now, digits]) => {
        const change = now - old;
        const sign = Math.abs(change) < 0.5 * 10 ** -digits ? "" : change > 0 ? "worse" : "better";
        const shown = `${change > 0 ? "+" : ""}${change.toFixed(digits)}`;
        return element(
          "tr", { "data-before": String(old), "data-after": String(now) },
          element("th", { scope: "row" }, name), element("td", { class: "n" }, old.toFixed(digits)), element("td", { class: "n" }, now.toFixed(digits)),
          element("td", { class: `n ${sign}` }, sign ? `${shown} ${sign}` : "no change"),
        );
      }),
    );
  }

  /** The couplings that the changes make and end, worst first. */
  tellCouplings(had, has) {
    const { model, placement } = this;
    const then = { placed: placement.proposed, nameOf: (service) => placement.nameOf(service) };
    const folded = (title, ids, where) => {
      const rows = () => ids.map((id) => couplingRow(model, where, id)).sort((a, b) => b.severity - a.severity);
      const cells = (row) => [row.from, row.to, row.kind, code(row.source), code(row.target), places(row.places, row.more)];
      return box([`${title} `, aside(count(ids.length, "coupling"))], () => listed(title, ["from", "to", "kind", "source", "target", "where"], rows().map(cells)));
    };
    byId("whatif-couplings").replaceChildren(
      folded("Couplings that are new", [...has].filter((id) => !had.has(id)), placement),
      folded("Couplings that are gone", [...had].filter((id) => !has.has(id)), then),
    );
  }
}
