// Couplings by pair of services, for the placement that is shown.

import { count, element } from "../dom.js";
import { byText } from "../data/crossing.js";
import { places } from "../places.js";
import { broken } from "../breaks.js";
import { aside, box, boxes, code, soft, tag } from "./list.js";

const MOST = 40;
const HEAVIEST = 4;

export function pairs({ couplings }) {
  const by = new Map();
  for (const row of couplings) {
    const key = `${row.source_service} ${row.target_service}`;
    if (!by.has(key)) by.set(key, { from: row.from, to: row.to, rows: [], severity: 0 });
    by.get(key).rows.push(row);
    by.get(key).severity += row.severity;
  }
  const found = [...by.values()].sort((a, b) => b.severity - a.severity || byText(a.from, b.from) || byText(a.to, b.to));
  if (!found.length) return [element("p", {}, "Nothing crosses a boundary.")];
  const most = found[0].severity || 1;
  const made = [soft("Couplings are those of what is shown. What is proposed for a pair is worked out for the recommended decomposition alone, and stands there."), boxes(found.slice(0, MOST).map((one) => folded(one, most)))];
  const rest = found.slice(MOST);
  if (rest.length) made.push(box([count(rest.length, "lighter pair")], () => boxes(rest.map((one) => folded(one, most)))));
  return made;
}

function folded({ from, to, rows, severity }, most) {
  const item = (row) => element("li", {}, code(row.source), ` ${row.kind} `, code(row.target), " ", places(row.places, row.more));
  const gauge = element("span", { class: "gauge", title: "what they cost, against the heaviest pair" }, element("i", { style: `width:${Math.round((100 * severity) / most)}%` }));
  return box([element("b", {}, broken(`${from} → ${to}`)), gauge, " ", tag(count(rows.length, "coupling")), " ", aside(kinds(rows))], () =>
    element("ul", {}, ...rows.slice(0, HEAVIEST).map(item), rows.length > HEAVIEST ? element("li", { class: "soft" }, `and ${(rows.length - HEAVIEST).toLocaleString("en")} more in the table below`) : null),
  );
}

function kinds(rows) {
  const sums = new Map();
  rows.forEach(({ kind }) => sums.set(kind, (sums.get(kind) ?? 0) + 1));
  return [...sums].sort((a, b) => b[1] - a[1]).map(([kind, sum]) => `${sum.toLocaleString("en")} ${kind}`).join(", ");
}
