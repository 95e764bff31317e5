// Finds services, modules, units and tables by parts of their names.

import { button, byId, count, element } from "../dom.js";

const MOST = 25;

export function setUpSearch(map) {
  const { model } = map;
  const input = byId("map-search");
  const results = byId("map-results");
  const status = byId("map-found");
  let names = null;
  input.addEventListener("input", () => {
    names ??= Array.from({ length: model.size }, (_, node) => model.name(node).toLowerCase());
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    results.replaceChildren();
    status.textContent = "";
    if (!words.length) return;
    const fits = (name) => words.every((word) => name.includes(word));
    const services = map.placement.services.map((_, i) => i).filter((i) => i && fits(map.placement.nameOf(i).toLowerCase()));
    const modules = model.paths.map((_, i) => i).filter((i) => i && fits(model.path(i).toLowerCase()));
    const nodes = names.map((_, node) => node).filter((node) => fits(names[node]));
    const found = [
      ...services.map((i) => [map.placement.nameOf(i), "service", () => map.reveal(`s${i}`)]),
      ...nodes.map((node) => [model.name(node), model.isTable(node) ? "table" : "unit", () => map.revealNode(node)]),
      ...modules.map((i) => [model.path(i), "file", () => map.revealModule(i)]),
    ];
    status.textContent = found.length > MOST ? `${count(found.length, "match", "matches")}, the first ${MOST} are listed` : count(found.length, "match", "matches");
    results.append(...found.slice(0, MOST).map(([name, what, go]) => element("li", {}, button(name, go, { class: "name" }), element("span", { class: "soft" }, ` ${what}`))));
  });
  input.addEventListener("keydown", (event) => {
    const first = results.querySelector("button");
    if (!first) return;
    if (event.key === "Enter") first.click();
    if (event.key === "ArrowDown") {
      event.preventDefault();
      first.focus();
    }
  });
  results.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...results.querySelectorAll("button")];
    (buttons[buttons.indexOf(document.activeElement) + step] ?? input).focus();
  });
}
