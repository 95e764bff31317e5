// The list beside the canvas: the same services, modules and units as buttons.

import { button, count, element } from "../dom.js";
import { labelOf } from "./drawing.js";

export class Outline {
  constructor(list, model, placement, actions) {
    Object.assign(this, { list, model, placement, actions });
  }

  show(found, choice) {
    const children = new Map();
    for (const box of found.boxes.values()) {
      const key = box.parent ?? "";
      children.set(key, [...(children.get(key) ?? []), box]);
    }
    const focused = document.activeElement?.dataset?.box;
    const which = document.activeElement?.dataset?.role;
    this.list.replaceChildren(...(children.get("") ?? []).map((box) => this.item(box, children, choice)));
    if (focused) this.list.querySelector(`[data-box="${focused}"][data-role="${which}"]`)?.focus();
  }

  /** Scrolls the list, and nothing around it, to what is chosen. */
  bringIntoView() {
    const chosen = this.list.querySelector("[aria-pressed=true]");
    const frame = this.list.closest("details");
    if (chosen) frame.scrollTop += chosen.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 2;
  }

  item(box, children, choice) {
    const name = labelOf(this.model, this.placement, box);
    const item = element("li", {});
    if (box.level !== "node") {
      const isOpen = choice.isOpen(box.id);
      item.append(
        button(isOpen ? "−" : "+", () => this.actions.toggle(box.id), {
          "aria-expanded": String(isOpen), "aria-label": `${isOpen ? "Close" : "Open"} ${name}`, class: "twist", "data-box": box.id, "data-role": "twist",
        }),
      );
    }
    item.append(
      button(name, () => this.actions.pick(box.id), {
        "aria-pressed": String(choice.selected === box.id), class: "name", "data-box": box.id, "data-role": "name",
        title: box.level === "node" ? this.model.name(box.node) : count(box.nodes.length, "unit or table", "units and tables"),
      }),
    );
    const inner = children.get(box.id);
    if (inner) item.append(element("ul", {}, ...inner.map((child) => this.item(child, children, choice))));
    return item;
  }
}
