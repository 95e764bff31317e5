// Insides of boxes that came with the deflated data: see folding.py. They are markup of the page, escaped where the page was
// made; the page's policy runs no script of theirs.

import { enhanceTable } from "./tables/enhance.js";

export function setUpFolding(model) {
  const holders = [...document.querySelectorAll("[data-inside]")];
  const fill = (holder) => {
    if (!holder.isConnected) return;
    const made = document.createElement("template");
    made.innerHTML = model.raw.folded[Number(holder.dataset.inside)];
    const tables = [...made.content.querySelectorAll("table.sortable")];
    holder.replaceWith(made.content);
    tables.forEach(enhanceTable);
  };
  for (const holder of holders) holder.closest("details").addEventListener("toggle", () => fill(holder), { once: true });
  // All of them in the end, since the browser's own search finds what is folded, and printing unfolds it.
  const fillAll = () => holders.forEach(fill);
  const later = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  const next = (left) => {
    if (!left.length) return;
    left.slice(0, 4).forEach(fill);
    later(() => next(left.slice(4)));
  };
  later(() => next(holders));
  addEventListener("beforeprint", fillAll);
}
