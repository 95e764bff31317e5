// Tables, transactions, foreign keys and shared resources of the placement that is shown.

import { clean, count, element } from "../dom.js";
import { places } from "../places.js";
import { sharedResources } from "../data/sharing.js";
import { broken } from "../breaks.js";
import { byLikeness } from "./likeness.js";
import { box, code, listed, soft, where } from "./list.js";

const WORDS = { O: "owns", W: "writes", R: "reads", J: "joins" };
const FEW = 40; // tables up to which all are in the matrix
const MOST = 500;

export function data(shown) {
  return [
    element("h3", {}, "Who touches which table"), ...matrix(shown),
    element("h3", {}, `Tables that several services write (${shown.contested.length})`), ...contested(shown),
    element("h3", {}, `Transactions that would span services (${shown.spanning.length})`), ...spanning(shown),
    ...foreignKeys(shown),
    element("h3", {}, "Resources besides tables that services share"), ...resources(shown),
  ];
}

function matrix({ model, placement, placed, hands, services }) {
  const owner = (index) => placed[model.units + index];
  const all = hands.map((held, index) => ({ index, held })).filter(({ held }) => held.size);
  if (!all.length) return [soft("No tables were found.")];
  const inOrder = byLikeness(services.map(({ number }) => number), all.map(({ held }) => [...held.keys()]));
  const at = new Map(inOrder.map((number, i) => [number, i]));
  const byOwner = (a, b) => (at.get(owner(a.index)) ?? at.size) - (at.get(owner(b.index)) ?? at.size);
  all.sort((a, b) => byOwner(a, b) || b.held.size - a.held.size || a.index - b.index);
  const shown = all.length > FEW ? all.filter(({ held }) => held.size > 1) : all;
  const columns = inOrder.filter((number) => shown.some(({ held }) => held.has(number)));
  const made = [legend(), element("div", { class: "scroll", tabindex: "0" }, table(model, placement, shown.slice(0, MOST), columns))];
  const without = inOrder.filter((number) => !columns.includes(number)).map((number) => placement.nameOf(number)).sort();
  if (without.length) made.push(soft(`Without a column, since they touch none of these: ${without.join(", ")}.`));
  if (shown.length > MOST) made.push(soft(`${count(shown.length - MOST, "table")} more that fewer services touch: the table of couplings has them.`));
  const alone = all.filter((one) => !shown.includes(one));
  if (alone.length) made.push(box(["Tables that one service alone touches"], () => aloneBy(model, placement, alone, owner)));
  return made;
}

function legend() {
  const key = (sign) => element("b", { class: classOf(sign) }, sign);
  return element("p", { class: "soft key" }, ...Object.entries(WORDS).flatMap(([sign, word]) => [key(sign), ` ${word} `]));
}

const classOf = (signs) => `c${signs.includes("O") ? " o" : signs.includes("W") ? " w" : signs.includes("R") ? " r" : ""}`;

function table(model, placement, shown, columns) {
  const head = [element("th", { scope: "col" }, "table"), element("th", { scope: "col", class: "n" }, "hands")];
  const short = (name) => (name.length > 24 ? `${name.slice(0, 23)}…` : name);
  head.push(...columns.map((number) => element("th", { scope: "col", class: "v" }, element("span", {}, short(placement.nameOf(number))))));
  const words = (signs) => [...signs].map((sign) => WORDS[sign]).join(", ");
  const cell = (number, signs) => (signs ? element("td", { class: classOf(signs), title: `${placement.nameOf(number)} ${words(signs)}` }, signs) : element("td"));
  const row = ({ index, held }) =>
    element("tr", {}, element("th", { scope: "row" }, element("code", {}, broken(model.name(model.units + index)))), element("td", { class: "n" }, String(held.size)), ...columns.map((number) => cell(number, held.get(number))));
  return element(
    "table", { class: "matrix", "aria-label": "Who touches which table, as shown" },
    element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...shown.map(row)),
  );
}

function aloneBy(model, placement, alone, owner) {
  const by = new Map();
  alone.forEach(({ index }) => by.set(owner(index), [...(by.get(owner(index)) ?? []), index]));
  const parts = [...by].sort(([a], [b]) => a - b).flatMap(([service, tables]) => [
    element("dt", {}, placement.nameOf(service)),
    element("dd", {}, ...tables.flatMap((index, i) => [i ? ", " : "", code(model.name(model.units + index))])),
  ]);
  return element("dl", { class: "wide" }, ...parts);
}

function contested({ model, placement, contested: found }) {
  if (!found.length) return [element("p", {}, "None: each table has one writer.")];
  const rows = found.map(({ table, owner, writers, from }) => [
    code(model.name(table)),
    placement.nameOf(owner),
    [...writers].filter((one) => one !== owner).map((one) => placement.nameOf(one)).sort().join(", "),
    where([...from].sort((a, b) => model.edges.confidence[a] - model.edges.confidence[b]).flatMap((i) => model.placesOfEdge(i)), from.some((i) => model.edges.places[i] > 3)),
  ]);
  return [listed("Tables that several services write, as shown", ["table", "owner", "also written by", "where"], rows)];
}

function spanning({ model, placement, spanning: found }) {
  if (!found.length) return [element("p", {}, "None was found.")];
  const rows = found.map(({ scope, owners, tables, place }) => [
    code(model.symbol(model.scopes.symbol[scope])),
    [...owners].map((one) => placement.nameOf(one)).sort().join(", "),
    code(tables.map((table) => model.name(table)).join(", ")),
    places([place]),
  ]);
  return [listed("Transactions that would span services, as shown", ["opened by", "services", "tables written", "where"], rows)];
}

function foreignKeys({ couplings }) {
  const found = couplings.filter((row) => row.kind === "foreign key");
  const rows = found.map((row) => [code(row.source), row.from, code(row.target), row.to, places(row.places, row.more)]);
  const head = element("h3", {}, `Foreign keys to cut (${found.length})`);
  return [head, found.length ? listed("Foreign keys to cut, as shown", ["column", "of", "refers to", "of", "where"], rows) : element("p", {}, "None crosses a boundary.")];
}

function resources({ model, placement }) {
  const found = sharedResources(model, placement);
  if (!found.length) return [element("p", {}, "None is shared.")];
  const rows = found.map(({ kind, name, writers, readers, places: held, isMore }) => [kind, code(clean(name)), writers.join(", "), readers.join(", "), where(held, isMore)]);
  return [listed("Resources that services share, as shown", ["shared by services", "name", "written by", "read by", "where"], rows)];
}
