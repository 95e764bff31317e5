// What sections are made of: tables that sort and grow, and folded boxes.

import { broken } from "../breaks.js";
import { button, element } from "../dom.js";
import { place, places } from "../places.js";
import { enhanceTable } from "../tables/enhance.js";

const MOST = 150;

/** A table; heads that begin with # are of numbers. Rows beyond the first ones come on demand. */
export function listed(label, heads, rows, most = MOST) {
  const cell = (content, i) => element("td", { class: heads[i].startsWith("#") ? "n" : null }, content);
  const made = (some) => some.map((row) => element("tr", {}, ...row.map(cell)));
  const head = heads.map((title) => element("th", { scope: "col", class: title.startsWith("#") ? "n" : null }, title.replace(/^#/, "")));
  const body = element("tbody", {}, ...made(rows.slice(0, most)));
  const table = element("table", { class: "sortable", "aria-label": label }, element("thead", {}, element("tr", {}, ...head)), body);
  const frame = element("div", {}, element("div", { class: "scroll", tabindex: "0" }, table));
  if (rows.length > most) {
    const more = button(`Show ${(rows.length - most).toLocaleString("en")} more`, () => {
      body.append(...made(rows.slice(most)));
      more.remove();
      enhanceTable(table);
    });
    frame.append(more);
  } else enhanceTable(table);
  return frame;
}

/** A folded box; its content is made when it is opened, or printed. */
export function box(summary, ...make) {
  const made = element("details", { class: "box" }, element("summary", {}, ...summary));
  const fill = () => {
    if (made.childElementCount === 1) made.append(...make.flatMap((one) => (typeof one === "function" ? one() : one)));
  };
  made.addEventListener("toggle", fill);
  return made;
}

/** Folded boxes as one list. */
export const boxes = (made, kind = "boxes") => element("div", { class: kind }, ...made);

export const soft = (...children) => element("p", { class: "soft" }, ...children);
export const tag = (text) => element("span", { class: "tag" }, text);
export const aside = (text) => element("span", { class: "soft" }, text);
export const code = (text) => element("code", {}, broken(text));

/** The first three places, and whether there are more. */
export function where(found, isMore) {
  const unique = [...new Map(found.map((one) => [`${one.path}\n${one.line}`, one])).values()];
  const shown = places(unique.slice(0, 3));
  if (isMore || unique.length > 3) shown.append(" and more");
  return unique.length ? shown : place(null);
}
