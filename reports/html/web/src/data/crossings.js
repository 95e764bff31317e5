// The couplings of the recommended decomposition, symbol by symbol.

import { clean } from "../dom.js";
import { unpack } from "./unpack.js";

/** Rows {from, to, kind, source, target, confidence, weight, severity, places, more}, worst first. */
export function readCrossings(model) {
  const raw = model.raw.crossings;
  const column = (name) => unpack(raw[name]);
  const [from, to, kind] = [column("from_"), column("to"), column("kind")];
  const [sourceNode, source] = [column("source_node"), column("source")];
  const [targetNode, target] = [column("target_node"), column("target")];
  const [confidence, weight, severity] = [column("confidence"), column("weight"), column("severity")];
  const [places, place] = [column("places"), column("place")];
  const services = ["shared library", ...model.views[0].services];
  const symbol = (node, text) => clean((node ? model.rawName(node - 1) : "") + raw.text[text]);
  const rows = [];
  let at = 0;
  for (let i = 0; i < from.length; i++) {
    const shown = [];
    for (let k = 0; k < Math.min(places[i], 3); k++, at += 2) {
      shown.push({ path: raw.paths[place[at]], line: place[at + 1] });
    }
    rows.push({
      from: clean(services[from[i]]),
      to: clean(services[to[i]]),
      kind: model.raw.coupling_kinds[kind[i]],
      source: symbol(sourceNode[i], source[i]),
      target: symbol(targetNode[i], target[i]),
      confidence: model.confidences[confidence[i]],
      weight: weight[i] / 10,
      severity: severity[i] / 10,
      places: shown,
      more: places[i] - shown.length,
    });
  }
  return rows;
}
