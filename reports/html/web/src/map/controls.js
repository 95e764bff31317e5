// What is drawn: kinds of relations, how sure, how many lines, which service; and the search.

import { button, byId, element } from "../dom.js";

export function setUpControls(map) {
  const { model, choice } = map;
  const kinds = byId("map-kinds");
  const boxes = [];
  for (const kind of model.kinds) {
    const box = element("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      if (box.checked) choice.kinds.add(kind);
      else choice.kinds.delete(kind);
      map.draw();
    });
    boxes.push(box);
    kinds.append(element("label", {}, box, ` ${kind}`));
  }
  const sure = byId("map-confidence");
  sure.addEventListener("change", () => {
    choice.confidence = Number(sure.value);
    map.draw();
  });
  const lines = byId("map-lines");
  lines.addEventListener("change", () => {
    choice.lines = Number(lines.value);
    map.draw();
  });
  const service = byId("map-service");
  const fill = () => {
    const options = map.placement.services.map((_, i) => i).filter((i) => i > 0);
    service.replaceChildren(element("option", { value: "-1" }, "all services"), ...options.map((i) => element("option", { value: i }, map.placement.nameOf(i))));
    service.value = String(choice.focus);
  };
  map.onDraw = fill;
  map.onReset = () => {
    boxes.forEach((box) => (box.checked = true));
    sure.value = String(choice.confidence);
    lines.value = String(choice.lines);
    byId("map-search").value = "";
    byId("map-search").dispatchEvent(new Event("input"));
  };
  service.addEventListener("change", () => {
    choice.focus = Number(service.value);
    map.draw();
  });
  byId("map-zoom").append(
    button("+", () => map.drawing.zoom(1.25), { "aria-label": "Zoom in" }),
    button("−", () => map.drawing.zoom(0.8), { "aria-label": "Zoom out" }),
    button("Fit", () => map.drawing.fit()),
    button("Reset", () => map.reset()),
  );
}
