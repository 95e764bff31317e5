// The page around the sections: what scrolls can be reached, and what is folded opens before it is printed.

import { breakNames } from "./breaks.js";
import { goTo } from "./views.js";

const MOST_UNFOLDED = 6; // of one list: more of them nobody reads on paper

export function setUpPage() {
  reachWhatScrolls();
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-service]");
    if (!link) return;
    event.preventDefault();
    goTo(`map/${link.dataset.service}`);
  });
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")].filter(isPrinted);
    opened.forEach((one) => (one.open = true));
    breakNames(document.body);
  });
  addEventListener("afterprint", () => opened.forEach((one) => (one.open = false)));
}

const isPrinted = (one) => !one.matches("[data-folded]") && one.parentElement.querySelectorAll(":scope > details").length <= MOST_UNFOLDED;

/** Only what has something to scroll is a stop on the way of the keyboard; what fits leaves its head to the page. */
function reachWhatScrolls() {
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const inner = target.firstElementChild ?? target;
      const isWide = inner.offsetWidth > target.clientWidth + 1;
      target.classList.toggle("fits", !isWide && inner.tagName === "TABLE" && !target.matches(".tall, :has(.matrix)"));
      if (isWide || target.scrollHeight > target.clientHeight + 1) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  document.querySelectorAll(".scroll").forEach((one) => watcher.observe(one));
}
