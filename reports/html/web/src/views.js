// One section is shown at a time, and its address stands after the #. The others stay where the browser's own search
// finds them; "#all" shows them all, and so does printing.

import { byId } from "./dom.js";
import { breakNames } from "./breaks.js";

const sections = () => [...document.querySelectorAll("main > section")];
const listeners = new Map(); // section → what is called with the rest of its address: "#map/orders"
const heights = new Map(); // address → how far it was scrolled
const seen = new Set();
let current = "";
let isClick = false;

/** Calls back when a section is shown, and now if it is, with what its address says after the section. */
export function whenShown(section, listener) {
  listeners.set(section, [...(listeners.get(section) ?? []), listener]);
  const [name, ...rest] = parts();
  if (name === section) listener(rest.join("/"));
}

/** Shows what an address names: a section, something in one, or "section/what". */
export function goTo(address) {
  remember();
  history.pushState(null, "", `#${address.split("/").map(encodeURIComponent).join("/")}`);
  follow(true);
}

export function setUpViews() {
  document.documentElement.classList.add("viewed");
  history.scrollRestoration = "manual";
  for (const section of sections()) {
    // The browser's search found something in it, or an address leads into it; it scrolls there by itself.
    section.addEventListener("beforematch", () => {
      if (named()?.closest("main > section") !== section) history.pushState(null, "", `#${section.id}`);
      show(section);
    });
  }
  addEventListener("click", ({ target, defaultPrevented }) => {
    const link = target.closest?.("a[href^='#']");
    if (!link || defaultPrevented) return;
    isClick = true;
    remember();
    if (link.hash === location.hash) follow(true);
  });
  addEventListener("hashchange", () => {
    follow(isClick);
    isClick = false;
  });
  addEventListener("scroll", remember, { passive: true });
  addEventListener("beforeprint", () => sections().forEach((one) => one.removeAttribute("hidden")));
  addEventListener("afterprint", () => follow(false));
  follow(false);
}

/** The element that the address names. */
const named = () => byId(parts()[0]);

const parts = () => location.hash.slice(1).split("/").map(decoded);

function remember() {
  heights.set(current, scrollY);
}

function follow(isNew) {
  const [name, ...rest] = parts();
  if (name === "main") return;
  const target = named();
  const section = target?.closest("main > section") ?? sections()[0];
  show(name === "all" ? null : section);
  current = location.hash;
  if (target?.tagName === "DETAILS") target.open = true;
  if (target && target !== section && isNew) target.scrollIntoView();
  else scrollTo({ top: isNew ? 0 : (heights.get(current) ?? 0), behavior: "instant" });
  if (name !== "all") listeners.get(section.id)?.forEach((listener) => listener(rest.join("/")));
}

function show(section) {
  document.documentElement.classList.toggle("all", !section);
  for (const one of sections()) {
    if (!section || one === section) {
      one.removeAttribute("hidden");
      if (!seen.has(one)) breakNames(one);
      seen.add(one);
    } else one.setAttribute("hidden", "until-found");
  }
  const id = section?.id ?? "all";
  document.querySelectorAll("nav a").forEach((link) => {
    if (link.hash === `#${id}`) {
      link.setAttribute("aria-current", "page");
      if (link.offsetParent) link.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
    } else link.removeAttribute("aria-current");
  });
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
