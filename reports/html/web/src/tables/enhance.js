// Tables that stand in the page already: heads that sort, and a filter above the long ones.

import { element } from "../dom.js";

const LONG = 12;

export function enhanceTables() {
  document.querySelectorAll("table.sortable").forEach(enhanceTable);
}

/** A table that stands in a frame of its own. */
export function enhanceTable(table) {
  sortable(table);
  if (table.tBodies[0].rows.length > LONG) filterable(table);
}

function sortable(table) {
  [...table.tHead.rows[0].cells].forEach((head, index) => {
    const text = head.textContent;
    const control = element("button", { type: "button" }, ...head.childNodes);
    control.setAttribute("aria-label", `Sort by ${text}`);
    control.addEventListener("click", () => {
      const isUp = head.getAttribute("aria-sort") !== "ascending";
      [...table.tHead.rows[0].cells].forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      const keyed = [...table.tBodies[0].rows].map((row) => [keyOf(row.cells[index]), row]);
      const isNumeric = keyed.every(([key]) => key === "" || !Number.isNaN(numberIn(key)));
      const order = (a, b) => (isNumeric ? numberIn(a) - numberIn(b) : a < b ? -1 : a > b ? 1 : 0);
      keyed.sort((a, b) => (isUp ? 1 : -1) * order(a[0], b[0]));
      table.tBodies[0].append(...keyed.map(([, row]) => row));
    });
    head.replaceChildren(control);
  });
}

const keyOf = (cell) => cell?.dataset.sort ?? cell?.textContent.trim() ?? "";
const numberIn = (text) => (text === "" ? -Infinity : Number(text.replace(/[,%]/g, "")));

function filterable(table) {
  const name = table.caption?.textContent ?? table.getAttribute("aria-label") ?? "the table";
  const input = element("input", { type: "search", placeholder: "Filter", "aria-label": `Filter: ${name}` });
  const status = element("span", { class: "soft", "aria-live": "polite" });
  const rows = () => [...table.tBodies[0].rows];
  let texts = null;
  input.addEventListener("input", () => {
    texts ??= new Map(rows().map((row) => [row, row.textContent.toLowerCase()]));
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of texts) {
      row.hidden = !words.every((word) => text.includes(word));
      shown += Number(!row.hidden);
    }
    status.textContent = words.length ? `${shown} of ${texts.size}` : "";
  });
  table.parentElement.before(element("p", { class: "bar" }, input, status));
}
