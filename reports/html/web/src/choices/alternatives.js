// Switches what the page shows between the alternatives.

import { byId, clean, count } from "../dom.js";

export function setUpAlternatives(shown) {
  const { model, placement } = shown;
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
    banner.hidden = placement.isRecommended;
    byId("showing-what").textContent = banner.hidden ? "" : told(shown);
  };
  placement.onChange(mark);
  mark();
}

/** What is shown, in one line. */
function told({ model, placement, services, score, scoreBefore }) {
  const view = model.views[placement.view];
  const name = placement.view ? `alternative “${clean(view.label)}”` : "recommended decomposition";
  const size = count(services.length, "service");
  if (!placement.moves.length) return `Shown: ${name}, ${size}, score ${totalOf(view).toFixed(3)} (recommended: ${totalOf(model.views[0]).toFixed(3)}).`;
  return `Shown: ${count(placement.moves.length, "tried change")} of the ${name}, ${size}, score ${scoreBefore.total.toFixed(4)} before, ${score.total.toFixed(4)} now.`;
}

const totalOf = (view) => view.parts.reduce((sum, part) => sum + part, 0);
