// Switches what the page shows between the alternatives.

import { byId } from "../dom.js";

export function setUpAlternatives(model, placement) {
  const buttons = [...document.querySelectorAll("button[data-view]")];
  const banner = byId("showing");
  buttons.forEach((one) => {
    one.hidden = false;
    one.addEventListener("click", () => placement.show(Number(one.dataset.view)));
  });
  byId("showing-back").addEventListener("click", () => placement.show(0));
  const mark = () => {
    buttons.forEach((one) => one.setAttribute("aria-pressed", String(Number(one.dataset.view) === placement.view)));
    document.querySelectorAll("[data-point]").forEach((one) => one.classList.toggle("on", Number(one.dataset.point) === placement.view));
    const moved = placement.moves.length ? `${placement.moves.length} tried ${placement.moves.length === 1 ? "change" : "changes"} of ` : "";
    banner.hidden = placement.isRecommended;
    byId("showing-what").textContent = `Map and couplings show ${moved}the decomposition “${model.views[placement.view].label}”. All else describes the recommended one.`;
  };
  placement.onChange(mark);
  mark();
}
