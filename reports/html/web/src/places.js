// Places in the code, as links where the report knows an address.

import { broken } from "./breaks.js";
import { clean, element } from "./dom.js";

let base = "";

export function setBase(address) {
  base = /^https?:\/\//.test(address) ? address : "";
}

export function place(where) {
  if (!where) return element("span", {});
  const text = where.line ? `${clean(where.path)}:${where.line}` : clean(where.path);
  if (!base) return element("code", {}, broken(text));
  const path = where.path.split("/").map(encodeURIComponent).join("/");
  const href = `${base}/${path}${where.line ? `#L${where.line}` : ""}`;
  return element("a", { href, class: "code", rel: "noreferrer", target: "_blank" }, broken(text));
}

/** Up to three places in one line. */
export function places(found, more = 0) {
  const list = element("span", { class: "places" });
  found.forEach((where, i) => list.append(i ? ", " : "", place(where)));
  if (more > 0) list.append(` and ${more} more`);
  return list;
}
